import { buildGraph, pipeline, type Root } from '@hornbeam/sdk';
import { type Plan, toPlan } from '@hornbeam/sdk/translate';

/** Builds a pipeline and translates it. */
export async function planOf(build: (p: Root) => unknown): Promise<Plan> {
  return toPlan(await buildGraph(pipeline((p) => build(p))));
}

import type { ArtifactInformation, Pipeline } from '@hornbeam/proto';
import { buildGraph, pipeline } from '@hornbeam/sdk';
import { toPlan } from '@hornbeam/sdk/translate';

/** A plan of two steps whose environment has these files. */
export async function smallPlan(dependencies: readonly ArtifactInformation[] = []): Promise<Pipeline> {
  const graph = await buildGraph(
    pipeline({ name: 'small' }, (p) => {
      p.create([1, 2, 3]).map((n) => n + 1);
    }),
    {},
  );
  const plan = toPlan(graph).pipeline;
  for (const environment of Object.values(plan.components!.environments)) {
    environment.dependencies = [...dependencies];
  }
  return plan;
}

// A stage of one step, `Step`, which has state or side inputs, as a runner would describe it.

import type { ProcessBundleDescriptor } from '@hornbeam/proto';
import { buildGraph, type PCollection, pipeline } from '../../../api/index.js';
import type { Uses } from '../../../construction/index.js';
import type { KV } from '../../../model/kv.js';
import { fixed } from '../../../transforms/index.js';
import { type Plan, toPlan } from '../../../translate/index.js';

/** The stage, and the plan behind it. */
export interface StateStage {
  readonly plan: Plan;
  readonly descriptor: ProcessBundleDescriptor;
}

/** See the head of this file. The main input is in windows of 10 ms where it is `windowed`. */
export async function stateStage(
  usesOf: (side: PCollection<KV<string, number>>) => Uses,
  { windowed = false } = {},
): Promise<StateStage> {
  const graph = await buildGraph(
    pipeline((p) => {
      const pairs = p
        .create([0])
        .named('Source')
        .map((value): KV<unknown, unknown> => ({ key: value, value }))
        .named('Pairs');
      const side = p
        .create([0])
        .named('Side source')
        .map((value) => ({ key: '', value }))
        .named('Side');
      const windows = fixed(10);
      const input = windowed ? pairs.windowInto(windows) : pairs;
      input
        .parDo({ uses: usesOf(windowed ? side.windowInto(windows) : side), process: () => undefined })
        .named('Step');
    }),
  );
  const plan = toPlan(graph);
  const { transforms, ...components } = structuredClone(plan.pipeline.components!);
  return { plan, descriptor: { id: 'stage', ...components, transforms: { Step: transforms.Step! } } };
}

/** The stage as by a runner that puts lengths before keys it cannot read. */
export function withPrefixedKeys({ plan, descriptor }: StateStage): StateStage {
  const { transforms, pcollections, coders } = descriptor;
  const input = pcollections[transforms.Step!.inputs.input!]!;
  const pair = coders[input.coderId]!;
  const [key, value] = pair.componentCoderIds as [string, string];
  const prefixed = { spec: { urn: 'beam:coder:length_prefix:v1', payload: new Uint8Array() } };
  return {
    plan,
    descriptor: {
      ...descriptor,
      coders: {
        ...coders,
        'prefixed key': { ...prefixed, componentCoderIds: [key] },
        'prefixed pair': { ...pair, componentCoderIds: ['prefixed key', value] },
      },
      pcollections: {
        ...pcollections,
        [transforms.Step!.inputs.input!]: { ...input, coderId: 'prefixed pair' },
      },
    },
  };
}

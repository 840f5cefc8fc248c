// A stage of one step, `Step`, which has state or side inputs, as a runner would describe it.

import type { ProcessBundleDescriptor } from '@hornbeam/proto';
import type { Graph } from '../../../construction/index.js';
import { type Plan, toPlan } from '../../../translate/index.js';

/** The stage, and the plan behind it. */
export interface StateStage {
  readonly plan: Plan;
  readonly descriptor: ProcessBundleDescriptor;
}

/** See the head of this file: the step `Step` of a pipeline. */
export function stateStage(graph: Graph): StateStage {
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

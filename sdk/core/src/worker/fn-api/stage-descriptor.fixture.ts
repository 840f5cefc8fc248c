// The descriptor of a stage as a runner would send it: the steps of a plan between one collection that comes in and those
// that go out.

import type { ProcessBundleDescriptor } from '@hornbeam/proto';
import { PTransform } from '@hornbeam/proto';
import { RemoteGrpcPort } from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import type { Coder } from '../../model/coders/coder.js';
import { coderUrns } from '../../model/coders/urns.js';
import type { WindowedValueCoder } from '../../model/coders/windowed-value.js';
import { coderFromPlan } from '../../translate/coders.js';
import { mainInputs } from '../../translate/inputs.js';
import type { Plan } from '../../translate/plan.js';

/** Which steps of a plan make a stage. */
export interface StageOfPlan {
  readonly plan: Pick<Plan, 'pipeline'>;
  readonly id: string;
  /** Where data and state are served. */
  readonly address: string;
  /** The collection that comes in, by the name of the step that makes it. */
  readonly from: string;
  /** Steps of the stage, by name. */
  readonly steps: readonly string[];
}

/** See the head of this file. The ports are called `in` and `out:<collection>`. */
export function stageDescriptor({ plan, id, address, from, steps }: StageOfPlan): ProcessBundleDescriptor {
  const { transforms, pcollections, coders, windowingStrategies, environments } = structuredClone(
    plan.pipeline.components!,
  );
  const stage: Record<string, PTransform> = {};
  for (const step of steps) stage[step] = transforms[step]!;
  const incoming = Object.values(transforms[from]!.outputs)[0]!;
  const port = (collection: string): Uint8Array => {
    const { coderId, windowingStrategyId } = pcollections[collection]!;
    const windowCoder = windowingStrategies[windowingStrategyId]!.windowCoderId;
    const portCoder = `port ${collection}`;
    coders[portCoder] = {
      spec: { urn: coderUrns.windowedValue, payload: new Uint8Array() },
      componentCoderIds: [coderId, windowCoder],
    };
    return RemoteGrpcPort.encode({ apiServiceDescriptor: { url: address }, coderId: portCoder }).finish();
  };
  stage.in = PTransform.create({
    uniqueName: 'in',
    spec: { urn: urns.ports.source, payload: port(incoming) },
    outputs: { out: incoming },
  });
  const inside = new Set(steps.flatMap((step) => Object.values(transforms[step]!.outputs)));
  const read = new Set(steps.flatMap((step) => mainInputs(transforms[step]!)));
  for (const collection of inside) {
    if (read.has(collection)) continue;
    stage[`out:${collection}`] = PTransform.create({
      uniqueName: `out:${collection}`,
      spec: { urn: urns.ports.sink, payload: port(collection) },
      inputs: { in: collection },
    });
  }
  return {
    id,
    transforms: stage,
    pcollections,
    coders,
    windowingStrategies,
    environments,
    stateApiServiceDescriptor: { url: address } as never,
  };
}

/** The coder of a port of such a stage. */
export function portCoder(
  { coders }: ProcessBundleDescriptor,
  plan: Pick<Plan, 'coders'>,
  collection: string,
): WindowedValueCoder<unknown> {
  return coderFromPlan(
    `port ${collection}`,
    coders,
    plan.coders,
  ) as Coder<unknown> as WindowedValueCoder<unknown>;
}

import {
  type Coder as CoderProto,
  type PCollection,
  type ProcessBundleDescriptor,
  PTransform,
  type WindowingStrategy,
} from '@hornbeam/proto';
import { RemoteGrpcPort } from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import { SOURCE_PORT, sinkPort } from '../plan/descriptor.js';
import type { PlannedStage, StagePlan } from '../plan/fuse.js';

/** What a descriptor for a worker in another process is made from. */
export interface RemoteDescriptorSettings {
  /** Unique among all that the worker is ever told of. */
  readonly id: string;
  readonly stage: PlannedStage;
  readonly plan: StagePlan;
  /** The coder that the worker is told instead of one of the plan, by its id. */
  readonly wires: ReadonlyMap<string, string>;
  /** Where the worker reaches this runner, `host:port`. */
  readonly address: string;
}

/**
 * A stage as a worker in another process is told of it: ports that name an address and a coder of windowed values, and
 * of the plan what the stage needs.
 */
export function remoteDescriptor({
  id,
  stage,
  plan,
  wires,
  address,
}: RemoteDescriptorSettings): ProcessBundleDescriptor {
  const { components, edges } = plan;
  const coders: Record<string, CoderProto> = { ...components.coders };
  const wireOf = (coderId: string): string => wires.get(coderId) ?? coderId;
  const endpoint = { url: address };
  const windowCoderOf = (collection: string): string => {
    const { windowingStrategyId } = components.pcollections[collection]!;
    return wireOf(components.windowingStrategies[windowingStrategyId]!.windowCoderId);
  };
  const port = (urn: string, collection: string) => {
    const parts = [wireOf(components.pcollections[collection]!.coderId), windowCoderOf(collection)];
    const coderId = `windowed_value(${parts.join(',')})`;
    coders[coderId] = {
      spec: { urn: urns.coders.windowedValue, payload: new Uint8Array() },
      componentCoderIds: parts,
    };
    const payload = RemoteGrpcPort.encode({ apiServiceDescriptor: endpoint, coderId }).finish();
    return { urn, payload };
  };
  const source = edges.find((edge) => edge.id === stage.source)!.collection;
  const transforms: Record<string, PTransform> = {
    [SOURCE_PORT]: PTransform.create({
      uniqueName: SOURCE_PORT,
      spec: port(urns.ports.source, source),
      outputs: { out: source },
    }),
  };
  for (const transform of stage.transforms) {
    const { environmentId, ...rest } = components.transforms[transform]!;
    transforms[transform] = PTransform.create({ ...rest, environmentId: environmentId || stage.environment });
  }
  for (const { collection } of stage.sinks) {
    transforms[sinkPort(collection)] = PTransform.create({
      uniqueName: sinkPort(collection),
      spec: port(urns.ports.sink, collection),
      inputs: { in: collection },
    });
  }
  const pcollections: Record<string, PCollection> = {};
  const windowingStrategies: Record<string, WindowingStrategy> = {};
  for (const { inputs, outputs } of Object.values(transforms)) {
    for (const collection of [...Object.values(inputs), ...Object.values(outputs)]) {
      const proto = components.pcollections[collection]!;
      pcollections[collection] = { ...proto, coderId: wireOf(proto.coderId) };
      const strategy = components.windowingStrategies[proto.windowingStrategyId]!;
      windowingStrategies[proto.windowingStrategyId] = {
        ...strategy,
        windowCoderId: wireOf(strategy.windowCoderId),
      };
    }
  }
  return {
    id,
    transforms,
    pcollections,
    windowingStrategies,
    coders,
    environments: components.environments,
    stateApiServiceDescriptor: { url: address, authentication: undefined },
    timerApiServiceDescriptor: { url: address, authentication: undefined },
  };
}

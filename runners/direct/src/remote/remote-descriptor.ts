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
  const port = (
    urn: string,
    collection: string,
    wire = wireOf(components.pcollections[collection]!.coderId),
  ) => {
    const parts = [wire, windowCoderOf(collection)];
    const coderId = `windowed_value(${parts.join(',')})`;
    coders[coderId] = {
      spec: { urn: urns.coders.windowedValue, payload: new Uint8Array() },
      componentCoderIds: parts,
    };
    const payload = RemoteGrpcPort.encode({ apiServiceDescriptor: endpoint, coderId }).finish();
    return { urn, payload };
  };
  const { collection: source, grouped } = edges.find((edge) => edge.id === stage.source)!;
  /** Groups may be too long to be sent whole: of those the worker asks for the rest, where it says that it can. */
  const groupsOf = (wire: string): string => {
    const { capabilities = [] } = components.environments[stage.environment] ?? {};
    const { spec, componentCoderIds } = coders[wire]!;
    const [key, values] = componentCoderIds;
    const isGroup = grouped !== undefined && spec?.urn === urns.coders.kv;
    if (!isGroup || coders[values!]?.spec?.urn !== urns.coders.iterable) return wire;
    if (!capabilities.includes(urns.coders.stateBackedIterable)) return wire;
    const long = `${values}/long`;
    coders[long] = {
      spec: { urn: urns.coders.stateBackedIterable, payload: new Uint8Array() },
      componentCoderIds: coders[values!]!.componentCoderIds,
    };
    coders[`${wire}/long`] = { spec: spec!, componentCoderIds: [key!, long] };
    return `${wire}/long`;
  };
  const transforms: Record<string, PTransform> = {
    [SOURCE_PORT]: PTransform.create({
      uniqueName: SOURCE_PORT,
      spec: port(urns.ports.source, source, groupsOf(wireOf(components.pcollections[source]!.coderId))),
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

import { type ProcessBundleDescriptor, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { PlannedStage, StagePlan } from './fuse.js';

/** The id of a stage's source port. */
export const SOURCE_PORT = 'source';

/** The id of the port for elements that come too late for a step with state. */
export const LATE_PORT = 'late';

/** The id of the sink port of a collection. */
export const sinkPort = (collection: string): string => `sink:${collection}`;

/** A stage as a worker is told of it, with a port where elements come in and one for each collection that leaves. */
export function descriptorOf(stage: PlannedStage, plan: StagePlan): ProcessBundleDescriptor {
  const { components } = plan;
  const transforms: Record<string, PTransform> = {};
  const { collection } = plan.edges.find((edge) => edge.id === stage.source)!;
  const port = (urn: string) => ({ urn, payload: new Uint8Array() });
  transforms[SOURCE_PORT] = PTransform.create({
    uniqueName: SOURCE_PORT,
    spec: port(urns.ports.source),
    outputs: { out: collection },
  });
  const { head } = stage;
  const late = head.kind === 'stateful' ? components.transforms[head.transform]!.outputs.late : undefined;
  if (late !== undefined) {
    // They go around the step, which makes none of what is in this output.
    transforms[LATE_PORT] = PTransform.create({
      uniqueName: LATE_PORT,
      spec: port(urns.ports.source),
      outputs: { out: late },
    });
  }
  for (const id of stage.transforms) transforms[id] = components.transforms[id]!;
  for (const sink of stage.sinks) {
    transforms[sinkPort(sink.collection)] = PTransform.create({
      uniqueName: sinkPort(sink.collection),
      spec: port(urns.ports.sink),
      inputs: { in: sink.collection },
    });
  }
  return {
    id: stage.id,
    transforms,
    pcollections: components.pcollections,
    windowingStrategies: components.windowingStrategies,
    coders: components.coders,
    environments: components.environments,
  };
}

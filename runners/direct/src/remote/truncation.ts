import { IsBounded, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { WindowedValueCoder } from '@hornbeam/sdk/model';
import type { RemoteWorker } from '@hornbeam/workers';
import type { Truncate } from '../hosts/heads/splittable-head.js';
import { sinkPort } from '../plan/descriptor.js';
import type { PlannedStage, StagePlan } from '../plan/fuse.js';
import type { PlanFacts } from '../plan/plan-facts.js';
import { askWorker, type Question } from './ask-worker.js';
import { remoteDescriptor } from './remote-descriptor.js';

/** What the truncation of a splittable step in another process is made from. */
export interface TruncationSettings {
  readonly id: string;
  readonly planned: PlannedStage;
  readonly plan: StagePlan;
  readonly facts: PlanFacts;
  readonly wires: ReadonlyMap<string, string>;
  readonly address: string;
  readonly worker: () => Promise<RemoteWorker>;
}

/**
 * What is left of an element when the pipeline is drained: what the step's own code says
 * (`beam:transform:sdf_truncate_sized_restrictions:v1`). Of a worker that cannot be asked, bounded work is finished and
 * endless work ends where it is.
 */
export function truncation(settings: TruncationSettings): Truncate {
  const { planned, plan } = settings;
  const { environment, head } = planned;
  const step = head.kind === 'splittable' ? head.transform : '';
  const { capabilities = [] } = plan.components.environments[environment] ?? {};
  if (!capabilities.includes(urns.transforms.truncateSizedRestriction)) {
    const { outputs } = plan.components.transforms[step]!;
    const isEndless = Object.values(outputs).some(
      (id) => plan.components.pcollections[id]?.isBounded === IsBounded.UNBOUNDED,
    );
    return async (element) => (isEndless ? [] : [element]);
  }
  let question: Question | undefined;
  return async (element, metadata) => {
    question ??= questionOf(settings, step);
    const answers = await askWorker(await settings.worker(), question, [{ element, metadata }]);
    return answers.map((answer) => answer.element);
  };
}

function questionOf(
  { id, planned, plan, facts, wires, address }: TruncationSettings,
  step: string,
): Question {
  const { components, edges } = plan;
  const input = edges.find((edge) => edge.id === planned.source)!.collection;
  const truncated = `${input}/truncated`;
  const transform = components.transforms[step]!;
  const spec = { urn: urns.transforms.truncateSizedRestriction, payload: transform.spec!.payload };
  const part = PTransform.create({ ...transform, spec, outputs: { main: truncated } });
  const descriptor = remoteDescriptor({
    id,
    stage: { ...planned, transforms: [step], sinks: [{ collection: truncated, edges: [] }], sides: [] },
    plan: {
      ...plan,
      components: {
        ...components,
        transforms: { ...components.transforms, [step]: part },
        pcollections: {
          ...components.pcollections,
          [truncated]: { ...components.pcollections[input]!, uniqueName: truncated },
        },
      },
    },
    wires,
    address,
  });
  const form = new WindowedValueCoder<unknown>(facts.coderOf(input), facts.windowCoderOf(input));
  return { descriptor, sink: sinkPort(truncated), question: form, answer: form };
}

import {
  type Components,
  type Environment,
  IsBounded,
  ParDoPayload,
  Pipeline,
  type PTransform,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { type Plan, TYPESCRIPT_ENVIRONMENT } from '@hornbeam/sdk/translate';
import { boundedLateness } from './bounded-lateness.js';
import { encodedTestStreams } from './encoded-test-streams.js';
import { filledPanes } from './filled-panes.js';
import { separateFlattenInputs } from './flatten-inputs.js';
import { liftCombines } from './lift-combines.js';
import { stepsOf } from './plan-steps.js';
import { portableSteps } from './portable-steps.js';
import { refuseUnsupported } from './refuse.js';
import { requirementsFor } from './requirements.js';
import type { RunnerProfile } from './runner-profile.js';
import { stableSinks } from './stable-sinks.js';
import { standInWindows } from './stand-in-windows.js';

/** What a plan is to be sent to. */
export interface PortablePlanSettings {
  readonly profile: RunnerProfile;
  /** Where the steps of the user run. */
  readonly environment: Environment;
  /** Whether the run is to be treated as endless, even if its input is bounded. Endless input always is. */
  readonly streaming?: boolean;
  /** Sinks are to be handed only what a checkpoint holds, so that each row is written once; not so without it. */
  readonly stableSinks?: boolean;
}

/**
 * The plan as a runner of others takes it: the same steps, in the words that it knows. The plan that is given is not
 * changed.
 * @throws BeamError `E_UNSUPPORTED` with the step and the reason, for what the runner cannot do
 */
export function portablePlan(plan: Plan, settings: PortablePlanSettings): Pipeline {
  const { profile, environment } = settings;
  const pipeline = settings.stableSinks === true ? withStableSinks(plan) : plan.pipeline;
  const streaming = settings.streaming === true || isEndless(pipeline);
  let components: Components = pipeline.components!;
  refuseUnsupported({ ...plan, pipeline }, profile, streaming);
  const requirements = requirementsFor(pipeline, profile, streaming);
  // Others are those of transforms of other SDKs.
  const environments = { ...components.environments, [TYPESCRIPT_ENVIRONMENT]: environment };
  components = { ...components, environments };
  components = portableSteps(components, profile);
  if (!profile.liftsCombines) components = liftCombines(components);
  if (profile.decodesTestStreams) components = encodedTestStreams(components, TYPESCRIPT_ENVIRONMENT);
  if (profile.firesExpiredWindows && streaming) components = filledPanes(components, TYPESCRIPT_ENVIRONMENT);
  components = separateFlattenInputs(components, TYPESCRIPT_ENVIRONMENT);
  components = standInWindows(components);
  if (profile.mostLateness !== undefined) components = boundedLateness(components, profile.mostLateness);
  return Pipeline.create({ ...pipeline, components, requirements });
}

function withStableSinks({ pipeline, steps }: Plan): Pipeline {
  const { components, requirements } = stableSinks(pipeline.components!, steps, TYPESCRIPT_ENVIRONMENT);
  const all = [...new Set([...pipeline.requirements, ...requirements])];
  return { ...pipeline, components, requirements: all };
}

/** Whether a plan has input without an end. */
export const isEndless = ({ components }: Pipeline): boolean =>
  Object.values(components?.pcollections ?? {}).some(({ isBounded }) => isBounded === IsBounded.UNBOUNDED);

/** Whether a plan plays the events of a test. */
export const playsTestStream = ({ components }: Pipeline): boolean =>
  Object.values(components?.transforms ?? {}).some(({ spec }) => spec?.urn === urns.transforms.testStream);

/** The first step that reads side inputs, if there is one. */
export const readerOfSideInputs = ({ components }: Pipeline): PTransform | undefined =>
  stepsOf(components!).find(
    ({ spec }) =>
      spec?.urn === urns.transforms.parDo &&
      Object.keys(ParDoPayload.decode(spec.payload).sideInputs).length > 0,
  );

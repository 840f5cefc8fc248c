import { type Components, type Environment, IsBounded, Pipeline } from '@hornbeam/proto';
import { BeamError } from '@hornbeam/sdk/model';
import { type Plan, TYPESCRIPT_ENVIRONMENT } from '@hornbeam/sdk/translate';
import { separateFlattenInputs } from './flatten-inputs.js';
import { liftCombines } from './lift-combines.js';
import { portableSteps } from './portable-steps.js';
import { refuseUnsupported } from './refuse.js';
import type { RunnerProfile } from './runner-profile.js';
import { standInWindows } from './stand-in-windows.js';

/** What a plan is to be sent to. */
export interface PortablePlanSettings {
  readonly profile: RunnerProfile;
  /** Where the steps of the user run. */
  readonly environment: Environment;
}

/**
 * The plan as a runner of others takes it: the same steps, in the words that it knows.
 * @throws BeamError `E_UNSUPPORTED` with the step and the reason, for what the runner cannot do
 */
export function portablePlan(plan: Plan, { profile, environment }: PortablePlanSettings): Pipeline {
  const { pipeline } = plan;
  let components: Components = pipeline.components!;
  refuseUnsupported(components, profile);
  components = { ...components, environments: { [TYPESCRIPT_ENVIRONMENT]: environment } };
  components = portableSteps(components, profile);
  if (!profile.liftsCombines) components = liftCombines(components);
  components = separateFlattenInputs(components, TYPESCRIPT_ENVIRONMENT);
  components = standInWindows(components);
  return Pipeline.create({ ...pipeline, components, requirements: requirementsFor(pipeline, profile) });
}

/** Whether a plan has input without an end. */
export const isEndless = ({ components }: Pipeline): boolean =>
  Object.values(components?.pcollections ?? {}).some(({ isBounded }) => isBounded === IsBounded.UNBOUNDED);

function requirementsFor({ requirements }: Pipeline, profile: RunnerProfile): string[] {
  const unknown = requirements.filter(
    (each) => !profile.requirements.includes(each) && !each.endsWith('on_window_expiration:v1'),
  );
  const [first] = unknown;
  if (first !== undefined) {
    throw new BeamError('E_UNSUPPORTED', `${profile.name} does not honour the requirement "${first}".`, {
      help: 'run the pipeline on a runner that does',
    });
  }
  return requirements.filter((each) => profile.requirements.includes(each));
}

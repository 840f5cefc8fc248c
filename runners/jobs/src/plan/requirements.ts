import { ParDoPayload, type Pipeline, type PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';
import { refusal } from './plan-place.js';
import type { RunnerProfile } from './runner-profile.js';

const { requirements: r } = urns;

/** What a step asks of a runner: as a message says it, and who asks for it. */
const asked: Readonly<
  Record<string, readonly [what: string, isAskedBy: (payload: ParDoPayload) => boolean]>
> = {
  [r.bundleFinalization]: ['tell steps of a commit', (payload) => payload.requestsFinalization],
  [r.stableInput]: ['give steps stable input', (payload) => payload.requiresStableInput],
  [r.timeSortedInput]: ['sort the input of steps by time', (payload) => payload.requiresTimeSortedInput],
  [r.splittableDoFn]: ['run splittable steps', (payload) => payload.restrictionCoderId !== ''],
  [r.statefulProcessing]: [
    'keep state and timers',
    ({ stateSpecs, timerFamilySpecs }) =>
      Object.keys(stateSpecs).length + Object.keys(timerFamilySpecs).length > 0,
  ],
};

/**
 * The requirements that are left for the runner: all of the plan, but for windows that expire where steps look after
 * that themselves.
 * @throws BeamError `E_UNSUPPORTED` for one that the runner does not honour, at the first step that needs it
 */
export function requirementsFor(
  { requirements, components }: Pipeline,
  profile: RunnerProfile,
  streaming: boolean,
): string[] {
  const left = requirements.filter((each) => each !== r.onWindowExpiration || profile.expiresWindows);
  const honoured = streaming ? profile.requirements.streaming : profile.requirements.batch;
  for (const each of left) {
    if (honoured.includes(each)) continue;
    const [what, isAskedBy] = asked[each] ?? [`honour the requirement "${each}"`, () => false];
    const elsewhere = streaming ? profile.requirements.batch : profile.requirements.streaming;
    const why = !elsewhere.includes(each)
      ? ''
      : streaming
        ? ' in streaming runs'
        : ' in runs of bounded input';
    const help = !elsewhere.includes(each) || streaming ? 'run the pipeline on a runner that does' : STREAM;
    const message = `${profile.name} does not ${what}${why}.`;
    const step = Object.values(components!.transforms).find((transform) => isStep(transform, isAskedBy));
    throw step === undefined
      ? new BeamError('E_UNSUPPORTED', message, { help })
      : refusal(step, message, help);
  }
  return left;
}

const STREAM = 'run the pipeline with --streaming, or on a runner that does';

const isStep = ({ spec }: PTransform, isAskedBy: (payload: ParDoPayload) => boolean): boolean =>
  spec?.urn === urns.transforms.parDo && isAskedBy(ParDoPayload.decode(spec.payload));

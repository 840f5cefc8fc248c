import { type Components, IsBounded, MergeStatus, ParDoPayload, type PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { refusal } from './plan-place.js';
import type { RunnerProfile } from './runner-profile.js';

/**
 * Says no before anything is sent, by step and reason, to what a runner cannot do.
 * @throws BeamError `E_UNSUPPORTED`
 */
export function refuseUnsupported(components: Components, profile: RunnerProfile): void {
  for (const transform of Object.values(components.transforms)) {
    const urn = transform.spec?.urn;
    if (urn === urns.transforms.testStream && !profile.hasTestStream) {
      throw refusal(
        transform,
        `${profile.name} has no test stream.`,
        'run tests of event time on the direct runner',
      );
    }
    if (urn === urns.transforms.groupByKey || urn === urns.transforms.combinePerKey) {
      refuseGrouping(transform, components, profile);
    }
    if (urn === urns.transforms.parDo) refuseStep(transform, components, profile);
  }
}

function refuseGrouping(transform: PTransform, components: Components, profile: RunnerProfile): void {
  if (transform.outputs.late !== undefined) {
    throw refusal(
      transform,
      `${profile.name} does not hand out elements that come too late for a grouping.`,
      'leave out `late`, or allow more lateness',
    );
  }
  const { windowFn, mergeStatus } = windowingOf(transform, components) ?? {};
  if (windowFn === undefined || standardWindows.has(windowFn.urn)) return;
  if (windowFn.urn === urns.hornbeam.calendarWindows) return; // see stand-in-windows.ts
  throw refusal(
    transform,
    `${profile.name} cannot group by a window function of your own.`,
    mergeStatus === MergeStatus.NON_MERGING
      ? 'use tumbling, sliding, session or calendar windows, or put the window into the key'
      : 'use sessions(…), or run the pipeline on the direct runner',
  );
}

function refuseStep(transform: PTransform, components: Components, profile: RunnerProfile): void {
  const { stateSpecs, timerFamilySpecs, restrictionCoderId, requestsFinalization } = ParDoPayload.decode(
    transform.spec!.payload,
  );
  const isStateful = Object.keys(stateSpecs).length > 0 || Object.keys(timerFamilySpecs).length > 0;
  if (isStateful && restrictionCoderId !== '') {
    throw refusal(
      transform,
      `${profile.name} does not run splittable steps with state or timers.`,
      'keep the state in a step behind it',
    );
  }
  if (isStateful && windowingOf(transform, components)?.mergeStatus === MergeStatus.NEEDS_MERGE) {
    throw refusal(
      transform,
      'State and timers of session windows would belong to windows that are merged later.',
      'group first, or keep state in the global window',
    );
  }
  if (requestsFinalization && !profile.finalizesBatches && !isEndless(transform, components)) {
    throw refusal(
      transform,
      `${profile.name} does not tell steps of bounded runs of a commit.`,
      'run the pipeline with --streaming, or do in finishBundle what afterCommit was to do',
    );
  }
}

/** Window functions that every runner knows. */
export const standardWindows: ReadonlySet<string> = new Set(Object.values(urns.windowFns));

const windowingOf = (transform: PTransform, { pcollections, windowingStrategies }: Components) => {
  const [input] = Object.values(transform.inputs);
  return windowingStrategies[pcollections[input ?? '']?.windowingStrategyId ?? ''];
};

const isEndless = (transform: PTransform, { pcollections }: Components): boolean =>
  [...Object.values(transform.inputs), ...Object.values(transform.outputs)].some(
    (id) => pcollections[id]?.isBounded === IsBounded.UNBOUNDED,
  );

import { type Components, MergeStatus, ParDoPayload, type PTransform, type Trigger } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { refusal } from './plan-place.js';
import { windowingOf } from './plan-steps.js';
import type { RunnerProfile } from './runner-profile.js';
import { triggersIn } from './triggers-in.js';

/** Window functions that every runner knows. */
const standard: ReadonlySet<string> = new Set<string>(Object.values(urns.windowFns));

/**
 * Refuses steps before which a runner must know the windows of its elements, when it cannot: windows of a function of
 * the user's own are fine only for as long as elements do not leave the worker. Calendar windows have a stand-in (see
 * stand-in-windows.ts). Refuses triggers in sessions that the runner does not merge.
 * @throws BeamError `E_UNSUPPORTED`
 */
export function refuseWindows(step: PTransform, components: Components, profile: RunnerProfile): void {
  const groups =
    step.spec?.urn === urns.transforms.groupByKey || step.spec?.urn === urns.transforms.combinePerKey;
  for (const id of new Set(Object.values(step.inputs))) {
    const windowing = windowingOf(id, components);
    const windowFn = windowing?.windowFn?.urn ?? urns.windowFns.global;
    const merges = windowing?.mergeStatus === MergeStatus.NEEDS_MERGE;
    if (
      !profile.customWindows &&
      !standard.has(windowFn) &&
      windowFn !== urns.hornbeam.calendarWindows &&
      !isFused(step)
    ) {
      throw refusal(
        step,
        `${profile.name} cannot ${groups ? 'group' : 'pass on elements'} by a window function of your own.`,
        merges
          ? 'use sessions(…), or run the pipeline on the direct runner'
          : 'use tumbling, sliding, session or calendar windows, or put the window into the key',
      );
    }
    if (groups && merges && !profile.countsInSessions && counts(windowing.trigger)) {
      throw refusal(
        step,
        `${profile.name} cannot merge sessions whose trigger counts elements or waits by the clock.`,
        'use a trigger of event time for sessions',
      );
    }
  }
}

/** Whether a step always runs in the worker that made its input, in the same stage. */
function isFused({ spec }: PTransform): boolean {
  if (spec?.urn === urns.transforms.assignWindows) return true;
  if (spec?.urn !== urns.transforms.parDo) return false;
  const { stateSpecs, timerFamilySpecs, sideInputs, restrictionCoderId } = ParDoPayload.decode(spec.payload);
  const apart = [stateSpecs, timerFamilySpecs, sideInputs].some((each) => Object.keys(each).length > 0);
  return !apart && restrictionCoderId === '';
}

/** Whether a trigger remembers something between elements. */
const counts = (trigger: Trigger | undefined): boolean =>
  triggersIn(trigger).some(
    ({ elementCount, afterProcessingTime, afterSynchronizedProcessingTime }) =>
      (elementCount ?? afterProcessingTime ?? afterSynchronizedProcessingTime) !== undefined,
  );

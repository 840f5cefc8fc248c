import {
  type Components,
  IsBounded,
  type ParDoPayload,
  type PTransform,
  type Trigger,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { refusal } from './plan-place.js';
import { windowingOf } from './plan-steps.js';
import type { RunnerProfile } from './runner-profile.js';

/**
 * Refuses side inputs that would never be ready.
 *
 * - A runner that looks for the window of a side input by itself knows no calendar: it would wait for a window that
 *   nothing is in.
 * - One that waits for the end of a side input waits for ever, where the global window never ends.
 *
 * @throws BeamError `E_UNSUPPORTED`
 */
export function refuseSideInputs(
  step: PTransform,
  { sideInputs }: ParDoPayload,
  { components, profile, streaming }: { components: Components; profile: RunnerProfile; streaming: boolean },
): void {
  for (const name of Object.keys(sideInputs)) {
    const id = step.inputs[name];
    const windowing = windowingOf(id, components);
    const windows = windowing?.windowFn?.urn;
    if (windows === urns.hornbeam.calendarWindows && streaming && profile.mapsSideWindows) {
      throw refusal(
        step,
        `${profile.name} does not find the calendar window of the side input "${name}".`,
        'put the side input into tumbling windows or into globalWindow()',
      );
    }
    const isEndless = components.pcollections[id ?? '']?.isBounded === IsBounded.UNBOUNDED;
    if (profile.ignoresSideTriggers && isEndless && windows === urns.windowFns.global) {
      if (!firesBeforeEnd(windowing?.trigger)) continue;
      throw refusal(
        step,
        `${profile.name} waits for the end of the side input "${name}", whatever its trigger says, and it has none.`,
        'put main input and side input into windows',
      );
    }
  }
}

/** Whether a trigger fires in a global window before its end. */
function firesBeforeEnd(trigger: Trigger | undefined): boolean {
  if (trigger === undefined || trigger.default !== undefined || trigger.never !== undefined) return false;
  const { afterEndOfWindow } = trigger;
  if (afterEndOfWindow === undefined) return true;
  const { earlyFirings } = afterEndOfWindow;
  return earlyFirings !== undefined && earlyFirings.never === undefined;
}

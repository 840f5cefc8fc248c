import type {
  AccumulationMode,
  Collection,
  TimestampCombiner,
  Trigger,
  WindowFn,
  Windowing,
} from '../construction/index.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import { output } from './impulse.js';
import { checkedTrigger } from './triggers.js';
import { checkedWindowFn } from './window-functions.js';

/** How the windows of a PCollection fire. What is not said stays as it is before the step. */
export type WindowOptions = {
  /** How long after the end of its window an element is still taken; `Infinity` for ever. */
  readonly allowedLateness?: Duration;
  /** The moment that the result of a window carries. */
  readonly timestamps?: TimestampCombiner;
  /** Whether a window that expires fires a last pane when nothing is new since the one before. */
  readonly closing?: Windowing['closing'];
  /** Whether the on-time pane fires when nothing is new since the one before. */
  readonly onTime?: Windowing['onTime'];
} & (
  | { readonly trigger?: undefined; readonly panes?: AccumulationMode }
  | {
      /** When the panes of a window fire. */
      readonly trigger: Trigger;
      /** What a pane holds: all since the window began, or what is new since the last pane. */
      readonly panes: AccumulationMode;
    }
);

/**
 * Puts every element into the windows that the function gives for it, and says how they fire.
 * @throws BeamError `E_BAD_ARGUMENT` for an option that makes no sense, or a trigger without `panes`
 */
export function windowInto<T>(
  input: Collection<T>,
  windowFn: WindowFn,
  options: WindowOptions = {},
): Collection<T> {
  const windowing = windowingWith(input.windowing, windowFn, options);
  const step = input.graph.addStep({
    label: 'windowInto',
    operation: { kind: 'windowInto', windowing },
    inputs: { input },
    outputs: { main: { coder: input.coderIsDefault ? undefined : input.coder, windowing } },
  });
  return output(step, 'main');
}

const whenToFire = ['if-non-empty', 'always'] as const;

function windowingWith(before: Windowing, windowFn: WindowFn, options: WindowOptions): Windowing {
  const { trigger, panes, allowedLateness, timestamps, closing, onTime } = options;
  if (trigger !== undefined && trigger.kind !== 'default' && panes === undefined) {
    throw new BeamError('E_BAD_ARGUMENT', 'windowInto was given a trigger, but not what a pane holds.', {
      help: "write panes: 'accumulating' for all since the window began, 'discarding' for what is new",
    });
  }
  return {
    windowFn: checkedWindowFn(windowFn, 'windowInto'),
    trigger: trigger === undefined ? before.trigger : checkedTrigger(trigger, 'windowInto'),
    accumulation: oneOf('panes', ['accumulating', 'discarding'], panes) ?? before.accumulation,
    timestampCombiner:
      oneOf('timestamps', ['end-of-window', 'earliest', 'latest'], timestamps) ?? before.timestampCombiner,
    allowedLateness: allowedLateness === undefined ? before.allowedLateness : lateness(allowedLateness),
    closing: oneOf('closing', whenToFire, closing) ?? before.closing,
    onTime: oneOf('onTime', whenToFire, onTime) ?? before.onTime,
  };
}

function oneOf<V extends string>(name: string, values: readonly V[], value: V | undefined): V | undefined {
  if (value === undefined || values.includes(value)) return value;
  throw new BeamError('E_BAD_ARGUMENT', `The option ${name} of windowInto may not be "${String(value)}".`, {
    help: `write one of ${values.map((allowed) => `'${allowed}'`).join(', ')}`,
  });
}

function lateness(duration: Duration): number {
  const millis = toMillis(duration);
  // Beyond what a number is exact for there is no difference to for ever.
  if (millis >= 0) return millis > Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : millis;
  throw new BeamError('E_BAD_ARGUMENT', `The allowed lateness must be 0 or more, not ${String(duration)}.`, {
    help: "write a duration such as '10m'",
  });
}

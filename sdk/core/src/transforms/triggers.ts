/**
 * The triggers, as users write them. They are values: what they do is in the runner.
 *
 * A trigger may finish: `afterCount(100)` fires once, and what comes into the window afterwards is dropped. Where
 * every element counts, wrap it: `repeatedly(afterCount(100))`, or `afterWatermark({ early: afterCount(100) })`.
 */
import type { Trigger } from '../construction/index.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import { preview } from '../model/preview.js';

/**
 * When the watermark passes the end of the window. `early` fires before that and `late` after, each again and again.
 * Without `late` it has finished then: elements that come later are dropped, however late they may be.
 */
export const afterWatermark = (
  firings: { readonly early?: Trigger; readonly late?: Trigger } = {},
): Trigger => ({
  kind: 'after-watermark',
  ...(firings.early === undefined ? {} : { early: checkedTrigger(firings.early, 'afterWatermark') }),
  ...(firings.late === undefined ? {} : { late: checkedTrigger(firings.late, 'afterWatermark') }),
});

/**
 * So long after the pane's first element came, on the clock of the machine; moved up to the next multiple of
 * `align`: with `'1m'` all panes fire on full minutes. Fires once and has finished: see `repeatedly`.
 * @throws BeamError `E_BAD_ARGUMENT` for a delay below 0 or an alignment that is not above it
 */
export function afterProcessingTime(delay: Duration, options: { readonly align?: Duration } = {}): Trigger {
  const millis = toMillis(delay);
  if (!(millis >= 0 && Number.isSafeInteger(millis))) {
    throw new BeamError('E_BAD_ARGUMENT', `The delay of a trigger must be 0 or more, not ${String(delay)}.`, {
      help: "write a duration such as '30s'",
    });
  }
  if (options.align === undefined) return { kind: 'after-processing-time', delay: millis };
  const period = toMillis(options.align);
  if (!(period > 0 && Number.isSafeInteger(period))) {
    const given = String(options.align);
    throw new BeamError('E_BAD_ARGUMENT', `The alignment of a trigger must be above 0, not ${given}.`, {
      help: "write a duration such as '1m'",
    });
  }
  return { kind: 'after-processing-time', delay: millis, align: { period, offset: 0 } };
}

/**
 * When the pane has so many elements. Fires once and has finished: see `repeatedly`.
 * @throws BeamError `E_BAD_ARGUMENT` for what is no whole number from 1 to 2147483647
 */
export function afterCount(count: number): Trigger {
  // A plan has 32 bits for it.
  if (Number.isInteger(count) && count >= 1 && count <= 0x7fff_ffff) return { kind: 'after-count', count };
  throw new BeamError('E_BAD_ARGUMENT', `afterCount takes a whole number from 1 on, not ${count}.`, {
    help: 'write the number of elements that make a pane',
  });
}

/** Begins anew whenever it has fired, and so never finishes. */
export const repeatedly = (trigger: Trigger): Trigger => ({
  kind: 'repeat',
  trigger: checkedTrigger(trigger, 'repeatedly'),
});

/** Fires as `trigger` does until `until` fires. That is the last pane: what comes later is dropped. */
export const orFinally = (trigger: Trigger, until: Trigger): Trigger => ({
  kind: 'or-finally',
  trigger: checkedTrigger(trigger, 'orFinally'),
  until: checkedTrigger(until, 'orFinally'),
});

/**
 * Once all of them have fired. Fires once and has finished: see `repeatedly`.
 * @throws BeamError `E_BAD_ARGUMENT` without triggers, as the next two do
 */
export const afterAll = (...triggers: readonly Trigger[]): Trigger =>
  several('after-all', 'afterAll', triggers);

/** When the first of them fires. Fires once and has finished: see `repeatedly`. */
export const afterAny = (...triggers: readonly Trigger[]): Trigger =>
  several('after-any', 'afterAny', triggers);

/** One after the other: the second begins when the first has finished. Finishes with the last: see `repeatedly`. */
export const afterEach = (...triggers: readonly Trigger[]): Trigger =>
  several('after-each', 'afterEach', triggers);

/** Whenever there is something to fire. */
export const always = (): Trigger => ({ kind: 'always' });

/** Only when the window expires, which loses nothing. */
export const never = (): Trigger => ({ kind: 'never' });

/** Once when the watermark passes the end of the window, then for every late element that is still taken. */
export const defaultTrigger = (): Trigger => ({ kind: 'default' });

function several(
  kind: 'after-all' | 'after-any' | 'after-each',
  name: string,
  triggers: readonly Trigger[],
): Trigger {
  if (triggers.length > 0) return { kind, triggers: triggers.map((each) => checkedTrigger(each, name)) };
  throw new BeamError('E_BAD_ARGUMENT', `${name} makes one trigger of several, and was given none.`, {
    help: 'pass the triggers one after the other: afterAny(afterCount(10), afterWatermark())',
  });
}

const kinds: Readonly<Record<Trigger['kind'], true>> = {
  default: true,
  always: true,
  never: true,
  'after-watermark': true,
  'after-processing-time': true,
  'after-count': true,
  repeat: true,
  'or-finally': true,
  'after-all': true,
  'after-any': true,
  'after-each': true,
};

/**
 * Something that was passed as a trigger, if it is one. @param to the function it was passed to, for messages
 * @throws BeamError `E_BAD_ARGUMENT`
 */
export function checkedTrigger(trigger: Trigger, to: string): Trigger {
  const kind: unknown = (trigger as Partial<Trigger> | undefined | null)?.kind;
  if (typeof kind === 'string' && Object.hasOwn(kinds, kind)) return trigger;
  throw new BeamError('E_BAD_ARGUMENT', `${to} takes triggers, not ${preview(trigger)}.`, {
    help: 'call the function that makes the trigger: repeatedly(afterCount(10)), not repeatedly(afterCount)',
  });
}

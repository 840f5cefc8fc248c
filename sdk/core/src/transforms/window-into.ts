import type { Collection, WindowFn } from '../construction/index.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import { output } from './impulse.js';

/** Puts every element into the windows that the function gives for its timestamp. */
export function windowInto<T>(input: Collection<T>, windowFn: WindowFn): Collection<T> {
  const windowing = { ...input.windowing, windowFn };
  const step = input.graph.addStep({
    label: 'windowInto',
    operation: { kind: 'windowInto', windowing },
    inputs: { input },
    outputs: { main: { coder: input.coderIsDefault ? undefined : input.coder, windowing } },
  });
  return output(step, 'main');
}

/** One window for all of time. */
export const globalWindow = (): WindowFn => ({ kind: 'global' });

/** Windows of one size, side by side (tumbling): `fixed('5m')`. `offset` moves their borders away from 1970-01-01. */
export function fixed(size: Duration, options: { readonly offset?: Duration } = {}): WindowFn {
  return { kind: 'fixed', size: positive(size, 'size'), offset: toMillis(options.offset ?? 0) };
}

/** Windows of one size that begin every `every`: an element is in several of them when they overlap. */
export function sliding(
  size: Duration,
  every: Duration,
  options: { readonly offset?: Duration } = {},
): WindowFn {
  return {
    kind: 'sliding',
    size: positive(size, 'size'),
    period: positive(every, 'period'),
    offset: toMillis(options.offset ?? 0),
  };
}

function positive(duration: Duration, what: string): number {
  const millis = toMillis(duration);
  if (millis > 0 && Number.isFinite(millis)) return millis;
  throw new BeamError('E_BAD_ARGUMENT', `The ${what} of a window must be above 0, not ${String(duration)}.`, {
    help: "write a duration such as '10m'",
  });
}

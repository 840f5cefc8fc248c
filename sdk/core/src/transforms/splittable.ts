import {
  type Collection,
  type Continuation,
  isState,
  isTimer,
  type NotDeclared,
  type RestrictionTracker,
  type SplittableDoFn,
  type Tags,
  type Uses,
  type WatermarkEstimator,
} from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import { output } from './impulse.js';
import { DEFAULT_CONCURRENCY, type ParDoOutputs } from './par-do.js';

/**
 * Writes a splittable step: `pc.parDo(splittable({ bounded, initial, tracker, process }))`. The types follow from
 * `initial` and `tracker`; what is emitted is declared by `outputs: { main: out<T>() }`.
 */
export const splittable = <
  I,
  R,
  T extends RestrictionTracker<R, any>,
  O = NotDeclared,
  U extends Uses = {},
  G extends Tags = {},
  S = void,
  E extends WatermarkEstimator<any> = WatermarkEstimator<any>,
>(
  fn: SplittableDoFn<I, R, T, O, U, G, S, E>,
): SplittableDoFn<I, R, T, O, U, G, S, E> => fn;

/**
 * What a splittable callback returns to be called again for what it has not claimed, after a while.
 * @throws BeamError `E_BAD_DURATION` for a delay that is no length of time or is negative
 */
export function resume(delay: Duration = 0): Continuation {
  const millis = toMillis(delay);
  if (millis >= 0 && Number.isFinite(millis)) return { resume: true, delay: millis };
  throw new BeamError('E_BAD_DURATION', `Nobody can be called again after ${delay}.`, {
    help: 'give a length of time that is not negative and ends',
  });
}

/** What a splittable callback returns when the restriction is done; returning nothing says the same. */
export const stop = (): Continuation => ({ resume: false });

/** Whether a step's declaration is that of a splittable one. */
export const isSplittable = (fn: object): fn is SplittableDoFn<any, any, any, any, any, any, any, any> =>
  'initial' in fn && 'tracker' in fn && 'process' in fn;

/**
 * Runs a {@link SplittableDoFn}. With tagged outputs an object of collections comes back. The outputs are bounded
 * when the input and the step are.
 * @throws BeamError `E_BAD_ARGUMENT` for state and timers, and for what is left out
 */
export function splittableParDo<
  I,
  R,
  T extends RestrictionTracker<R, any>,
  O,
  U extends Uses = {},
  G extends Tags = {},
  S = void,
  E extends WatermarkEstimator<any> = WatermarkEstimator<any>,
>(
  input: Collection<I>,
  fn: SplittableDoFn<I, R, T, O, U, G, S, E>,
  coders: Readonly<Record<string, Coder<any>>> = {},
): ParDoOutputs<I, O, G, 'fail'> {
  check(fn);
  const tags = ['main', ...Object.keys(fn.outputs ?? {}).filter((tag) => tag !== 'main')];
  const bounded = fn.bounded && input.bounded;
  const step = input.graph.addStep({
    label: fn.name || (fn.process.name !== 'process' && fn.process.name) || 'parDo',
    operation: {
      kind: 'parDo',
      callback: { shape: 'splittable', doFn: fn },
      uses: fn.uses ?? {},
      onError: 'fail',
      concurrency: DEFAULT_CONCURRENCY,
      ordered: false,
      usesAfterCommit: fn.usesAfterCommit ?? false,
      observesContext: true,
    },
    inputs: { input },
    outputs: Object.fromEntries(
      tags.map((tag) => [tag, { coder: Object.hasOwn(coders, tag) ? coders[tag] : undefined, bounded }]),
    ),
  });
  const outputs =
    tags.length === 1
      ? output(step, 'main')
      : Object.fromEntries(tags.map((tag) => [tag, output(step, tag)]));
  return outputs as ParDoOutputs<I, O, G, 'fail'>;
}

function check(fn: SplittableDoFn<any, any, any, any, any, any, any, any>): void {
  for (const part of ['initial', 'tracker', 'process'] as const) {
    if (typeof fn[part] !== 'function') {
      throw new BeamError('E_BAD_ARGUMENT', `A splittable step needs a function "${part}".`, {
        help: 'write splittable({ bounded, initial, tracker, process })',
      });
    }
  }
  if (typeof fn.bounded !== 'boolean') {
    throw new BeamError('E_BAD_ARGUMENT', 'A splittable step does not say whether it is bounded.', {
      help: 'write bounded: false when it may make outputs for ever, else bounded: true',
    });
  }
  for (const [name, use] of Object.entries(fn.uses ?? {})) {
    if (!isState(use) && !isTimer(use)) continue;
    throw new BeamError('E_BAD_ARGUMENT', `A splittable step declares state or a timer, "${name}".`, {
      help: 'keep what must be remembered in the restriction or in a step behind this one',
    });
  }
}

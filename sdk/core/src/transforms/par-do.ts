import {
  type Collection,
  type DoFn,
  type ElementContext,
  type Failure,
  type Given,
  isStateful,
  type MainElement,
  type OnError,
  type ParDoOperation,
  type SideTag,
  type TagElement,
  type Tags,
  type Uses,
} from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { GenericCoder } from '../model/coders/generic.js';
import { KvCoder } from '../model/coders/kv.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import type { KV } from '../model/kv.js';
import { preview } from '../model/preview.js';
import { type Instant, type InstantLike, toInstant } from '../model/timestamp.js';
import { lateOutput } from './group-by-key.js';
import { output } from './impulse.js';
import { checkStateful, refuseState } from './stateful-step.js';

/** How many elements may be in asynchronous work at once when a step does not say. */
export const DEFAULT_CONCURRENCY = 16;

/**
 * Options that the second argument of `map`, `flatMap` and `filter` may hold beside side inputs, metrics and
 * constants.
 */
export interface StepOptions<I> {
  /**
   * What happens to an element whose callback throws: `fail` ends the run (default), `skip` drops and counts
   * it, a function is handed the failures as a PCollection.
   */
  readonly onError?: 'fail' | 'skip' | ((failures: Collection<Failure<I>>) => unknown);
  /** How many elements may be in asynchronous work at once (default 16). */
  readonly concurrency?: number;
  /** Keep the input's order in asynchronous work. */
  readonly ordered?: boolean;
}

const optionNames = new Set(['onError', 'concurrency', 'ordered']);

/** What a callback of `map`, `flatMap`, `filter` is handed beside the element. */
export type CallbackContext<U> = Given<Omit<U, keyof StepOptions<unknown>>> & ElementContext;

/** Makes one output of each element. */
export function map<I, O, U extends Uses = {}>(
  input: Collection<I>,
  fn: (element: I, ctx: CallbackContext<U>) => O | Promise<O>,
  uses?: U & StepOptions<I>,
  coder?: Coder<O>,
): Collection<O> {
  return callbackStep(input, 'map', fn, uses, coder);
}

/** Makes any number of outputs of each element. */
export function flatMap<I, O, U extends Uses = {}>(
  input: Collection<I>,
  fn: (element: I, ctx: CallbackContext<U>) => Iterable<O> | AsyncIterable<O> | Promise<Iterable<O>>,
  uses?: U & StepOptions<I>,
  coder?: Coder<O>,
): Collection<O> {
  return callbackStep(input, 'flatMap', fn, uses, coder);
}

/** Keeps the elements for which the callback is true. */
export function filter<I, U extends Uses = {}>(
  input: Collection<I>,
  fn: (element: I, ctx: CallbackContext<U>) => boolean | Promise<boolean>,
  uses?: U & StepOptions<I>,
): Collection<I> {
  return callbackStep(input, 'filter', fn, uses, input.coderIsDefault ? undefined : input.coder);
}

/** Pairs each element with the key that the callback gives. */
export function keyBy<I, K>(
  input: Collection<I>,
  fn: (element: I) => K,
  keyCoder?: Coder<K>,
): Collection<KV<K, I>> {
  return callbackStep(
    input,
    'keyBy',
    fn,
    undefined,
    new KvCoder(keyCoder ?? new GenericCoder(), input.coder),
  );
}

/** Options of {@link withTimestamps}. */
export interface TimestampOptions {
  /** How far back an element may be moved (default 0). What is moved back may be late: see `allowedLateness`. */
  readonly allowedSkew?: Duration;
}

/**
 * Gives each element the timestamp that the callback reads from it. Elements of a bounded source have none before
 * (the smallest one), so there any moment will do.
 * @throws BeamError `E_BAD_ARGUMENT` for a skew below 0; at run time `E_TIMESTAMP` for an element that is moved
 * back further
 */
export function withTimestamps<T>(
  input: Collection<T>,
  fn: (element: T) => InstantLike,
  { allowedSkew }: TimestampOptions = {},
): Collection<T> {
  const step = input.graph.addStep({
    label: fn.name || 'withTimestamps',
    operation: {
      ...plainParDo,
      callback: { shape: 'timestamps', fn: (element: T) => momentOf(fn(element)) },
      allowedSkew: checkedSkew(allowedSkew),
    },
    inputs: { input },
    outputs: { main: { coder: input.coderIsDefault ? undefined : input.coder } },
  });
  return output(step, 'main');
}

/** @throws BeamError `E_BAD_ARGUMENT` for what is no moment, which it shows as it was given */
function momentOf(said: InstantLike): Instant {
  const moment = toInstant(said);
  if (!Number.isNaN(moment)) return moment;
  throw new BeamError(
    'E_BAD_ARGUMENT',
    `The callback of withTimestamps returned ${preview(said)}, which is no moment.`,
    {
      help: 'return milliseconds since 1970, a Date, or a Temporal instant',
    },
  );
}

/** The outputs of a ParDo: the main one alone, or an object of all of them when there are more. */
export type ParDoOutputs<I, O, G, E> = [SideTag<G>] extends [never]
  ? [E] extends ['output']
    ? { main: Collection<O>; errors: Collection<Failure<I>> }
    : Collection<O>
  : { main: Collection<O> } & { [P in SideTag<G>]: Collection<TagElement<G[P]>> } & ([E] extends ['output']
        ? { errors: Collection<Failure<I>> }
        : {});

/** Runs a {@link DoFn}. With tagged outputs, or `onError: 'output'`, an object of collections comes back. */
export function parDo<
  I,
  O,
  U extends Uses = {},
  G extends Tags = {},
  S = void,
  E extends OnError = 'fail',
  M = O,
>(
  input: Collection<I>,
  fn: DoFn<I, O, U, G, S, M> & { readonly onError?: E },
  coders: Readonly<Record<string, Coder<any>>> = {},
  late?: (late: Collection<I>) => unknown,
): ParDoOutputs<I, MainElement<O, M>, G, E> {
  checkStateful(input, fn as DoFn<any, any, any, any, any, any>);
  const tags = Object.keys(fn.outputs ?? {}).filter((tag) => tag !== 'main');
  const onError: OnError = fn.onError ?? 'fail';
  if (onError === 'output') {
    if (tags.includes('errors')) {
      throw new BeamError('E_BAD_ARGUMENT', 'An output cannot be called "errors" beside that of failures.', {
        help: 'give the tagged output another name',
      });
    }
    tags.push('errors');
  }
  if (late !== undefined) checkLate(fn.uses ?? {}, tags);
  const step = input.graph.addStep({
    label: fn.name || (fn.process.name !== 'process' && fn.process.name) || 'parDo',
    operation: {
      kind: 'parDo',
      // The type of the key is not known here: `any` in the operation.
      callback: { shape: 'doFn', doFn: fn as DoFn<any, any, any, any, any, any> },
      uses: fn.uses ?? {},
      onError,
      concurrency: checkedConcurrency(fn.concurrency),
      ordered: fn.ordered ?? false,
      allowedSkew: checkedSkew(fn.allowedSkew),
      usesAfterCommit: fn.usesAfterCommit ?? false,
      hasLateOutput: late !== undefined,
      observesContext: true,
    },
    inputs: { input },
    outputs: {
      ...Object.fromEntries(
        ['main', ...tags].map((tag) => [
          tag,
          { coder: Object.hasOwn(coders, tag) ? coders[tag] : undefined },
        ]),
      ),
      ...lateOutput(input, late),
    },
  });
  late?.(output(step, 'late'));
  const outputs =
    tags.length === 0
      ? output(step, 'main')
      : Object.fromEntries(['main', ...tags].map((tag) => [tag, output(step, tag)]));
  return outputs as ParDoOutputs<I, MainElement<O, M>, G, E>;
}

/** @throws BeamError `E_BAD_ARGUMENT` */
function checkLate(uses: Uses, tags: readonly string[]): void {
  if (!isStateful(uses)) {
    throw new BeamError(
      'E_BAD_ARGUMENT',
      'A step without state and timers takes late elements like others.',
      {
        help: 'leave the option late out',
      },
    );
  }
  if (!tags.includes('late')) return;
  throw new BeamError('E_BAD_ARGUMENT', 'An output cannot be called "late" beside that of late elements.', {
    help: 'give the tagged output another name',
  });
}

const plainParDo: Omit<ParDoOperation, 'callback'> = {
  kind: 'parDo',
  uses: {},
  onError: 'fail',
  concurrency: DEFAULT_CONCURRENCY,
  ordered: false,
  observesContext: false,
};

function callbackStep<I, O>(
  input: Collection<I>,
  shape: 'map' | 'flatMap' | 'filter' | 'keyBy',
  fn: (element: any, ctx: any) => unknown,
  given: (Uses & StepOptions<I>) | undefined,
  coder: Coder<any> | undefined,
): Collection<O> {
  if (typeof fn !== 'function') {
    throw new BeamError('E_BAD_ARGUMENT', `${shape} takes a function, not ${typeof fn}.`, {
      help: `write .${shape}((element) => …)`,
    });
  }
  if (typeof given?.uses === 'object') {
    throw new BeamError('E_BAD_ARGUMENT', `${shape} takes side inputs, metrics and constants as they are.`, {
      help: `write .${shape}(fn, { table }), not { uses: { table } }, which is for parDo`,
    });
  }
  const { onError, concurrency, ordered } = given ?? {};
  const uses = Object.fromEntries(Object.entries(given ?? {}).filter(([name]) => !optionNames.has(name)));
  refuseState(uses, shape);
  const sendsErrors = typeof onError === 'function';
  const step = input.graph.addStep({
    label: fn.name || shape,
    operation: {
      kind: 'parDo',
      callback: { shape, fn },
      uses,
      onError: sendsErrors ? 'output' : (onError ?? 'fail'),
      concurrency: checkedConcurrency(concurrency),
      ordered: ordered ?? false,
      observesContext: fn.length > 1,
    },
    inputs: { input },
    outputs: { main: { coder }, ...(sendsErrors ? { errors: {} } : {}) },
  });
  if (sendsErrors) onError(output<Failure<I>>(step, 'errors'));
  return output(step, 'main');
}

function checkedConcurrency(concurrency: number | undefined): number {
  if (concurrency === undefined) return DEFAULT_CONCURRENCY;
  if (Number.isInteger(concurrency) && concurrency > 0) return concurrency;
  throw new BeamError('E_BAD_ARGUMENT', `concurrency must be a whole number above 0, not ${concurrency}.`, {
    help: 'concurrency counts the elements that may be in asynchronous work at once',
  });
}

function checkedSkew(skew: Duration = 0): number {
  const millis = toMillis(skew);
  if (millis >= 0) return millis;
  throw new BeamError('E_BAD_ARGUMENT', `allowedSkew must be 0 or more, not ${String(skew)}.`, {
    help: "write how far back outputs may be moved, such as '10m'; Infinity for any distance",
  });
}

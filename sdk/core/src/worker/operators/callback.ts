/**
 * Runs a user's callback for every element: the operator behind `map`, `flatMap`, `filter` and DoFns.
 *
 * Owns: the call, its errors and dead letters, asynchronous results, windows seen one at a time, keys seen one
 * element at a time.
 *
 * Invariants:
 *  K1  a promise is awaited only when the callback really returned one; the synchronous path allocates nothing.
 *  K2  what throws behind this operator is never taken for an error of its own callback.
 *  K3  with a dead-letter policy, a failing element leaves no output.
 *  K4  of a key whose elements are handled one after another, none begins before the last one's outputs are sent.
 */
import type { ParDoOperation } from '../../construction/index.js';
import type { Coder } from '../../model/coders/coder.js';
import { BeamError, messageOf } from '../../model/errors.js';
import type { Metadata } from '../../model/metadata.js';
import { preview } from '../../model/preview.js';
import { AsyncWork, type Place } from '../async-work.js';
import { Lanes } from '../lanes.js';
import { type Receiver, receiver } from '../receiver.js';
import { type CallbackContext, CallbackContexts, point } from './callback-context.js';
import { lifeCycleError, type Operator, type OperatorSite, userError } from './operator.js';
import { sideInputLoader } from './side-input-loader.js';

export interface CallbackSettings {
  readonly site: OperatorSite;
  readonly operation: ParDoOperation;
  readonly outputs: ReadonlyMap<string, Receiver>;
  readonly fn: (element: any, ctx: any) => unknown;
  /**
   * Sends on a result that is no promise. Returns a promise when it could not finish in one go (an async
   * iterable, or a generator that met back-pressure).
   */
  readonly deliver: (
    result: any,
    element: unknown,
    metadata: Metadata,
    flow: CallbackFlow,
  ) => Promise<void> | undefined;
  /** Makes the contexts, where they hold more than usual. */
  readonly contexts?: CallbackContexts;
  /** For callbacks that look at one key at a time (K4). */
  readonly keyed?: Keyed;
}

/** What a callback that looks at one key at a time adds. */
export interface Keyed {
  readonly keyCoder: Coder<any>;
  readonly keyOf: (item: any) => unknown;
  /**
   * The part of the DoFn that handles an item that is no element, such as a timer; undefined for elements. Policies
   * for failing elements do not hold for it.
   */
  readonly partOf: (item: unknown) => string | undefined;
}

/** An operator that calls a callback, open to others that build on it. */
export interface CallbackOperator extends Operator {
  readonly contexts: CallbackContexts;
  /** Calls the callback for an item with this metadata, as soon as there is a place. */
  readonly accept: (item: unknown, metadata: Metadata) => void;
  /** Resolves when all that was accepted is dealt with. */
  readonly settleElements: () => Promise<void>;
  /** The short way for callbacks without a context; see {@link plainInput}. */
  readonly plain: PlainCall;
}

/** What a callback without a context needs of its operator while nothing is asynchronous. */
export interface PlainCall {
  /** Nothing is in asynchronous work. */
  readonly isIdle: () => boolean;
  readonly failed: (thrown: unknown, element: unknown, metadata: Metadata) => void;
  /** Takes a promise that the callback returned. */
  readonly track: (result: PromiseLike<unknown>, element: unknown, metadata: Metadata) => void;
}

/**
 * The input of an operator whose callback takes no context and makes at most one output: one function from element to
 * output, which is most of what such a step costs. Leaves everything that is not the usual case to the operator.
 */
export function plainInput(
  { site, accept, plain }: CallbackOperator,
  fn: (element: any, ctx: any) => unknown,
  send: (result: unknown, element: unknown) => void,
): Receiver {
  const { bundle, stats } = site;
  const { cursor } = bundle;
  const { isIdle, failed, track } = plain;
  return receiver((element) => {
    stats.elementsIn++;
    if (!isIdle()) {
      accept(element, cursor.metadata);
      return;
    }
    let result: unknown;
    try {
      result = fn(element, undefined);
    } catch (thrown) {
      failed(thrown, element, cursor.metadata);
      return;
    }
    if (typeof result === 'object' && result !== null && isThenable(result)) {
      track(result, element, cursor.metadata);
      return;
    }
    send(result, element);
  });
}

/** What `deliver` may ask of the operator. */
export interface CallbackFlow {
  readonly main: Receiver;
  /** True where outputs must be held until the callback has returned (K3). */
  readonly holds: boolean;
  /** The error of the callback itself, thrown by its iterator: ends the element by the policy. */
  reject(thrown: unknown): never;
}

/** Thrown inside `deliver` to tell an error of the user's iterator from one behind the operator. */
class Rejected {
  readonly thrown: unknown;
  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

/** The operator of a callback; see the head of this file. */
export function callbackOperator(settings: CallbackSettings): CallbackOperator {
  const { site, operation, outputs, fn, deliver, keyed } = settings;
  const { bundle, stats } = site;
  const { cursor } = bundle;
  const { onError, observesContext, concurrency } = operation;
  const contexts = settings.contexts ?? new CallbackContexts(site, operation, outputs);
  const lanes = keyed === undefined ? undefined : new Lanes(keyed.keyCoder);
  const holds = onError !== 'fail';
  const load = sideInputLoader(site, operation);
  const errors = outputs.get('errors');
  let context: CallbackContext | undefined;

  const flow: CallbackFlow = {
    main: outputs.get('main')!,
    holds,
    reject(thrown) {
      throw new Rejected(thrown);
    },
  };

  /** Applies the policy to an element whose callback threw. */
  const failed = (thrown: unknown, element: unknown, metadata: Metadata, held?: CallbackContext): void => {
    if (bundle.failure !== undefined) throw bundle.failure; // K2
    if (held?.['~held'] !== undefined) held['~held'].length = 0;
    const part = keyed?.partOf(element);
    if (part !== undefined) throw bundle.fail(lifeCycleError(site, part, thrown));
    if (onError === 'fail') throw bundle.fail(userError(site, thrown, preview(element)));
    stats.failures++;
    if (onError !== 'output' || errors === undefined) return;
    const error = thrown instanceof Error ? thrown : new Error(messageOf(thrown));
    const before = cursor.metadata;
    cursor.metadata = metadata;
    errors.push({
      element,
      error: { name: error.name, message: error.message, stack: error.stack },
      step: site.step,
    });
    cursor.metadata = before;
  };

  const work = new AsyncWork({
    index: site.index,
    limit: concurrency,
    ordered: operation.ordered,
    pressure: bundle.pressure,
    begin: (value, metadata, place) => {
      const before = cursor.metadata;
      cursor.metadata = metadata;
      const isInWork = call(value, metadata, place);
      cursor.metadata = before;
      return isInWork;
    },
    fail: (thrown) => {
      bundle.fail(thrown instanceof BeamError ? thrown : userError(site, thrown));
    },
  });

  const releaseHeld = (ctx: CallbackContext | undefined): void => {
    const held = ctx?.['~held'];
    if (held === undefined || held.length === 0) return;
    ctx!['~held'] = [];
    const before = cursor.metadata;
    for (const { to, value, metadata } of held) {
      stats.elementsOut++;
      cursor.metadata = metadata;
      to.push(value);
    }
    cursor.metadata = before;
  };

  /** Outputs that are sent one by one: ends the element when the last is, or by the policy. */
  const ending = (
    rest: Promise<void>,
    element: unknown,
    metadata: Metadata,
    ctx: CallbackContext | undefined,
  ): Promise<void> =>
    rest.then(
      () => releaseHeld(ctx),
      (thrown: unknown) => {
        if (!(thrown instanceof Rejected)) throw thrown;
        failed(thrown.thrown, element, metadata, ctx);
      },
    );

  /** Sends on a result some time after the call; a promise when that takes longer. */
  const finish = (
    result: unknown,
    element: unknown,
    metadata: Metadata,
    ctx: CallbackContext | undefined,
  ): Promise<void> | undefined => {
    if (bundle.failure !== undefined) return undefined;
    const before = cursor.metadata;
    cursor.metadata = metadata; // C1: an async completion comes at any moment
    try {
      const rest = deliver(result, element, metadata, flow);
      if (rest !== undefined) return ending(rest, element, metadata, ctx);
      releaseHeld(ctx);
    } catch (thrown) {
      if (!(thrown instanceof Rejected)) throw thrown;
      failed(thrown.thrown, element, metadata, ctx);
    } finally {
      cursor.metadata = before;
    }
    return undefined;
  };

  /** The element stays in work: it keeps its context, and others of its key wait for it. */
  const stay = (element: unknown, given: Place | undefined): Place | undefined => {
    context = undefined;
    if (lanes === undefined || given !== undefined) return given;
    return { lane: lanes.open(keyed!.keyOf(element)) };
  };

  // Apart from `call`, which would make room for what these functions keep at every element.
  const track = (
    result: PromiseLike<unknown>,
    element: unknown,
    metadata: Metadata,
    ctx: CallbackContext | undefined,
    given: Place | undefined,
  ): void =>
    work.track(
      result,
      (value) => finish(value, element, metadata, ctx),
      (thrown) => failed(thrown, element, metadata, ctx),
      stay(element, given),
    );

  const finishInOrder = (
    result: unknown,
    element: unknown,
    metadata: Metadata,
    ctx: CallbackContext | undefined,
    given: Place | undefined,
  ): void => work.queue(() => finish(result, element, metadata, ctx), stay(element, given));

  const failInOrder = (
    thrown: unknown,
    element: unknown,
    metadata: Metadata,
    ctx: CallbackContext | undefined,
    given: Place | undefined,
  ): void =>
    work.queue(
      () => {
        failed(thrown, element, metadata, ctx);
        return undefined;
      },
      stay(element, given),
    );

  /** Returns whether the element is in work still, or waits for another of its key. */
  const call = (element: unknown, metadata: Metadata, given?: Place): boolean => {
    if (lanes !== undefined && given === undefined) {
      const lane = lanes.get(keyed!.keyOf(element));
      if (lane !== undefined) {
        work.waitIn(lane, element, metadata);
        return true;
      }
    }
    let ctx: CallbackContext | undefined;
    if (observesContext) {
      ctx = context ??= contexts.create();
      point(ctx, metadata);
    }
    let result: unknown;
    try {
      const loading = load?.(metadata.windows[0]!);
      result = loading === undefined ? fn(element, ctx) : loading.then(() => fn(element, ctx));
    } catch (thrown) {
      if (work.holdsOrder) {
        failInOrder(thrown, element, metadata, ctx, given);
        return true;
      }
      failed(thrown, element, metadata, ctx);
      return false;
    }
    if (typeof result === 'object' && result !== null && isThenable(result)) {
      track(result, element, metadata, ctx, given);
      return true;
    }
    if (work.holdsOrder) {
      finishInOrder(result, element, metadata, ctx, given);
      return true;
    }
    let rest: Promise<void> | undefined;
    try {
      rest = deliver(result, element, metadata, flow);
    } catch (thrown) {
      if (!(thrown instanceof Rejected)) throw thrown;
      failed(thrown.thrown, element, metadata, ctx);
      return false;
    }
    if (rest === undefined) {
      if (ctx?.['~held'] !== undefined) releaseHeld(ctx);
      return false;
    }
    // A paused generator holds up what comes after it, as it would have done unpaused.
    const isAsync = typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
    work.follow(ending(rest, element, metadata, ctx), !isAsync, stay(element, given));
    return true;
  };

  const accept = (element: unknown, metadata: Metadata): void => {
    if (work.full) work.wait(element, metadata);
    else call(element, metadata);
  };

  const push = (element: unknown): void => {
    stats.elementsIn++;
    const { metadata } = cursor;
    if (!observesContext || metadata.windows.length === 1) {
      accept(element, metadata);
      return;
    }
    for (const window of metadata.windows) {
      const one: Metadata = { timestamp: metadata.timestamp, windows: [window], pane: metadata.pane };
      cursor.metadata = one;
      accept(element, one);
    }
    cursor.metadata = metadata;
  };

  return {
    site,
    contexts,
    input: receiver(push),
    accept,
    plain: {
      isIdle: () => work.isIdle,
      failed: (thrown, element, metadata) => failed(thrown, element, metadata),
      track: (result, element, metadata) => track(result, element, metadata, undefined, undefined),
    },
    settleElements: () => work.settled(),
    // Timers are no elements: one that sets itself again would count for ever.
    callbacks: () => ({ isOpen: !work.isIdle, ended: keyed === undefined ? work.ended : 0 }),
    async finishBundle() {
      await work.settled();
      context = undefined;
    },
    abortBundle() {
      work.abandon();
      context = undefined;
    },
  };
}

/** Whether an object is a promise, or one of another library (a query builder, say). */
const isThenable = (value: object): value is PromiseLike<unknown> =>
  value instanceof Promise || typeof (value as { then?: unknown }).then === 'function';

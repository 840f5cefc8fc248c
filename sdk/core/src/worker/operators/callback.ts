/**
 * Runs a user's callback for every element: the operator behind `map`, `flatMap`, `filter` and DoFns.
 *
 * Owns: the call, its errors and dead letters, asynchronous results, windows seen one at a time.
 *
 * Invariants:
 *  K1  a promise is awaited only when the callback really returned one; the synchronous path allocates nothing.
 *  K2  what throws behind this operator is never taken for an error of its own callback.
 *  K3  with a dead-letter policy, a failing element leaves no output.
 */
import type { ParDoOperation } from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import type { Metadata } from '../../model/metadata.js';
import { preview } from '../../model/preview.js';
import { AsyncWork } from '../async-work.js';
import { type Receiver, receiver } from '../receiver.js';
import { type CallbackContext, CallbackContexts, point } from './callback-context.js';
import { type Operator, type OperatorSite, userError } from './operator.js';

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

export function callbackOperator(
  settings: CallbackSettings,
): Operator & { readonly contexts: CallbackContexts } {
  const { site, operation, outputs, fn, deliver } = settings;
  const { bundle, stats } = site;
  const { cursor } = bundle;
  const { onError, observesContext, concurrency } = operation;
  const contexts = new CallbackContexts(site, operation, outputs);
  const holds = onError !== 'fail';
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
    if (held?.held !== undefined) held.held.length = 0;
    if (onError === 'fail') throw bundle.fail(userError(site, thrown, preview(element)));
    stats.failures++;
    if (onError !== 'output' || errors === undefined) return;
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
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
    begin: (value, metadata) => {
      const before = cursor.metadata;
      cursor.metadata = metadata;
      call(value, metadata);
      cursor.metadata = before;
    },
    fail: (thrown) => {
      bundle.fail(thrown instanceof BeamError ? thrown : userError(site, thrown));
    },
  });

  const releaseHeld = (ctx: CallbackContext | undefined): void => {
    if (ctx?.held === undefined || ctx.held.length === 0) return;
    const held = ctx.held;
    ctx.held = [];
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

  const call = (element: unknown, metadata: Metadata): void => {
    let ctx: CallbackContext | undefined;
    if (observesContext) {
      ctx = context ??= contexts.create();
      point(ctx, metadata);
    }
    let result: unknown;
    try {
      result = fn(element, ctx);
    } catch (thrown) {
      if (work.holdsOrder) {
        context = undefined; // the call keeps its context
        work.queue(() => {
          failed(thrown, element, metadata, ctx);
          return undefined;
        });
      } else failed(thrown, element, metadata, ctx);
      return;
    }
    if (typeof result === 'object' && result !== null && isThenable(result)) {
      context = undefined;
      work.track(
        result,
        (value) => finish(value, element, metadata, ctx),
        (thrown) => failed(thrown, element, metadata, ctx),
      );
      return;
    }
    if (work.holdsOrder) {
      context = undefined;
      work.queue(() => finish(result, element, metadata, ctx));
      return;
    }
    let rest: Promise<void> | undefined;
    try {
      rest = deliver(result, element, metadata, flow);
    } catch (thrown) {
      if (!(thrown instanceof Rejected)) throw thrown;
      failed(thrown.thrown, element, metadata, ctx);
      return;
    }
    if (rest === undefined) {
      if (ctx?.held !== undefined) releaseHeld(ctx);
      return;
    }
    context = undefined;
    // A paused generator holds up what comes after it, as it would have done unpaused.
    const isAsync = typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
    work.follow(ending(rest, element, metadata, ctx), !isAsync);
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

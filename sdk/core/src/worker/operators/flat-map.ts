import { BeamError } from '../../model/errors.js';
import type { Metadata } from '../../model/metadata.js';
import { type CallbackFlow, type CallbackSettings, callbackOperator } from './callback.js';
import type { Operator, OperatorSite } from './operator.js';

/** Any number of outputs for each input: arrays, generators, async generators. */
export function flatMapOperator(settings: Omit<CallbackSettings, 'deliver'>): Operator {
  return callbackOperator({ ...settings, deliver: manyDelivery(settings.site) });
}

/** Arrays up to this length are sent in one go; longer ones give way to what is full and to the host. */
const SHORT_ARRAY = 64;

/** Sends on every output of an iterable result; nothing for `undefined`. */
export function manyDelivery(site: OperatorSite): CallbackSettings['deliver'] {
  const { bundle, stats } = site;
  const { cursor, pressure, services } = bundle;

  return function deliver(result, _element, metadata, flow) {
    if (result === undefined || result === null) return undefined;
    if (Array.isArray(result)) {
      if (result.length > SHORT_ARRAY) return pull(result.values(), metadata, flow);
      pushAll(result, flow);
      return undefined;
    }
    if (typeof result === 'object' && Symbol.asyncIterator in result) {
      return pullAsync((result as AsyncIterable<unknown>)[Symbol.asyncIterator](), metadata, flow);
    }
    if (typeof result === 'object' && Symbol.iterator in result) {
      const iterator = (result as Iterable<unknown>)[Symbol.iterator]();
      if (!flow.holds) return pull(iterator, metadata, flow);
      pushAll(collect(iterator, flow), flow);
      return undefined;
    }
    flow.reject(notIterable(result));
  };

  /** Drives a synchronous iterator; goes on asynchronously once something behind it is full. */
  function pull(
    iterator: Iterator<unknown>,
    metadata: Metadata,
    flow: CallbackFlow,
  ): Promise<void> | undefined {
    const wait = advance(iterator, flow);
    return wait === undefined ? undefined : goOn(wait, iterator, metadata, flow);
  }

  /** Pulls until the end, or until there is something to wait for. */
  function advance(iterator: Iterator<unknown>, flow: CallbackFlow): Promise<void> | undefined {
    const { push } = flow.main;
    for (;;) {
      let step: IteratorResult<unknown>;
      try {
        step = iterator.next();
      } catch (thrown) {
        flow.reject(thrown);
      }
      if (step.done) return undefined;
      stats.elementsOut++;
      try {
        push(step.value);
        if (pressure.raised) bundle.check();
      } catch (thrown) {
        close(iterator);
        throw thrown;
      }
      // One element may have endlessly many outputs: full operators and the host's other work get their turn.
      // This operator itself may be what is full, which is no reason to wait.
      const wait = (pressure.raised ? pressure.ready(site.index) : undefined) ?? services.breathe();
      if (wait !== undefined) return wait;
    }
  }

  /** A loop, not a recursion: a chain of promises would grow with every pause. */
  async function goOn(
    first: Promise<void>,
    iterator: Iterator<unknown>,
    metadata: Metadata,
    flow: CallbackFlow,
  ): Promise<void> {
    for (let wait: Promise<void> | undefined = first; wait !== undefined; ) {
      await wait;
      if (bundle.failure !== undefined) {
        close(iterator);
        throw bundle.failure;
      }
      const before = cursor.metadata;
      cursor.metadata = metadata;
      try {
        wait = advance(iterator, flow);
      } finally {
        cursor.metadata = before;
      }
    }
  }

  async function pullAsync(
    iterator: AsyncIterator<unknown>,
    metadata: Metadata,
    flow: CallbackFlow,
  ): Promise<void> {
    const held: unknown[] = [];
    for (;;) {
      let step: IteratorResult<unknown>;
      try {
        step = await iterator.next();
      } catch (thrown) {
        flow.reject(thrown);
      }
      if (step.done) break;
      try {
        bundle.check();
        if (flow.holds) held.push(step.value);
        else emit(step.value, metadata, flow);
        const wait = (pressure.raised ? pressure.ready(site.index) : undefined) ?? services.breathe();
        if (wait !== undefined) await wait;
        bundle.check();
      } catch (thrown) {
        close(iterator);
        throw thrown;
      }
    }
    bundle.check();
    for (const value of held) emit(value, metadata, flow);
  }

  function emit(value: unknown, metadata: Metadata, flow: CallbackFlow): void {
    const before = cursor.metadata;
    cursor.metadata = metadata;
    stats.elementsOut++;
    flow.main.push(value);
    cursor.metadata = before;
  }

  function collect(iterator: Iterator<unknown>, flow: CallbackFlow): unknown[] {
    const values: unknown[] = [];
    for (;;) {
      let step: IteratorResult<unknown>;
      try {
        step = iterator.next();
      } catch (thrown) {
        flow.reject(thrown);
      }
      if (step.done) return values;
      values.push(step.value);
    }
  }

  function pushAll(values: readonly unknown[], { main: { push } }: CallbackFlow): void {
    stats.elementsOut += values.length;
    for (let i = 0; i < values.length; i++) push(values[i]);
  }
}

/**
 * Lets an iterator clean up. What that throws is of no interest: the failure that stopped the iterator counts.
 */
function close(iterator: Iterator<unknown> | AsyncIterator<unknown>): void {
  try {
    const closed: unknown = iterator.return?.();
    if (closed instanceof Promise) closed.catch(() => undefined);
  } catch {
    // see above
  }
}

function notIterable(result: unknown): BeamError {
  const what = typeof result === 'string' ? 'a string' : `${typeof result} ${String(result)}`;
  return new BeamError(
    'E_BAD_ARGUMENT',
    `The callback returned ${what}; it must return an array or another iterable of outputs.`,
    {
      help: 'return [value], or use map for exactly one output',
    },
  );
}

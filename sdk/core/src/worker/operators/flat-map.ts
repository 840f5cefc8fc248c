import { BeamError } from '../../model/errors.js';
import type { Metadata } from '../../model/metadata.js';
import { type CallbackFlow, type CallbackSettings, callbackOperator } from './callback.js';
import type { Operator, OperatorSite } from './operator.js';

/** Any number of outputs for each input: arrays, generators, async generators. */
export function flatMapOperator(settings: Omit<CallbackSettings, 'deliver'>): Operator {
  return callbackOperator({ ...settings, deliver: manyDelivery(settings.site) });
}

/** Sends on every output of an iterable result; nothing for `undefined`. */
export function manyDelivery(site: OperatorSite): CallbackSettings['deliver'] {
  const { bundle, stats } = site;
  const { cursor, pressure, services } = bundle;

  return function deliver(result, _element, metadata, flow) {
    if (result === undefined || result === null) return undefined;
    if (Array.isArray(result)) {
      const { push } = flow.main;
      stats.elementsOut += result.length;
      for (let i = 0; i < result.length; i++) push(result[i]);
      return undefined;
    }
    if (typeof result === 'object' && Symbol.asyncIterator in result) {
      return pullAsync((result as AsyncIterable<unknown>)[Symbol.asyncIterator](), metadata, flow);
    }
    if (typeof result === 'object' && Symbol.iterator in result) {
      return pull((result as Iterable<unknown>)[Symbol.iterator](), metadata, flow);
    }
    flow.reject(notIterable(result));
  };

  /** Drives a synchronous iterator; goes on asynchronously once something behind it is full. */
  function pull(
    iterator: Iterator<unknown>,
    metadata: Metadata,
    flow: CallbackFlow,
  ): Promise<void> | undefined {
    const { push } = flow.main;
    if (flow.holds) {
      pushAll(collect(iterator, flow), push);
      return undefined;
    }
    for (;;) {
      let step: IteratorResult<unknown>;
      try {
        step = iterator.next();
      } catch (thrown) {
        if (thrown === bundle.failure && thrown !== undefined) throw thrown;
        flow.reject(thrown);
      }
      if (step.done) return undefined;
      stats.elementsOut++;
      try {
        push(step.value);
      } catch (thrown) {
        iterator.return?.();
        throw thrown;
      }
      // One element may have endlessly many outputs: full operators and the host's other work get their turn.
      const wait = pressure.raised ? pressure.ready(site.index) : services.breathe();
      if (wait !== undefined) return wait.then(() => resume(iterator, metadata, flow));
    }
  }

  async function resume(iterator: Iterator<unknown>, metadata: Metadata, flow: CallbackFlow): Promise<void> {
    if (bundle.failure !== undefined) {
      iterator.return?.();
      throw bundle.failure;
    }
    const before = cursor.metadata;
    cursor.metadata = metadata;
    let rest: Promise<void> | undefined;
    try {
      rest = pull(iterator, metadata, flow);
    } finally {
      cursor.metadata = before;
    }
    await rest;
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
        if (thrown === bundle.failure && thrown !== undefined) throw thrown;
        flow.reject(thrown);
      }
      if (step.done) break;
      if (flow.holds) {
        held.push(step.value);
        continue;
      }
      emit(step.value, metadata, flow);
      const wait = pressure.raised ? pressure.ready(site.index) : undefined;
      if (wait !== undefined) await wait;
      if (bundle.failure !== undefined) {
        await iterator.return?.();
        throw bundle.failure;
      }
    }
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

  function pushAll(values: readonly unknown[], push: (value: unknown) => void): void {
    stats.elementsOut += values.length;
    for (const value of values) push(value);
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

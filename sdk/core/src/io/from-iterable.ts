import { setImmediate } from 'node:timers/promises';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { PCollection, type Root, type Source } from '../api/index.js';
import type { Coder } from '../model/coders/coder.js';
import { BeamError } from '../model/errors.js';
import { coderForSchema } from '../model/schema/standard-schema.js';
import type { Instant } from '../model/timestamp.js';
import * as transforms from '../transforms/index.js';
import { type ArrivalOptions, arrivals } from './arrival-time.js';
import { timeOf } from './element-time.js';
import { type EndlessItems, endlessItems } from './endless-items.js';
import { isAsyncIterable, type MakeIterable, requireIterable, sourceFailed } from './item-reader.js';

/** Elements after which the thread is given up for a moment: promises alone never let timers and signals in. */
const BREATH = 4096;

/** Options of {@link fromIterable}. */
export interface FromIterableOptions<T> extends ArrivalOptions<T> {
  /** Gives the elements the schema's coder; elements are not checked. */
  readonly schema?: StandardSchemaV1<any, T>;
  /**
   * True for an iterable that may go on for ever: elements go on as they come, and event time with them. Otherwise
   * event time stands until the last element has been read.
   */
  readonly unbounded?: boolean;
}

/**
 * The elements of an iterable or async iterable that `make` returns when the pipeline runs: anything a generator can
 * produce. They are read once, by one worker, no faster than the steps behind take them. When a run repeats a bundle
 * `make` is called again; an unbounded source then passes over the elements that it had emitted before, so that it
 * must give the same ones in the same order to be exact.
 *
 * @example p.read(fromIterable(async function* () { for await (const row of cursor()) yield row; }))
 * @example p.read(fromIterable(({ signal }) => socket.messages({ signal }), { unbounded: true, timestamp: (m) => m.at }))
 * @throws BeamError `E_BAD_ARGUMENT` for what is no function, a function that returns no iterable, and options that
 * do not go together; at run time `E_USER` for what the iterable throws
 */
export function fromIterable<T>(make: MakeIterable<T>, options: FromIterableOptions<T> = {}): Source<T> {
  if (typeof make !== 'function') {
    throw new BeamError('E_BAD_ARGUMENT', 'fromIterable takes a function that returns an iterable.', {
      help: 'write fromIterable(() => items): a run may begin anew, and an iterator can be used only once',
    });
  }
  const { schema, unbounded = false, timestamp, outOfOrder, idleAfter } = options;
  if (!unbounded && (outOfOrder !== undefined || idleAfter !== undefined)) {
    throw new BeamError(
      'E_BAD_ARGUMENT',
      'fromIterable was given outOfOrder or idleAfter for an iterable that ends.',
      { help: 'say unbounded: true; event time stands still in an input that ends, until all of it is read' },
    );
  }
  const coders: Record<string, Coder<any>> = schema === undefined ? {} : { main: coderForSchema(schema) };
  if (unbounded) {
    const { watermark, timeOf } = arrivals(options, 'fromIterable');
    const source: EndlessItems<T, ReturnType<typeof watermark.create>> = {
      name: 'iterate',
      make,
      watermark,
      timeOf,
      onIdle: (time) => time.idle(),
    };
    return {
      name: 'fromIterable',
      expand: (root) =>
        new PCollection(transforms.splittableParDo(root.impulse().node, endlessItems(source), coders)),
    };
  }
  const at = timestamp === undefined ? undefined : timeOf(timestamp, 'fromIterable');
  return { name: 'fromIterable', expand: (root) => iterated(root, make, at, coders) };
}

/** All elements of an iterable that ends, in one go. */
const iterated = <T>(
  root: Root,
  make: MakeIterable<T>,
  at: ((item: T) => Instant) | undefined,
  coders: Record<string, Coder<any>>,
): PCollection<T> =>
  new PCollection(
    transforms.parDo<Uint8Array, T, {}, {}, void>(
      root.impulse().node,
      {
        name: 'iterate',
        async process(_, ctx) {
          const { emit } = ctx;
          const output: Output<T> = {
            emit: at === undefined ? emit : (item) => emit(item, at(item)),
            ready: ctx.ready,
            signal: ctx.signal,
          };
          try {
            const items = await make(ctx);
            if (isAsyncIterable(items)) await emitAsync(items, output);
            else await emitAll(items, output);
          } catch (thrown) {
            throw sourceFailed(thrown);
          }
        },
      },
      coders,
    ),
  );

interface Output<T> {
  emit(item: T): void;
  ready(): Promise<void> | undefined;
  readonly signal: AbortSignal;
}

async function emitAsync<T>(items: AsyncIterable<T>, output: Output<T>): Promise<void> {
  const { emit, ready } = output;
  let count = 0;
  for await (const item of items) {
    emit(item);
    const wait = ready();
    if (wait !== undefined) await wait;
    if (++count % BREATH === 0) await breathe(output);
  }
}

/** A loop of its own: `for await` over a synchronous iterable costs three promises an element. */
async function emitAll<T>(items: Iterable<T>, output: Output<T>): Promise<void> {
  const { emit, ready } = output;
  let count = 0;
  for (const item of requireIterable(items)) {
    emit(item);
    const wait = ready();
    if (wait !== undefined) await wait;
    if (++count % BREATH === 0) await breathe(output);
  }
}

async function breathe({ signal }: Output<unknown>): Promise<void> {
  await setImmediate();
  if (signal.aborted) throw new BeamError('E_CANCELLED', 'Reading an iterable was cancelled.');
}

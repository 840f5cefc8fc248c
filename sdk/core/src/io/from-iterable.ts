import { setImmediate } from 'node:timers/promises';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { PCollection, type Source } from '../api/index.js';
import type { Coder } from '../model/coders/coder.js';
import { BeamError } from '../model/errors.js';
import { coderForSchema } from '../model/schema/standard-schema.js';
import * as transforms from '../transforms/index.js';

/** What {@link fromIterable} reads from. */
export type AnyIterable<T> = Iterable<T> | AsyncIterable<T>;

/** Elements after which the thread is given up for a moment: promises alone never let timers and signals in. */
const BREATH = 4096;

/**
 * The elements of an iterable or async iterable that `make` returns when the pipeline runs: anything a generator can
 * produce. They are read once, by one worker, no faster than the steps behind take them. When a run repeats a bundle
 * `make` is called again.
 *
 * @example p.read(fromIterable(async function* () { for await (const row of cursor()) yield row; }))
 * @throws BeamError `E_BAD_ARGUMENT` for what is no function, or a function that returns no iterable
 */
export function fromIterable<T>(
  make: () => AnyIterable<T> | Promise<AnyIterable<T>>,
  options: { readonly schema?: StandardSchemaV1<any, T> } = {},
): Source<T> {
  if (typeof make !== 'function') {
    throw new BeamError('E_BAD_ARGUMENT', 'fromIterable takes a function that returns an iterable.', {
      help: 'write fromIterable(() => items): a run may begin anew, and an iterator can be used only once',
    });
  }
  const coders: Record<string, Coder<any>> = options.schema === undefined
    ? {}
    : { main: coderForSchema(options.schema) };
  return {
    name: 'fromIterable',
    expand: (root) =>
      new PCollection(
        transforms.parDo<Uint8Array, T, {}, {}, void>(
          root.impulse().node,
          {
            name: 'iterate',
            async process(_, ctx) {
              const items = await make();
              if (isAsyncIterable(items)) await emitAsync(items, ctx);
              else await emitAll(items, ctx);
            },
          },
          coders,
        ),
      ),
  };
}

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
  if (typeof items?.[Symbol.iterator] !== 'function') {
    throw new BeamError('E_BAD_ARGUMENT', 'The function given to fromIterable returned no iterable.', {
      help: 'return an array, a generator, or anything else that for (const x of …) takes',
    });
  }
  let count = 0;
  for (const item of items) {
    emit(item);
    const wait = ready();
    if (wait !== undefined) await wait;
    if (++count % BREATH === 0) await breathe(output);
  }
}

const isAsyncIterable = <T>(items: AnyIterable<T>): items is AsyncIterable<T> =>
  typeof (items as Partial<AsyncIterable<T>> | undefined)?.[Symbol.asyncIterator] === 'function';

async function breathe({ signal }: Output<unknown>): Promise<void> {
  await setImmediate();
  if (signal.aborted) throw new BeamError('E_CANCELLED', 'Reading an iterable was cancelled.');
}

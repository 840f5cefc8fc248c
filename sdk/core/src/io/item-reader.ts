/**
 * Takes the items of an iterator one by one, whenever somebody wants them.
 *
 * Owns: the iterator, its position, the item that has been asked for.
 * Does not own: which items are claimed and emitted (endless-items.ts).
 *
 * Invariants:
 *  I1  an item that came is kept until it is taken, through any number of calls: none is lost, none comes twice.
 *  I2  the iterator is asked for one item at a time, and for none before somebody looks.
 *  I3  a failure and the end stay where they are: they are never taken.
 */
import { BeamError } from '../model/errors.js';
import { Bell } from './patience.js';

/** Something to iterate, with or without waiting. */
export type AnyIterable<T> = Iterable<T> | AsyncIterable<T>;

/** What a function that makes an iterable is handed. */
export interface IterableContext {
  /** Aborted when no more items are wanted: hand it to whatever waits inside, so that it stops waiting. */
  readonly signal: AbortSignal;
}

/** Makes the iterable that a source reads. */
export type MakeIterable<T> = (ctx: IterableContext) => AnyIterable<T> | Promise<AnyIterable<T>>;

/** What is next: an item, the end, or what the iterator threw instead. */
export type NextItem<T> = IteratorResult<T> | { readonly failure: BeamError };

/** How long an iterator may take to close, ms. One that waits for ever for its next item cannot close at all. */
const CLOSE_MILLIS = 1000;

/** See the head of this file. */
export class ItemReader<T> {
  /** Rings when what is next has come. */
  readonly bell = new Bell();
  private readonly iterator: Iterator<T> | AsyncIterator<T>;
  private readonly controller: AbortController;
  private taken = 0;
  private next: NextItem<T> | undefined;
  private isAsked = false;

  private constructor(items: AnyIterable<T>, controller: AbortController) {
    this.iterator = iteratorOf(items);
    this.controller = controller;
  }

  /** @throws BeamError what `make` throws, as `E_USER`; `E_BAD_ARGUMENT` when it returns no iterable */
  static async open<T>(make: MakeIterable<T>): Promise<ItemReader<T>> {
    const controller = new AbortController();
    let items: AnyIterable<T>;
    try {
      items = await make({ signal: controller.signal });
    } catch (thrown) {
      throw sourceFailed(thrown);
    }
    return new ItemReader(items, controller);
  }

  /** How many items have been taken. */
  get position(): number {
    return this.taken;
  }

  /** What is next, or undefined while it has not come; `bell` tells when it has. */
  peek(): NextItem<T> | undefined {
    if (this.next === undefined && !this.isAsked) this.ask();
    return this.next;
  }

  /** Takes the item that `peek` shows. */
  take(): void {
    this.taken++;
    this.next = undefined;
  }

  /** Closes the iterator. @throws BeamError `E_USER` what it throws while it closes */
  async close(): Promise<void> {
    this.controller.abort();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_MILLIS);
    });
    try {
      await Promise.race([this.iterator.return?.(), patience]);
    } catch (thrown) {
      throw sourceFailed(thrown);
    } finally {
      clearTimeout(timer);
    }
  }

  private ask(): void {
    let coming: IteratorResult<T> | Promise<IteratorResult<T>>;
    try {
      coming = this.iterator.next();
    } catch (thrown) {
      this.next = { failure: sourceFailed(thrown) };
      return;
    }
    if (!isPromise(coming)) {
      this.next = coming;
      return;
    }
    this.isAsked = true;
    coming.then(
      (result) => this.came(result),
      (thrown: unknown) => this.came({ failure: sourceFailed(thrown) }),
    );
  }

  private came(next: NextItem<T>): void {
    this.isAsked = false;
    this.next = next;
    this.bell.ring();
  }
}

/** Whether something can be iterated with `for await` only. */
export const isAsyncIterable = <T>(items: AnyIterable<T>): items is AsyncIterable<T> =>
  typeof (items as Partial<AsyncIterable<T>> | undefined)?.[Symbol.asyncIterator] === 'function';

/** @throws BeamError `E_BAD_ARGUMENT` for what cannot be iterated */
export function requireIterable<T>(items: Iterable<T>): Iterable<T> {
  if (typeof items?.[Symbol.iterator] === 'function') return items;
  throw new BeamError('E_BAD_ARGUMENT', 'The function given to a source of items returned no iterable.', {
    help: 'return an array, a generator, or anything else that for (const x of …) takes',
  });
}

const iteratorOf = <T>(items: AnyIterable<T>): Iterator<T> | AsyncIterator<T> =>
  isAsyncIterable(items) ? items[Symbol.asyncIterator]() : requireIterable(items)[Symbol.iterator]();

const isPromise = <T>(value: T | Promise<T>): value is Promise<T> =>
  typeof (value as Partial<Promise<T>> | undefined)?.then === 'function';

const sourceFailed = (thrown: unknown): BeamError =>
  BeamError.from(thrown, 'E_USER', {
    help: 'what the items come from failed: mend it, or catch the error where the items are made and go on there',
  });

/**
 * Takes the items of an iterator one by one, whenever somebody wants them.
 *
 * Owns: the iterator, its position, the item that has been asked for.
 * Does not own: which items are claimed and emitted (endless-items.ts).
 *
 * Invariants:
 *  I1  an item that came is kept until it is taken, through any number of calls: none is lost, none comes twice.
 *  I2  the iterable is made when somebody looks first; then it is asked for one item at a time, when somebody looks.
 *  I3  a failure and the end stay where they are: they are never taken.
 */
import { BeamError } from '../model/errors.js';
import { preview } from '../model/preview.js';
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
  /** Rings when what is next may have come. */
  readonly bell = new Bell();
  private readonly make: MakeIterable<T>;
  private readonly controller = new AbortController();
  private iterator: Iterator<T> | AsyncIterator<T> | undefined;
  private taken = 0;
  private next: NextItem<T> | undefined;
  /** The iterable is being made, or its next item. */
  private isAsked = false;

  constructor(make: MakeIterable<T>) {
    this.make = make;
  }

  /** How many items have been taken. */
  get position(): number {
    return this.taken;
  }

  /** What is next, or undefined while it has not come; `bell` tells when to look again. */
  peek(): NextItem<T> | undefined {
    if (this.next === undefined && !this.isAsked) {
      try {
        if (this.iterator === undefined) this.open();
        if (this.iterator !== undefined) this.ask(this.iterator);
      } catch (thrown) {
        this.next = failed(thrown);
      }
    }
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
      await Promise.race([this.iterator?.return?.(), patience]);
    } catch (thrown) {
      throw sourceFailed(thrown);
    } finally {
      clearTimeout(timer);
    }
  }

  private open(): void {
    const items = this.make({ signal: this.controller.signal });
    if (!isPromise(items)) {
      this.iterator = iteratorOf(items);
      return;
    }
    this.await(
      items.then(async (made) => {
        this.iterator = iteratorOf(made);
        // Nobody wants it any more.
        if (this.controller.signal.aborted) await this.iterator.return?.();
        return undefined;
      }),
    );
  }

  private ask(iterator: Iterator<T> | AsyncIterator<T>): void {
    const coming = iterator.next();
    if (isPromise(coming)) this.await(coming);
    else this.next = coming;
  }

  private await(coming: Promise<IteratorResult<T> | undefined>): void {
    this.isAsked = true;
    const came = (next: NextItem<T> | undefined): void => {
      this.isAsked = false;
      this.next = next;
      this.bell.ring();
    };
    coming.then(came, (thrown: unknown) => came(failed(thrown)));
  }
}

/** Whether something can be iterated with `for await` only. */
export const isAsyncIterable = <T>(items: AnyIterable<T>): items is AsyncIterable<T> =>
  typeof (items as Partial<AsyncIterable<T>> | undefined)?.[Symbol.asyncIterator] === 'function';

/** @throws BeamError `E_BAD_ARGUMENT` for what cannot be iterated */
export function requireIterable<T>(items: Iterable<T>): Iterable<T> {
  if (typeof items?.[Symbol.iterator] === 'function') return items;
  throw new BeamError(
    'E_BAD_ARGUMENT',
    `The function given to a source of items returned ${preview(items)}, which is no iterable.`,
    { help: 'return an array, a generator, or anything else that for (const x of …) takes' },
  );
}

const iteratorOf = <T>(items: AnyIterable<T>): Iterator<T> | AsyncIterator<T> =>
  isAsyncIterable(items) ? items[Symbol.asyncIterator]() : requireIterable(items)[Symbol.iterator]();

const isPromise = <T>(value: T | Promise<T>): value is Promise<T> =>
  typeof (value as Partial<Promise<T>> | undefined)?.then === 'function';

const failed = (thrown: unknown): { readonly failure: BeamError } => ({ failure: sourceFailed(thrown) });

/** The error of what a source iterates: it has no element in hand that `onError` could be for. */
export const sourceFailed = (thrown: unknown): BeamError =>
  BeamError.from(thrown, 'E_USER', {
    help: 'what the items come from failed: mend it, or catch the error where the items are made and go on there',
  });

/**
 * The asynchronous work of one operator: callbacks that returned a promise or an async iterable.
 *
 * Owns: how many are under way, elements that wait for a place, the order of results when asked for.
 *
 * Invariants:
 *  A1  at most `limit` elements are in work at once; an element is in work until all its outputs are sent.
 *  A2  waiting elements start in the order they came.
 *  A3  with `ordered`, outputs are sent in the order their elements started, those of synchronous calls too;
 *      the outputs of an element that come one by one hold up those behind it until the last is there.
 *  A4  the operator's pressure is raised exactly while no place is free.
 */
import type { Metadata } from '../model/metadata.js';
import type { Pressure } from './pressure.js';

interface Waiting {
  readonly value: unknown;
  readonly metadata: Metadata;
}

/** Sends the outputs of an element; a promise when they take longer. */
type Release = () => Promise<void> | undefined;

/** The place of an element in the order of outputs. */
interface Slot {
  /** How many elements it counts for. */
  readonly places: number;
  /** Set once the outputs may be sent. */
  release: Release | undefined;
}

/** What an {@link AsyncWork} is made for. */
export interface AsyncWorkSettings {
  readonly index: number;
  readonly limit: number;
  readonly ordered: boolean;
  readonly pressure: Pressure;
  /** Calls the callback for an element that had to wait. */
  readonly begin: (value: unknown, metadata: Metadata) => void;
  /** Records the failure of the bundle. */
  readonly fail: (thrown: unknown) => void;
}

/** See the head of this file. */
export class AsyncWork {
  private active = 0;
  private waiting: Waiting[] = [];
  /** Elements of `waiting` before this index have begun. */
  private begun = 0;
  private readonly slots: Slot[] = [];
  private isFlushing = false;
  private idle: (() => void) | undefined;
  private readonly settings: AsyncWorkSettings;

  constructor(settings: AsyncWorkSettings) {
    this.settings = settings;
  }

  /** No place is free, or others wait before: the element must be handed to {@link wait}. */
  get full(): boolean {
    return this.active >= this.settings.limit || this.waiting.length > 0;
  }

  /** Whether the outputs of a synchronous call must be queued behind earlier ones (A3). */
  get holdsOrder(): boolean {
    return this.slots.length > 0;
  }

  wait(value: unknown, metadata: Metadata): void {
    this.waiting.push({ value, metadata });
    this.settings.pressure.raise(this.settings.index);
  }

  /** Watches a promise; `finish` or `failed` sends its outputs when it is this element's turn. */
  track<R>(
    promise: PromiseLike<R>,
    finish: (result: R) => Promise<void> | undefined,
    failed: (thrown: unknown) => void,
  ): void {
    const slot = this.enter();
    const fail = (thrown: unknown): undefined => {
      failed(thrown);
    };
    promise.then(
      (result) => this.settle(slot, () => finish(result)),
      (thrown: unknown) => this.settle(slot, () => fail(thrown)),
    );
  }

  /** Queues the outputs of a synchronous call behind the asynchronous ones before it. */
  queue(release: Release): void {
    this.settle(this.enter(), release);
  }

  /**
   * Follows outputs that are being sent already, the first in the order. With `alone` no other element begins
   * before they are all sent.
   */
  follow(rest: Promise<void>, alone: boolean): void {
    this.settle(this.enter(alone ? this.settings.limit : 1), () => rest);
  }

  /** Resolves when nothing is under way or waiting. */
  async settled(): Promise<void> {
    while (this.active > 0 || this.waiting.length > 0) {
      await new Promise<void>((resolve) => {
        this.idle = resolve;
      });
    }
  }

  /** Forgets waiting elements: the bundle has failed. */
  abandon(): void {
    this.waiting = [];
    this.begun = 0;
  }

  private enter(places = 1): Slot {
    this.active += places;
    if (this.active >= this.settings.limit) this.settings.pressure.raise(this.settings.index);
    const slot: Slot = { places, release: undefined };
    if (this.settings.ordered) this.slots.push(slot);
    return slot;
  }

  private settle(slot: Slot, release: Release): void {
    if (this.settings.ordered) {
      slot.release = release;
      this.flush();
      return;
    }
    const rest = this.attempt(release);
    if (rest === undefined) this.leave(slot);
    else rest.then(() => this.leave(slot));
  }

  /** Sends what is first in the order, until something is not ready or takes longer. */
  private flush(): void {
    if (this.isFlushing) return;
    this.isFlushing = true;
    for (;;) {
      const first = this.slots[0];
      if (first?.release === undefined) break;
      const rest = this.attempt(first.release);
      if (rest !== undefined) {
        rest.then(() => {
          this.slots.shift();
          this.isFlushing = false;
          this.leave(first);
          this.flush();
        });
        return;
      }
      this.slots.shift();
      this.leave(first);
    }
    this.isFlushing = false;
  }

  /** Runs a release; whatever fails is the bundle's failure, so that what comes back never rejects. */
  private attempt(release: Release): Promise<void> | undefined {
    try {
      return release()?.then(undefined, (thrown: unknown) => this.failed(thrown));
    } catch (thrown) {
      this.failed(thrown);
      return undefined;
    }
  }

  private failed(thrown: unknown): void {
    this.abandon();
    this.settings.fail(thrown);
  }

  /** An element is done: the next may begin. */
  private leave({ places }: Slot): void {
    this.active -= places;
    try {
      while (this.active < this.settings.limit && this.waiting.length > 0) this.beginNext();
    } catch (thrown) {
      this.failed(thrown);
    }
    if (!this.full) this.settings.pressure.lower(this.settings.index);
    if (this.active === 0 && this.waiting.length === 0) {
      const idle = this.idle;
      this.idle = undefined;
      idle?.();
    }
  }

  private beginNext(): void {
    const { value, metadata } = this.waiting[this.begun++]!;
    // Not `shift`, whose cost grows with what waits.
    if (this.begun === this.waiting.length) this.abandon();
    else if (this.begun >= 1024 && this.begun * 2 > this.waiting.length) {
      this.waiting = this.waiting.slice(this.begun);
      this.begun = 0;
    }
    this.settings.begin(value, metadata);
  }
}

/**
 * The asynchronous work of one operator: callbacks that returned a promise or an async iterable.
 *
 * Owns: how many are under way, elements that wait for a place, the order of results when asked for.
 *
 * Invariants:
 *  A1  at most `limit` elements are in work at once.
 *  A2  waiting elements start in the order they came.
 *  A3  with `ordered`, results are released in the order their elements started, synchronous ones too.
 *  A4  the operator's pressure is raised exactly while no place is free.
 */
import type { Metadata } from '../model/metadata.js';
import type { Pressure } from './pressure.js';

interface Waiting {
  readonly value: unknown;
  readonly metadata: Metadata;
}

interface Slot {
  release: (() => void) | undefined;
}

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

export class AsyncWork {
  private active = 0;
  private readonly waiting: Waiting[] = [];
  private readonly slots: Slot[] = [];
  private idle: (() => void) | undefined;
  private readonly settings: AsyncWorkSettings;

  constructor(settings: AsyncWorkSettings) {
    this.settings = settings;
  }

  /** No place is free, or others wait before: the element must be handed to {@link wait}. */
  get full(): boolean {
    return this.active >= this.settings.limit || this.waiting.length > 0;
  }

  /** Whether a synchronous result must be queued behind earlier ones (A3). */
  get holdsOrder(): boolean {
    return this.settings.ordered && this.slots.length > 0;
  }

  wait(value: unknown, metadata: Metadata): void {
    this.waiting.push({ value, metadata });
    this.settings.pressure.raise(this.settings.index);
  }

  /** Watches a promise; `finish` is called with its result when it is this element's turn. */
  track<R>(promise: PromiseLike<R>, finish: (result: R) => void, failed: (thrown: unknown) => void): void {
    this.active++;
    if (this.active >= this.settings.limit) this.settings.pressure.raise(this.settings.index);
    const slot = this.openSlot();
    promise.then(
      (result) => this.complete(slot, () => finish(result)),
      (thrown: unknown) => this.complete(slot, () => failed(thrown)),
    );
  }

  /** Queues a synchronous result behind the asynchronous ones before it. */
  queue(release: () => void): void {
    const slot = this.openSlot();
    if (slot) slot.release = release;
    this.flush();
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
    this.waiting.length = 0;
  }

  private openSlot(): Slot | undefined {
    if (!this.settings.ordered) return undefined;
    const slot: Slot = { release: undefined };
    this.slots.push(slot);
    return slot;
  }

  private complete(slot: Slot | undefined, release: () => void): void {
    this.active--;
    try {
      if (slot === undefined) {
        release();
      } else {
        slot.release = release;
        this.flush();
      }
      while (this.active < this.settings.limit && this.waiting.length > 0) {
        const { value, metadata } = this.waiting.shift()!;
        this.settings.begin(value, metadata);
      }
    } catch (thrown) {
      this.waiting.length = 0;
      this.settings.fail(thrown);
    }
    if (!this.full) this.settings.pressure.lower(this.settings.index);
    if (this.active === 0 && this.waiting.length === 0) {
      const idle = this.idle;
      this.idle = undefined;
      idle?.();
    }
  }

  private flush(): void {
    while (this.slots.length > 0 && this.slots[0]!.release !== undefined) this.slots.shift()!.release!();
  }
}

/**
 * The asynchronous work of one operator: callbacks that returned a promise or an async iterable.
 *
 * Owns: how many are under way, elements that wait for a place or for another one of their key, the order of results
 * when asked for.
 * Does not own: which elements have the same key (lanes.ts).
 *
 * Invariants:
 *  A1  at most `limit` elements are in work at once; an element is in work until all its outputs are sent.
 *  A2  waiting elements start in the order they came.
 *  A3  with `ordered`, outputs are sent in the order their elements started, those of synchronous calls too;
 *      the outputs of an element that come one by one hold up those behind it until the last is there.
 *  A4  the operator's pressure is raised exactly while no place is free, or too many wait in lanes.
 *  A5  the elements of a lane are in work one after another, in the order they came.
 */
import type { Metadata } from '../model/metadata.js';
import type { Lane } from './lanes.js';
import type { Pressure } from './pressure.js';

/** An element that cannot begin yet. */
export interface Waiting {
  readonly value: unknown;
  readonly metadata: Metadata;
  /** What it has already: its lane, once it is its turn there, and its place in the order. */
  readonly place: Place | undefined;
}

/** What an element that had to wait brings along. */
export interface Place {
  readonly lane: Lane | undefined;
  readonly slot?: Slot | undefined;
}

/** How many elements may wait in lanes before no more are taken: a frequent key must not keep the others from work. */
const LANES_LIMIT = 1024;

/** Sends the outputs of an element; a promise when they take longer. */
type Release = () => Promise<void> | undefined;

/** The place of an element in the order of outputs. */
export interface Slot {
  /** How many elements it counts for; none while it waits in a lane. */
  places: number;
  /** Set once the outputs may be sent. */
  release: Release | undefined;
  /** Where the next element waits for this one. */
  lane: Lane | undefined;
}

/** What an {@link AsyncWork} is made for. */
export interface AsyncWorkSettings {
  readonly index: number;
  readonly limit: number;
  readonly ordered: boolean;
  readonly pressure: Pressure;
  /** Calls the callback for an element that had to wait; returns whether it is in work, or over already. */
  readonly begin: (value: unknown, metadata: Metadata, place: Place | undefined) => boolean;
  /** Records the failure of the bundle. */
  readonly fail: (thrown: unknown) => void;
}

/** See the head of this file. */
export class AsyncWork {
  /** How many elements are done so far that did not end in one go. */
  ended = 0;
  private active = 0;
  private waiting: Waiting[] = [];
  /** Elements of `waiting` before this index have begun. */
  private begun = 0;
  /** Elements whose turn in their lane has come: they begin before those of `waiting`. */
  private readonly ready: Waiting[] = [];
  /** How many wait in lanes. */
  private inLanes = 0;
  private isAbandoned = false;
  private readonly slots: Slot[] = [];
  private isFlushing = false;
  private idle: (() => void) | undefined;
  private readonly settings: AsyncWorkSettings;

  constructor(settings: AsyncWorkSettings) {
    this.settings = settings;
  }

  /** No place is free, or others wait before: the element must be handed to {@link wait}. */
  get full(): boolean {
    return this.active >= this.settings.limit || this.someWait || this.inLanes >= LANES_LIMIT;
  }

  /** Nothing is in work or waits: a synchronous call may send its outputs at once. */
  get isIdle(): boolean {
    return this.active === 0 && this.waiting.length === 0 && this.slots.length === 0;
  }

  /** Whether the outputs of a synchronous call must be queued behind earlier ones (A3). */
  get holdsOrder(): boolean {
    return this.slots.length > 0;
  }

  wait(value: unknown, metadata: Metadata): void {
    this.waiting.push({ value, metadata, place: undefined });
    this.settings.pressure.raise(this.settings.index);
  }

  /** Lets an element wait until those before it in the lane are done; its outputs keep their place in the order. */
  waitIn(lane: Lane, value: unknown, metadata: Metadata): void {
    const slot = this.settings.ordered ? this.newSlot(0, lane) : undefined;
    lane.waiting.push({ value, metadata, place: { lane, slot } });
    this.inLanes++;
    if (this.full) this.settings.pressure.raise(this.settings.index);
  }

  /** Watches a promise; `finish` or `failed` sends its outputs when it is this element's turn. */
  track<R>(
    promise: PromiseLike<R>,
    finish: (result: R) => Promise<void> | undefined,
    failed: (thrown: unknown) => void,
    place?: Place,
  ): void {
    const slot = this.enter(1, place);
    const fail = (thrown: unknown): undefined => {
      failed(thrown);
    };
    promise.then(
      (result) => this.settle(slot, () => finish(result)),
      (thrown: unknown) => this.settle(slot, () => fail(thrown)),
    );
  }

  /** Queues the outputs of a synchronous call behind the asynchronous ones before it. */
  queue(release: Release, place?: Place): void {
    this.settle(this.enter(1, place), release);
  }

  /**
   * Follows outputs that are being sent already, the first in the order. With `alone` no other element begins
   * before they are all sent.
   */
  follow(rest: Promise<void>, alone: boolean, place?: Place): void {
    this.settle(this.enter(alone ? this.settings.limit : 1, place), () => rest);
  }

  /** Resolves when nothing is under way or waiting. */
  async settled(): Promise<void> {
    while (this.active > 0 || this.someWait) {
      await new Promise<void>((resolve) => {
        this.idle = resolve;
      });
    }
  }

  /** Forgets waiting elements: the bundle has failed, and nothing begins any more. */
  abandon(): void {
    this.isAbandoned = true;
    this.waiting = [];
    this.begun = 0;
    this.ready.length = 0;
    this.inLanes = 0;
  }

  /** Whether elements wait for a place. Those that wait in lanes do not count: one before them is in work. */
  private get someWait(): boolean {
    return this.waiting.length > 0 || this.ready.length > 0;
  }

  private enter(places: number, place: Place | undefined): Slot {
    this.active += places;
    if (this.active >= this.settings.limit) this.settings.pressure.raise(this.settings.index);
    const slot = place?.slot;
    if (slot === undefined) return this.newSlot(places, place?.lane);
    slot.places = places;
    return slot;
  }

  private newSlot(places: number, lane: Lane | undefined): Slot {
    const slot: Slot = { places, release: undefined, lane };
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
  private leave({ places, lane }: Slot): void {
    this.ended++;
    this.active -= places;
    if (lane !== undefined) this.nextOf(lane);
    try {
      while (this.active < this.settings.limit && this.someWait) this.beginNext();
    } catch (thrown) {
      this.failed(thrown);
    }
    if (!this.full) this.settings.pressure.lower(this.settings.index);
    if (this.active === 0 && !this.someWait) {
      const idle = this.idle;
      this.idle = undefined;
      idle?.();
    }
  }

  /** The element in front of a lane is done (A5). */
  private nextOf(lane: Lane): void {
    const next = this.isAbandoned ? undefined : lane.waiting.shift();
    if (next === undefined) {
      lane.close();
      return;
    }
    this.inLanes--;
    this.ready.push(next);
  }

  private beginNext(): void {
    const { value, metadata, place } = this.ready.shift() ?? this.takeWaiting();
    const isInWork = this.settings.begin(value, metadata, place);
    if (!isInWork && place?.lane !== undefined) this.nextOf(place.lane);
  }

  private takeWaiting(): Waiting {
    const next = this.waiting[this.begun++]!;
    // Not `shift`, whose cost grows with what waits.
    if (this.begun === this.waiting.length) {
      this.waiting = [];
      this.begun = 0;
    } else if (this.begun >= 1024 && this.begun * 2 > this.waiting.length) {
      this.waiting = this.waiting.slice(this.begun);
      this.begun = 0;
    }
    return next;
  }
}

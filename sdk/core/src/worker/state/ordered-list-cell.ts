import type { OrderedListState } from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import {
  type Instant,
  type InstantLike,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  toInstant,
} from '../../model/timestamp.js';
import { Cell } from './cell.js';

interface Entry {
  readonly at: Instant;
  readonly kept: unknown;
}

/** {@link OrderedListState} on the heap. */
export class OrderedListCell extends Cell implements OrderedListState<unknown> {
  /** In order of time; those of one moment as they were added. */
  private list: Entry[] = [];

  get isVacant(): boolean {
    return this.list.length === 0;
  }

  add(at: InstantLike, value: unknown): void {
    const moment = momentOf(at);
    const kept = this.plan.values.keep(value);
    this.writing();
    this.restorePut(moment, kept);
    this.journal?.put(moment, kept);
  }

  /** The values as they are now: it may be changed while they are walked through. */
  read(from?: InstantLike, to?: InstantLike): Iterable<{ readonly at: Instant; readonly value: unknown }> {
    this.reading();
    const [begin, end] = this.between(from, to);
    return this.list.slice(begin, end).map(({ at, kept }) => ({ at, value: this.plan.values.give(kept) }));
  }

  clear(from?: InstantLike, to?: InstantLike): void {
    this.writing();
    const [begin, end] = this.between(from, to);
    if (end - begin === this.list.length) {
      this.startOver();
    } else if (end > begin) {
      this.journal?.remove(this.list[begin]!.at, end === this.list.length ? Infinity : this.list[end]!.at);
      this.list.splice(begin, end - begin);
    }
  }

  keptValues(): Iterable<unknown> {
    return this.list.map(({ kept }) => kept);
  }

  get entryCount(): number {
    return this.list.length;
  }

  eachEntry(put: (key: unknown, kept: unknown) => void): void {
    for (const { at, kept } of this.list) put(at, kept);
  }

  restorePut(at: unknown, kept: unknown): void {
    const moment = at as Instant;
    const { list } = this;
    const last = list[list.length - 1];
    if (last === undefined || last.at <= moment) list.push({ at: moment, kept });
    else list.splice(this.placeBehind(moment), 0, { at: moment, kept });
  }

  override restoreRemoved(from: unknown, to: unknown): void {
    const begin = this.placeOf(from as Instant);
    this.list.splice(begin, this.placeOf(to as Instant) - begin);
  }

  protected empty(): void {
    this.list = [];
  }

  private between(from: InstantLike | undefined, to: InstantLike | undefined): [number, number] {
    const begin = from === undefined ? MIN_TIMESTAMP : momentOf(from);
    const end = to === undefined ? undefined : momentOf(to);
    return [this.placeOf(begin), end === undefined ? this.list.length : this.placeOf(end)];
  }

  /** The first index whose moment is not before `at`. */
  private placeOf(at: Instant): number {
    return this.search((moment) => moment >= at);
  }

  /** The first index whose moment is after `at`. */
  private placeBehind(at: Instant): number {
    return this.search((moment) => moment > at);
  }

  private search(isBehind: (moment: Instant) => boolean): number {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBehind(this.list[middle]!.at)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function momentOf(at: InstantLike): Instant {
  const moment = toInstant(at);
  if (moment >= MIN_TIMESTAMP && moment <= MAX_TIMESTAMP) return moment;
  throw new BeamError('E_BAD_ARGUMENT', `An ordered list was asked for the moment ${String(at)}.`, {
    help: 'write milliseconds since 1970, a Date or a Temporal.Instant',
  });
}

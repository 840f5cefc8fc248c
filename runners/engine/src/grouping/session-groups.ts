import type { Instant, Window } from '@hornbeam/sdk/model';
import type { KeyGroups, Windowed } from './key-groups.js';

/** A row longer than this is cut in two: moving what is behind a new place stays cheap. */
const LONGEST_ROW = 512;

/**
 * The sessions of one key in the order of time. Those that a window overlaps are found by halving, so that a key with
 * many open sessions costs little more an element than one with few.
 *
 * Invariants:
 *  O1  no two sessions overlap, so that their ends have the order of their starts. A session may grow while it is in,
 *      as long as it meets no other.
 *  O2  sessions are in rows one after the other; no row is empty.
 */
export class SessionGroups<G extends Windowed> implements KeyGroups<G> {
  private readonly rows: G[][] = [];
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(window: Window): G | undefined {
    const row = this.rows[this.rowAfter(window.start)];
    const session = row?.[placeAfter(row, window.start)];
    return session?.window.start === window.start && session.window.end === window.end ? session : undefined;
  }

  add(session: G): void {
    const { start } = session.window;
    const { rows } = this;
    this.count++;
    if (rows.length === 0) {
      rows.push([session]);
      return;
    }
    const index = Math.min(this.rowAfter(start), rows.length - 1);
    const row = rows[index]!;
    row.splice(placeAfter(row, start), 0, session);
    if (row.length > LONGEST_ROW) rows.splice(index + 1, 0, row.splice(row.length >> 1));
  }

  delete(session: G): void {
    const { start } = session.window;
    const index = this.rowAfter(start);
    const row = this.rows[index];
    if (row === undefined) return;
    const place = placeAfter(row, start);
    if (row[place] !== session) return;
    this.count--;
    row.splice(place, 1);
    if (row.length === 0) this.rows.splice(index, 1);
  }

  windows(): readonly Window[] {
    return this.rows.flatMap((row) => row.map(({ window }) => window));
  }

  /** The sessions that a window overlaps, in the order of time; those it only touches are none of them, as in Beam. */
  near({ start, end }: Window): readonly G[] {
    const near: G[] = [];
    let index = this.rowAfter(start);
    let row = this.rows[index];
    if (row === undefined) return near;
    for (let place = placeAfter(row, start); ; place++) {
      if (place === row.length) {
        row = this.rows[++index];
        if (row === undefined) return near;
        place = 0;
      }
      const session = row[place]!;
      if (session.window.start >= end) return near;
      near.push(session);
    }
  }

  /** The first row with a session that ends after a moment; behind all rows where there is none. */
  private rowAfter(at: Instant): number {
    return firstThat(this.rows, (row) => row[row.length - 1]!.window.end > at);
  }
}

/** The first place in a row whose session ends after a moment; behind all of them where there is none. */
const placeAfter = <G extends Windowed>(row: readonly G[], at: Instant): number =>
  firstThat(row, ({ window }) => window.end > at);

/** The index of the first item that is so, where all behind it are so too; the length where none is. */
function firstThat<T>(items: readonly T[], isSo: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

import type { BatchHandle, EdgeId, StageId } from '@hornbeam/engine';
import {
  BeamError,
  type Coder,
  expiryOf,
  type Instant,
  type KV,
  type Pane,
  type Window,
  windowKey,
} from '@hornbeam/sdk/model';
import { type Cursor, type Feed, KeyIndex, receiver } from '@hornbeam/sdk/worker';
import type { Spool } from '../stores/spool.js';
import type { EdgeWriter, SideStore } from './edge-store.js';

/** What a side input's store is told of its windows. */
export interface SideWindows {
  /** The window of the side input that goes with one of the main input. */
  readonly of: (main: Window) => Window;
  /** A pane may fire before its window has ended: the newest is what readers see. */
  readonly isTriggered: boolean;
  /** Its elements end by themselves: readers wait for all of them. */
  readonly isBounded: boolean;
  /** How long after the end of its window an element of the main input may still ask, ms; the longest of all readers. */
  readonly lateness: number;
  /** Writes keys, where panes may be those of a key: elements are pairs, and panes fire before the window has ended. */
  readonly keys: Coder<unknown> | undefined;
}

/** The newest pane of one window. */
export interface Side {
  readonly window: Window;
  spool: Spool;
  /** Its index; elements that no trigger has fired are all of pane 0. */
  pane: number;
  /** Instead of the spool where panes are those of a key: the newest of each. Not on disk: each may be replaced. */
  readonly byKey: KeyIndex<KeyedPane> | undefined;
}

/** What changed of a side input since that was last asked for. */
export interface SideChanges {
  /** Windows that nobody will ask for any more, as they were. */
  readonly gone: readonly Side[];
  /** Windows that have other elements than before, with the keys whose panes are others where panes are those of a key. */
  readonly changed: ReadonlyMap<Side, readonly unknown[]>;
}

/** A pane that was the newest. */
interface ReplacedPane {
  readonly spool: Spool;
  /** Readers that have finished a bundle since. */
  readonly finished: Set<StageId>;
}

/** The newest pane of one key and window. */
export interface KeyedPane {
  readonly pane: number;
  readonly elements: unknown[];
}

/** A writer of a side input has nothing that waits. */
const NOTHING = Object.freeze({ elements: 0, bytes: 0 });

/**
 * A side input: the elements of each window apart, read as often as wanted.
 *
 * Invariants:
 *  I1  readers see the elements of the newest pane of a window, and no others. Of pairs they see the newest pane of
 *      each key: groupings count the panes of a key apart.
 *  I2  what a reader has been given stays readable until the edge is closed or the window has expired.
 */
export class SideInputStore implements SideStore {
  readonly edge: EdgeId;
  private readonly sideWindows: SideWindows;
  private readonly makeSpool: () => Spool;
  private readonly windows = new Map<string, Side>();
  /** Panes that were replaced, until the bundles that may read them have finished. */
  private replaced: ReplacedPane[] = [];
  private added = 0;
  private changes = 0;
  /** Where somebody keeps the elements elsewhere too. */
  private noted: { gone: Side[]; changed: Map<Side, unknown[]> } | undefined;
  private isClosed = false;

  constructor(edge: EdgeId, sideWindows: SideWindows, makeSpool: () => Spool) {
    this.edge = edge;
    this.sideWindows = sideWindows;
    this.makeSpool = makeSpool;
  }

  get counts(): { in: number; out: number } {
    return { in: this.added, out: this.added };
  }

  get version(): number {
    return this.changes;
  }

  writer(cursor: Cursor): EdgeWriter {
    return {
      receiver: receiver((value) => {
        this.added++;
        this.changes++;
        const { metadata } = cursor;
        for (const window of metadata.windows) {
          const side = this.sideOf(window, metadata.pane.index);
          if (side.byKey === undefined) side.spool.add(value, metadata);
          else addPair(side.byKey, value as KV<unknown, unknown>, metadata.pane);
          if (this.noted !== undefined) this.note(side, value);
        }
      }),
      size: NOTHING,
      commit: () => undefined,
    };
  }

  seal(): BatchHandle[] {
    return [];
  }

  feed(): Feed {
    throw new BeamError('E_INTERNAL', 'A side input is read, not fed.');
  }

  finished(): void {}

  isReady(main: Window, watermark: Instant): boolean {
    if (this.sideWindows.isBounded) return false;
    let window: Window;
    try {
      window = this.sideWindows.of(main);
    } catch {
      return false; // no window goes with it: reading is an error, waiting for all of it is not
    }
    if (watermark > window.maxTimestamp) return true;
    return this.sideWindows.isTriggered && this.windows.has(windowKey(window));
  }

  elements(window: Window): Iterable<unknown> {
    return this.elementsIn(this.sideWindows.of(window));
  }

  elementsIn(window: Window): Iterable<unknown> {
    const side = this.windows.get(windowKey(window));
    if (side === undefined) return [];
    // What is added later is not what this reader was given (I2).
    if (side.byKey !== undefined)
      return Array.from(side.byKey.entries(), ([, pane]) => [...pane.elements]).flat();
    const { spool } = side;
    const check = (): void => {
      if (!this.isClosed) return;
      throw new BeamError('E_SIDE_INPUT', 'A side input was read after the steps that use it had ended.', {
        help: 'do not keep its iterable: copy it, [...iterable], or use asList()',
      });
    };
    return {
      *[Symbol.iterator]() {
        check();
        for (const { value } of spool.read()) {
          yield value;
          check();
        }
      },
    };
  }

  expire(before: Instant, reader: StageId, busy: readonly StageId[]): void {
    for (const [key, { window, spool }] of this.windows) {
      if (expiryOf(window, this.sideWindows.lateness) >= before) continue;
      spool.close();
      this.noted?.gone.push(this.windows.get(key)!);
      this.noted?.changed.delete(this.windows.get(key)!);
      this.windows.delete(key);
    }
    this.replaced = this.replaced.filter(({ spool, finished }) => {
      finished.add(reader);
      const isRead = busy.some((other) => !finished.has(other));
      if (!isRead) spool.close();
      return isRead;
    });
  }

  /** What changed since this was last asked; from the first call on changes are noted. */
  takeChanges(): SideChanges {
    const changes = this.noted;
    this.noted = { gone: [], changed: new Map() };
    return changes ?? this.noted;
  }

  /** The window as it was before, to be filled. */
  restore(window: Window, pane: number): Side {
    const side = this.sideOf(window, pane);
    this.changes++;
    return side;
  }

  /** The coder of keys, where panes are those of a key. */
  get keys(): Coder<unknown> | undefined {
    return this.sideWindows.keys;
  }

  private note(side: Side, value: unknown): void {
    const { changed } = this.noted!;
    let keys = changed.get(side);
    if (keys === undefined) {
      keys = [];
      changed.set(side, keys);
    }
    if (side.byKey !== undefined) keys.push((value as KV<unknown, unknown>).key);
  }

  close(): void {
    this.isClosed = true;
    this.noted?.gone.push(...this.windows.values());
    this.noted?.changed.clear();
    for (const { spool } of this.windows.values()) spool.close();
    for (const { spool } of this.replaced) spool.close();
    this.windows.clear();
  }

  private sideOf(window: Window, pane: number): Side {
    const id = windowKey(window);
    let side = this.windows.get(id);
    if (side === undefined) {
      const { keys } = this.sideWindows;
      const byKey = keys === undefined ? undefined : new KeyIndex<KeyedPane>(keys);
      side = { window, spool: this.makeSpool(), pane, byKey };
      this.windows.set(id, side);
    } else if (pane > side.pane && side.byKey === undefined) {
      this.replaced.push({ spool: side.spool, finished: new Set() });
      side.spool = this.makeSpool();
      side.pane = pane;
    }
    return side;
  }
}

function addPair(byKey: KeyIndex<KeyedPane>, pair: KV<unknown, unknown>, { index }: Pane): void {
  const known = byKey.get(pair.key);
  if (known === undefined || index > known.pane) byKey.set(pair.key, { pane: index, elements: [pair] });
  else if (index === known.pane) known.elements.push(pair);
}

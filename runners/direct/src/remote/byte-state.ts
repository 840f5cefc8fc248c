/**
 * The state of a step that runs in another process: bytes under names that are bytes, for the state requests of the
 * Fn API.
 *
 * Owns: bags, multimaps and ordered lists of every key and window.
 * Does not own: what the bytes mean (the worker), when a window expires (the head of the stage).
 *
 * Invariants:
 *  Y1  keys and windows are the same exactly when their bytes are.
 *  Y2  what is appended is kept in the order of the requests; a clear leaves nothing.
 *  Y3  what is empty takes no memory, but for keys that are to be told of the end of their window.
 */
import type { Window } from '@hornbeam/sdk/model';
import { windowKey } from '@hornbeam/sdk/model';
import type { WindowedState } from '../hosts/heads/windowed-state.js';
import { bytesOf, textOf } from './byte-text.js';
import type { OrderedList } from './ordered-list.js';

/** One kind of cell. */
export type ByteCell = Bag | ByteMultimap | OrderedList;

/** A bag: chunks in the order they were appended. */
export class Bag {
  chunks: Uint8Array[] = [];

  get isEmpty(): boolean {
    return this.chunks.length === 0;
  }
}

/** A multimap: chunks by the bytes of their key, in the order in which keys came first. */
export class ByteMultimap {
  readonly entries = new Map<string, Uint8Array[]>();

  get isEmpty(): boolean {
    return this.entries.size === 0;
  }
}

/** Where a cell is. */
export interface CellPlace {
  /** The name that the step gives the state. */
  readonly name: string;
  readonly window: Window;
  /** By the coder of the step's keys. */
  readonly key: Uint8Array;
}

/** The cells of a key by name. */
type Cells = Map<string, ByteCell>;

/** See the head of this file. */
export class ByteState implements WindowedState {
  private readonly windows = new Map<string, Map<string, Cells>>();
  private readonly keepsKeys: boolean;

  /** @param keepsKeys the step is told of every key when its window expires */
  constructor(keepsKeys: boolean) {
    this.keepsKeys = keepsKeys;
  }

  /** An element of this key and window goes to the step. */
  see(key: Uint8Array, window: Window): void {
    if (this.keepsKeys) this.cellsOf(key, window);
  }

  /** The cell of a place, when it holds something. */
  find(place: CellPlace): ByteCell | undefined {
    return this.windows.get(windowKey(place.window))?.get(textOf(place.key))?.get(place.name);
  }

  /** The cell of a place, made where there is none. */
  cell<C extends ByteCell>(place: CellPlace, make: () => C): C {
    const cells = this.cellsOf(place.key, place.window);
    let cell = cells.get(place.name);
    if (cell === undefined) {
      cell = make();
      cells.set(place.name, cell);
    }
    return cell as C;
  }

  /** Lets go of a cell. */
  clear(place: CellPlace): void {
    const id = windowKey(place.window);
    const keys = this.windows.get(id);
    const key = textOf(place.key);
    const cells = keys?.get(key);
    if (keys === undefined || cells === undefined) return;
    cells.delete(place.name);
    if (cells.size > 0 || this.keepsKeys) return;
    keys.delete(key);
    if (keys.size === 0) this.windows.delete(id);
  }

  *keysOf(window: Window): Iterable<Uint8Array> {
    for (const key of this.windows.get(windowKey(window))?.keys() ?? []) yield bytesOf(key);
  }

  dropWindow(window: Window): void {
    this.windows.delete(windowKey(window));
  }

  sweep(): void {
    // Nothing is kept beyond what a request left.
  }

  private cellsOf(key: Uint8Array, window: Window): Cells {
    const id = windowKey(window);
    let keys = this.windows.get(id);
    if (keys === undefined) {
      keys = new Map();
      this.windows.set(id, keys);
    }
    const name = textOf(key);
    let cells = keys.get(name);
    if (cells === undefined) {
      cells = new Map();
      keys.set(name, cells);
    }
    return cells;
  }
}

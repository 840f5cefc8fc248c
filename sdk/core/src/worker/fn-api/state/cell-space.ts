import type { Coder } from '../../../model/coders/coder.js';
import { type Window, windowKey } from '../../../model/window.js';
import { KeyIndex } from '../../key-index.js';
import type { RemoteCells } from './remote-cells.js';

/** The cells of the keys of one window of a step. */
export class WindowCells {
  readonly id: string;
  /** The window by the coder of the step's input. */
  readonly bytes: Uint8Array;
  readonly index: KeyIndex<RemoteCells>;
  private readonly space: CellSpace;

  constructor(space: CellSpace, window: Window, bytes: Uint8Array, keyCoder: Coder<any>) {
    this.space = space;
    this.id = windowKey(window);
    this.bytes = bytes;
    this.index = new KeyIndex(keyCoder);
  }

  /** Forgets the cells of a key, unless others have come in their place. */
  forget(cells: RemoteCells): void {
    if (this.index.get(cells.key) !== cells) return;
    this.index.delete(cells.key);
    if (this.index.size === 0) this.space.forget(this);
  }
}

/**
 * Where the cells of a step are found by window and key: those that stay from bundle to bundle as long as a token of
 * the runner's counts, or those of one bundle.
 */
export class CellSpace {
  private readonly windows = new Map<string, WindowCells>();
  private readonly emptied: () => void;
  /** The window asked for last: elements of one window come in a row. */
  private lastWindow: Window | undefined;
  private last: WindowCells | undefined;

  /** @param emptied called when nothing is found here any more */
  constructor(emptied: () => void) {
    this.emptied = emptied;
  }

  get isEmpty(): boolean {
    return this.windows.size === 0;
  }

  at(window: Window): WindowCells | undefined {
    if (window === this.lastWindow) return this.last;
    const found = this.windows.get(windowKey(window));
    if (found !== undefined) {
      this.lastWindow = window;
      this.last = found;
    }
    return found;
  }

  add(cells: WindowCells): void {
    this.windows.set(cells.id, cells);
  }

  forget(cells: WindowCells): void {
    if (this.windows.get(cells.id) === cells) this.windows.delete(cells.id);
    this.lastWindow = undefined;
    this.last = undefined;
    if (this.windows.size === 0) this.emptied();
  }
}

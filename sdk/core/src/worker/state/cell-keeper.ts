import type { Window } from '../../model/window.js';
import type { JournalChange } from './cell-journal.js';

/**
 * Keeps the cells of a step where they outlive this process: a port, since only the host knows where that is and when
 * what was handed over counts.
 */
export interface CellKeeper {
  /** Whether cells of this window are read when they are asked for; those of others are restored before the run. */
  isReadLater(window: Window): boolean;
  /** The journal of a cell as it was handed over last; undefined where there is none. */
  read(name: string, key: unknown, window: Window): Uint8Array | undefined;
  /** The keys of a window that is read later, as far as anything of them was kept. */
  keysOf(window: Window): Iterable<unknown>;
  /** So many keys may stay on the heap that could be read again. */
  readonly keysOnHeap: number;
}

/** What a keeper is handed at the end of an epoch; to be applied in this order. */
export type KeptChange =
  /** Nothing of these keys is to be kept in this window. */
  | { readonly kind: 'drop'; readonly window: Window; readonly keys: readonly unknown[] }
  /** The step is to be told of the key when its window expires. */
  | { readonly kind: 'key'; readonly window: Window; readonly key: unknown }
  | {
      readonly kind: 'cell';
      readonly window: Window;
      readonly key: unknown;
      readonly name: string;
      readonly change: JournalChange;
      /** Nothing is in it: what was kept of it may go. */
      readonly isVacant: boolean;
    };

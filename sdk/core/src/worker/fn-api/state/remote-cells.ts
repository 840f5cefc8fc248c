import type { StateCells } from '../../services.js';
import type { Cell, CellOwner } from '../../state/cell.js';
import type { WindowCells } from './cell-space.js';
import { CacheEntry } from './state-cache.js';
import type { StepState } from './state-layout.js';

/** The cells of one key and window of a step, whose content the runner keeps. */
export class RemoteCells extends CacheEntry implements StateCells, CellOwner {
  readonly key: unknown;
  /** The key by the coder of the step's input. */
  readonly keyBytes: Uint8Array;
  readonly home: WindowCells;
  readonly cells: readonly Cell[];
  /** The bundle that has them in hand. */
  holder: object | undefined;
  /** Until their content has come. */
  loading: Promise<StateCells> | undefined;
  /** Another bundle wrote the same cells meanwhile: what is here does not count after this one. */
  isStale = false;
  /** Some cell was written in the bundle that has them in hand. */
  isChanged = false;
  private readonly step: StepState;

  constructor(step: StepState, home: WindowCells, key: unknown, keyBytes: Uint8Array) {
    super();
    this.step = step;
    this.home = home;
    this.key = key;
    this.keyBytes = keyBytes;
    this.cells = step.makers.map((make) => make(this));
  }

  cell(name: string): Cell {
    return this.cells[this.step.placeOf(name)]!;
  }

  changed(): void {
    this.isChanged = true;
  }

  evicted(): void {
    this.home.forget(this);
  }

  /** A guess of the memory that they take, bytes. */
  size(): number {
    let size = ENTRY_BYTES + 2 * this.keyBytes.length;
    for (const { journal } of this.cells) size += CELL_BYTES + VALUE_FACTOR * journal!.size;
    return size;
  }
}

const ENTRY_BYTES = 300;
const CELL_BYTES = 200;
/** How much larger values are than their bytes. */
const VALUE_FACTOR = 4;

import type { Window } from '../../model/window.js';
import type { StateCells } from '../services.js';
import type { Cell, CellOwner } from './cell.js';

/** Makes the cells of a table, and is told which of them change. */
export interface CellSource {
  /** The place of a declared name. @throws BeamError `E_INTERNAL` for a name that is not declared */
  placeOf(name: string): number;
  make(place: number, owner: CellOwner): Cell;
  /** Something of this key changed, for the first time since changes were last taken note of. */
  touched(cells: KeyCells): void;
}

/** The cells of one key and window, each made when it is first asked for. */
export class KeyCells implements StateCells, CellOwner {
  readonly key: unknown;
  readonly window: Window;
  /** Waits to be looked at by the table. */
  isTouched = false;
  /** Waits to be kept elsewhere, see `CellKeeper`. */
  isDirty = false;
  private readonly cells: (Cell | undefined)[] = [];
  private readonly source: CellSource;

  constructor(source: CellSource, key: unknown, window: Window) {
    this.source = source;
    this.key = key;
    this.window = window;
  }

  cell(name: string): Cell {
    const place = this.source.placeOf(name);
    const known = this.cells[place];
    if (known !== undefined) return known;
    const made = this.source.make(place, this);
    this.cells[place] = made;
    return made;
  }

  /** The cells that are there. */
  *made(): IterableIterator<Cell> {
    for (const cell of this.cells) if (cell !== undefined) yield cell;
  }

  get isVacant(): boolean {
    return this.cells.every((cell) => cell === undefined || cell.isVacant);
  }

  changed(): void {
    if (this.isTouched) return;
    this.isTouched = true;
    this.source.touched(this);
  }
}

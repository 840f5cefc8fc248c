/**
 * Values as they are, with a watch on them, for the test mode that looks for changed elements: who changes a value that
 * it wrote or read, and does not write it again, changes the state in memory, and nothing where state is kept as bytes.
 *
 * Owns: the bytes of every value in a cell, and which cells were used in the bundle under way.
 *
 * Invariants:
 *  V1  a value in a cell has the bytes it was kept with whenever it is given, and when its bundle ends.
 *  V2  what is no longer in a cell may be changed: read, change and write again is right.
 */
import type { Coder } from '../../model/coders/coder.js';
import { sameBytes } from '../../model/coders/same-bytes.js';
import { BeamError } from '../../model/errors.js';
import { preview } from '../../model/preview.js';
import type { Cell } from './cell.js';
import { EncodedValues, type KeptValues } from './kept-values.js';

/** A value and its bytes when it was kept. */
interface Witness {
  readonly value: unknown;
  readonly bytes: Uint8Array;
}

/** The watch on the cells of one declared name; see the head of this file. */
export class WatchedValues implements KeptValues {
  private readonly name: string;
  private readonly encoded: EncodedValues;
  private readonly used = new Set<Cell>();

  constructor(name: string, coder: Coder<any>) {
    this.name = name;
    this.encoded = new EncodedValues(coder);
  }

  keep(value: unknown): Witness {
    return { value, bytes: this.encoded.keep(value) };
  }

  give(kept: unknown): unknown {
    this.check(kept as Witness);
    return (kept as Witness).value;
  }

  /** A callback has had the content of this cell, or a part of it, in hand. */
  use(cell: Cell): void {
    this.used.add(cell);
  }

  /** To be called when a bundle ends. @throws BeamError `E_USER` for a value that was changed */
  checkUsed(): void {
    const cells = [...this.used];
    this.used.clear();
    for (const cell of cells) for (const kept of cell.keptValues()) this.check(kept as Witness);
  }

  private check({ value, bytes }: Witness): void {
    if (sameBytes(this.encoded.keep(value), bytes)) return;
    throw new BeamError(
      'E_USER',
      `The callback changed a value of its state "${this.name}" without writing it.`,
      {
        element: preview(value),
        help: 'state owns what is written to it: write the value again after a change, or write and change copies',
      },
    );
  }
}

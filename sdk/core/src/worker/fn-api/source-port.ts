import type { Coder } from '../../model/coders/coder.js';
import { BeamError } from '../../model/errors.js';
import { preview } from '../../model/preview.js';
import type { Cursor, Receiver } from '../receiver.js';
import { ElementReader } from './element-form.js';

/**
 * Where the elements of a bundle come into its stage (`beam:runner:source:v1`).
 *
 * Owns: how many elements were read, and where to stop.
 *
 * Invariant P1: elements from `stop` on are never pushed; a split that has been answered holds.
 */
export class SourcePort {
  /** Of the element in hand; -1 before the first. */
  index = -1;
  /** The first element that does not belong to the bundle any more. */
  stop = Number.POSITIVE_INFINITY;
  private readonly elements: ElementReader;
  private readonly transformId: string;

  constructor(transformId: string, coder: Coder<unknown>) {
    this.transformId = transformId;
    this.elements = new ElementReader(coder);
  }

  /** Makes ready for another bundle. */
  reset(): void {
    this.index = -1;
    this.stop = Number.POSITIVE_INFINITY;
  }

  /** Turns to the elements of a chunk. */
  begin(bytes: Uint8Array): void {
    this.elements.begin(bytes);
  }

  /**
   * Pushes elements until all of the chunk are, or `pauses` says so.
   * @returns whether all are
   * @throws BeamError `E_DECODE`, and what the stage throws
   */
  push(input: Receiver, cursor: Cursor, pauses: () => boolean): boolean {
    const { elements } = this;
    while (elements.hasMore) {
      const value = this.read();
      if (++this.index >= this.stop) {
        // What follows was given back.
        this.index = this.stop - 1;
        elements.begin(NOTHING);
        return true;
      }
      cursor.metadata = elements.metadata;
      input.push(value);
      if (pauses()) return !elements.hasMore;
    }
    return true;
  }

  private read(): unknown {
    try {
      return this.elements.next();
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_DECODE', {
        element: `(element ${this.index + 1} of ${preview(this.transformId)})`,
      });
    }
  }
}

const NOTHING = new Uint8Array();

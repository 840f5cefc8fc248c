import { type Coder, StoredValues } from '@hornbeam/sdk/model';
import { RecordReader } from './record-file.js';
import type { SpillFile } from './spill-disk.js';

/** Values of one group in one spill file: `count` records from `position` on. */
export interface Segment {
  readonly file: SpillFile;
  readonly position: number;
  readonly count: number;
}

/** How much of a segment is read at a time. */
const CHUNK = 64 * 1024;

/**
 * The values of a group that is on disk. Read anew by every iteration, so that a group larger than memory can
 * be walked through, more than once.
 */
export class GroupedValues<V> extends StoredValues<V> {
  readonly length: number;
  private readonly parts: readonly (readonly V[] | Segment)[];
  private readonly coder: Coder<V>;

  /** @param parts values that were read already, and places of others */
  constructor(parts: readonly (readonly V[] | Segment)[], coder: Coder<V>) {
    super();
    this.parts = parts;
    this.coder = coder;
    let length = 0;
    for (const part of parts) length += 'file' in part ? part.count : part.length;
    this.length = length;
  }

  *[Symbol.iterator](): Iterator<V> {
    for (const part of this.parts) {
      if ('file' in part) {
        const records = new RecordReader(part.file, part.position, CHUNK);
        for (let i = 0; i < part.count; i++) yield this.coder.decode(records.next()!);
      } else {
        yield* part;
      }
    }
  }
}

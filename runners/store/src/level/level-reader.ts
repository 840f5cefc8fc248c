import type { BeamError } from '@hornbeam/sdk/model';
import type { LevelDatabase } from './level-database.js';
import { levelDamage, levelError } from './level-error.js';
import { decodeHead, decodeRecord, headKey, type LevelHead, pieceKey } from './level-records.js';

/** Reads records of a database, and what is kept under keys. */
export class LevelReader {
  private readonly folder: string;
  private readonly database: Pick<LevelDatabase, 'getSync'>;

  constructor(folder: string, database: Pick<LevelDatabase, 'getSync'>) {
    this.folder = folder;
    this.database = database;
  }

  /** What a record holds; undefined where there is none. @throws BeamError `E_STATE_DAMAGED` `E_DISK` */
  read(key: Uint8Array): Uint8Array | undefined {
    let record: Uint8Array | undefined;
    try {
      record = this.database.getSync(key);
    } catch (thrown) {
      throw levelError(this.folder, 'read', thrown);
    }
    if (record === undefined) return undefined;
    const content = decodeRecord(key, record);
    if (content === undefined) throw this.damage('a record has a wrong checksum');
    return content;
  }

  /** What is known of a key of a space; undefined where it is not there. @throws BeamError as {@link read} */
  head(space: number, key: Uint8Array): LevelHead | undefined {
    const content = this.read(headKey(space, key));
    return content && decodeHead(content);
  }

  /** What is kept under a key. @throws BeamError as {@link read} */
  value(space: number, key: Uint8Array): Uint8Array | undefined {
    const head = this.head(space, key);
    return head && this.valueOf(head);
  }

  /** The value that a head belongs to. @throws BeamError as {@link read} */
  valueOf({ id, size, pieces, inline }: LevelHead): Uint8Array {
    const value = new Uint8Array(size);
    value.set(inline);
    let end = inline.length;
    for (let piece = 0; piece < pieces; piece++) {
      const bytes = this.read(pieceKey(id, piece));
      if (bytes === undefined || end + bytes.length > size) {
        throw this.damage('a piece of a value is missing, or of another length');
      }
      value.set(bytes, end);
      end += bytes.length;
    }
    if (end !== size) throw this.damage('a value is shorter than it was');
    return value;
  }

  /** The error for what is not as it was written. */
  damage(what: string): BeamError {
    return levelDamage(this.folder, what);
  }
}

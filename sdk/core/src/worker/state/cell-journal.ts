/**
 * The content of a cell as a run of bytes that grows by entries: how state is kept where it outlives this process.
 *
 * Owns: what of a cell's changes is not written yet, and how large the journal is that it is to be added to.
 * Does not own: the content (the cell), the place where the bytes are kept.
 *
 * Invariants:
 *  J1  an empty cell that reads the journal has the content that the cell had when the journal was last taken.
 *  J2  entries tell their own end: bytes taken one after the other may be joined.
 *  J3  at most half the entries are dead, beside the first {@link DEAD_ENTRIES} while they take no more than
 *      {@link DEAD_BYTES}.
 *
 * Of a value or an accumulator the last entry counts, so that a write is mostly one request, and not two.
 */
import type { ByteReader } from '../../model/coders/byte-reader.js';
import type { ByteWriter } from '../../model/coders/byte-writer.js';
import type { Coder } from '../../model/coders/coder.js';
import type { KeptValues } from './kept-values.js';

/** How the entries of a kind of cell are written; all parts in the nested context. */
export interface JournalForm {
  /** Of what an entry is found by: a value of a set, a key of a map, a moment. */
  readonly key: Coder<any> | undefined;
  /** Of the values; undefined for sets, whose values are keys. */
  readonly value: Coder<any> | undefined;
  /** Of the end of a stretch, where entries are removed by stretches. */
  readonly end: Coder<any> | undefined;
  /** The form that the cell keeps its values in. */
  readonly values: KeptValues;
  /** The content is written as a whole each time: where writing anew costs no more than adding. */
  readonly isWhole?: boolean;
}

/** What a journal needs of its cell. */
export interface JournaledContent {
  /** How many entries the content takes. */
  readonly entryCount: number;
  /** When the cell was last written, ms since 1970; undefined where no time to live goes by it. */
  readonly lastWritten: number | undefined;
  /** Gives every entry of the content, in order. */
  eachEntry(put: (key: unknown, kept: unknown) => void): void;
  /** An entry that was written before comes to the content. */
  restorePut(key: unknown, kept: unknown): void;
  /** What has this key, or a key from `key` up to, but without, `end`, leaves the content. */
  restoreRemoved(key: unknown, end: unknown): void;
  restoreWritten(at: number): void;
}

/** What is to be done with the kept bytes of a cell. */
export interface JournalChange {
  /** Forget the bytes that are kept, before these. */
  readonly clears: boolean;
  /** To be put behind those that are kept; may be empty. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** So many dead entries are no reason to write everything anew, as long as they are small. */
const DEAD_ENTRIES = 16;
/** In a journal of more bytes than this, dead entries are not small. */
const DEAD_BYTES = 4096;
/** So many changes may wait in any case; more of them only when there is as much content. */
const PENDING_ENTRIES = 64;

/** The first byte of an entry. */
const PUT = 0;
const REMOVE = 1;
/** The moment of the last write follows, ms since 1970, as a double. */
const WRITTEN = 2;

interface Pending {
  readonly isPut: boolean;
  readonly key: unknown;
  /** The value of what is put, the end of what is removed. */
  readonly other: unknown;
}

/** See the head of this file. */
export class CellJournal {
  private readonly form: JournalForm;
  private readonly content: JournaledContent;
  private pending: Pending[] = [];
  /** The content is to be written as a whole: what was kept does not count any more. */
  private isAnew = false;
  private entries = 0;
  private bytes = 0;

  constructor(form: JournalForm, content: JournaledContent) {
    this.form = form;
    this.content = content;
  }

  /** How many bytes are kept, with the changes that were taken. */
  get size(): number {
    return this.bytes;
  }

  /** Notes that an entry came to the content. */
  put(key: unknown, kept: unknown): void {
    this.note({ isPut: true, key, other: kept });
  }

  /** Notes that the content is one value now. */
  replace(kept: unknown): void {
    if (!this.isAnew) this.pending = [{ isPut: true, key: undefined, other: kept }];
  }

  /** Notes that entries left the content. */
  remove(key: unknown, end?: unknown): void {
    this.note({ isPut: false, key, other: end });
  }

  /** Notes that the cell was emptied. */
  startOver(): void {
    this.isAnew = true;
    this.pending = [];
  }

  /**
   * What changed since this was last asked. The caller sees to it that it is written, in this order; when that fails,
   * the cell is of no use any more.
   * @throws BeamError `E_ENCODE` `E_NO_CODER`
   */
  take(writer: ByteWriter): JournalChange {
    const { content, pending } = this;
    const live = content.entryCount;
    const dead = this.entries + pending.length - live;
    const isAnew =
      this.isAnew ||
      this.form.isWhole === true ||
      (dead > live && (dead > DEAD_ENTRIES || this.bytes > DEAD_BYTES));
    const clears = isAnew && this.entries > 0;
    let entries = isAnew ? live : this.entries + pending.length;
    writer.reset();
    const { lastWritten } = content;
    if (lastWritten !== undefined && live > 0) {
      writer.writeByte(WRITTEN);
      writer.writeFloat64(lastWritten);
      entries++;
    }
    if (isAnew) content.eachEntry((key, kept) => this.write(writer, { isPut: true, key, other: kept }));
    else for (const entry of pending) this.write(writer, entry);
    this.bytes = (isAnew ? 0 : this.bytes) + writer.length;
    this.entries = entries;
    this.pending = [];
    this.isAnew = false;
    return { clears, bytes: writer.finish() };
  }

  /** Gives the cell, which must be new, what was kept. @throws BeamError `E_DECODE` */
  read(reader: ByteReader): void {
    const { content } = this;
    const { key, value, end, values } = this.form;
    const length = reader.remaining;
    while (reader.remaining > 0) {
      const kind = reader.readByte();
      if (kind === WRITTEN) {
        content.restoreWritten(reader.readFloat64());
      } else if (kind === PUT) {
        const of = key?.decode(reader);
        content.restorePut(of, value === undefined ? undefined : values.keep(value.decode(reader)));
      } else if (kind === REMOVE) {
        const of = key?.decode(reader);
        content.restoreRemoved(of, end?.decode(reader));
      } else {
        throw reader.fail(`An entry of state is of the unknown kind ${kind}`, reader.position - 1);
      }
      this.entries++;
    }
    this.bytes += length;
  }

  private note(entry: Pending): void {
    if (this.isAnew) return;
    const { pending } = this;
    if (pending.length >= PENDING_ENTRIES && pending.length > 2 * this.content.entryCount) this.startOver();
    else pending.push(entry);
  }

  private write(writer: ByteWriter, { isPut, key: of, other }: Pending): void {
    const { key, value, end, values } = this.form;
    writer.writeByte(isPut ? PUT : REMOVE);
    key?.encode(of, writer);
    if (isPut) value?.encode(values.give(other), writer);
    else end?.encode(other, writer);
  }
}

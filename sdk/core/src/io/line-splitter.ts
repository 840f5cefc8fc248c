/**
 * Lines out of bytes that come in chunks of any size.
 *
 * Owns: which lines belong to a range, lines cut by chunk borders, text decoding, where the line in hand lies.
 * Does not own: reading (byte-source.ts), what a line means (text.ts, json.ts, csv.ts).
 *
 * Invariants:
 *  L1  a line belongs to the range in which its first byte lies; adjacent ranges give each line exactly once.
 *  L2  a line ends with LF or CRLF, neither part of its text; a text after the last LF is a line as well. A CR
 *      elsewhere is an ordinary character.
 *  L3  bytes are cut into text at LF only, and LF is never part of a longer UTF-8 character: no character is cut.
 *  L4  a string handed out keeps no more than BLOCK_BYTES of its neighbours alive. Engines let a substring point
 *      into the text it was cut from: lines cut from a whole chunk would keep all of it in memory for one line.
 */
import { constants, isAscii, isUtf8 } from 'node:buffer';
import { BeamError } from '../model/errors.js';

const LF = 10;
const CR = 13;
const BYTE_ORDER_MARK = 0xfeff;

/**
 * Bytes decoded at once (L4). Measured on lines of 70 bytes: 33 ns a line, against 30 with blocks of 4 KiB, 64 when
 * every line is decoded alone, and 151 for node:readline.
 */
const BLOCK_BYTES = 512;

export interface LineRange {
  /** Byte at which the range begins; what is pushed starts one byte before it unless it is 0. */
  readonly start: number;
  /** Byte behind the range; Infinity reads to the end of the file. */
  readonly end: number;
}

export interface LineSettings {
  /** Named in errors. */
  readonly path: string;
  /** Called for each line; `place` tells where it lies and costs nothing until it is called. */
  readonly onLine: (line: string, place: () => LinePlace) => void;
  /** Leave a CR before the LF in the line: quoted CSV fields may hold line ends. */
  readonly keepCr?: boolean;
  /** What happens to bytes that are no UTF-8: U+FFFD stands in for them, or it is an error. */
  readonly invalidUtf8?: 'replace' | 'error';
}

/** Where a line lies. */
export interface LinePlace {
  /** Counted from 1 in the file; undefined for a range that does not begin with the file. */
  readonly line: number | undefined;
  /** First byte of the line in the (decompressed) file. */
  readonly offset: number;
}

export class LineSplitter {
  private readonly range: LineRange;
  private readonly settings: LineSettings;
  /** The first byte of what comes next, in the file. */
  private offset: number;
  /** The line that began before the range is passed over. */
  private skipping: boolean;
  /** Begin of a line whose end has not come yet. */
  private carry: Buffer | undefined;
  private carried = 0;
  /** Lines handed out, the one in hand included. */
  private count = 0;
  /** The bytes of the lines that are being handed out, for {@link place}. */
  private block: { bytes: Buffer; from: number; offset: number; firstLine: number } | undefined;

  constructor(range: LineRange, settings: LineSettings) {
    this.range = range;
    this.settings = settings;
    this.skipping = range.start > 0;
    this.offset = Math.max(range.start - 1, 0);
  }

  /** Lines handed out so far. */
  get lines(): number {
    return this.count;
  }

  /**
   * Takes the next chunk and hands out the lines that end in it. True when no further line belongs to the range.
   * @throws what the callback throws, and BeamError `E_BAD_RECORD` for bytes that are no text.
   */
  push(chunk: Buffer): boolean {
    const base = this.offset;
    this.offset += chunk.length;
    // Within the chunk: the first byte that belongs to the next range. A line that begins there is not ours.
    const limit = this.range.end - base;
    let from = 0;
    if (this.skipping) {
      const lf = chunk.indexOf(LF);
      if (lf < 0) return chunk.length >= limit;
      this.skipping = false;
      from = lf + 1;
    } else if (this.carried > 0) {
      const lf = chunk.indexOf(LF);
      if (lf < 0) {
        this.keep(chunk, 0);
        return false;
      }
      this.keep(chunk.subarray(0, lf + 1), 0);
      this.release(base + lf + 1);
      from = lf + 1;
    }
    if (from >= limit) return true;

    let to = chunk.lastIndexOf(LF) + 1;
    let done = false;
    if (to >= limit) {
      to = chunk.indexOf(LF, limit - 1) + 1;
      done = true;
    }
    if (to > from) this.emit(chunk, from, to, base + from);
    if (done) return true;
    const rest = Math.max(from, to);
    if (rest < chunk.length) this.keep(chunk, rest);
    return rest >= limit;
  }

  /** Hands out the last line when the file does not end with a line end. */
  finish(): void {
    if (this.carried > 0) this.release(this.offset);
  }

  /** Where the line lies that is being handed out. */
  readonly place = (): LinePlace => {
    const line = this.range.start === 0 ? this.count : undefined;
    if (this.block === undefined) return { line, offset: this.offset };
    const { bytes, from, offset, firstLine } = this.block;
    let at = from;
    for (let i = firstLine; i < this.count; i++) at = bytes.indexOf(LF, at) + 1;
    return { line, offset: offset + at - from };
  };

  /** Keeps the begin of a line for later. */
  private keep(chunk: Buffer, from: number): void {
    const needed = this.carried + chunk.length - from;
    if (needed > constants.MAX_STRING_LENGTH) {
      throw this.bad(this.offset, `A line is longer than ${constants.MAX_STRING_LENGTH} bytes`, {
        help: 'check that this is a file of lines, and its compression',
      });
    }
    if (this.carry === undefined || this.carry.length < needed) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * (this.carry?.length ?? 0), 1024));
      this.carry?.copy(larger, 0, 0, this.carried);
      this.carry = larger;
    }
    chunk.copy(this.carry, this.carried, from);
    this.carried = needed;
  }

  /** Hands out the kept line, which ends before byte `end` of the file. */
  private release(end: number): void {
    const length = this.carried;
    const bytes = this.carry!.subarray(0, length);
    this.carried = 0;
    // One huge line must not hold its buffer for the rest of the file.
    if (bytes.length > 1024 * 1024) this.carry = undefined;
    this.emit(bytes, 0, length, end - length);
  }

  /** Hands out the lines in `bytes[from, to)`; each ends with LF, or the only one is the last of the file. */
  private emit(bytes: Buffer, from: number, to: number, offset: number): void {
    const ascii = isAscii(bytes.subarray(from, to));
    let at = from;
    if (this.count === 0 && this.range.start === 0) {
      const lf = bytes.indexOf(LF, at);
      const end = lf < 0 || lf >= to ? to : lf + 1;
      this.emitFirst(bytes, at, end, offset);
      at = end;
    }
    while (at < to) {
      let end = Math.min(at + BLOCK_BYTES, to);
      if (end < to) {
        const lf = bytes.lastIndexOf(LF, end - 1);
        // A line longer than a block is a block of its own; only the last line of a file has no LF.
        end = lf >= at ? lf + 1 : bytes.indexOf(LF, end) + 1 || to;
      }
      this.block = { bytes, from: at, offset: offset + at - from, firstLine: this.count + 1 };
      this.cut(this.decode(bytes, at, end, ascii));
      at = end;
    }
    this.block = undefined;
  }

  /** The first line of a file, which may begin with a byte order mark. */
  private emitFirst(bytes: Buffer, from: number, to: number, offset: number): void {
    this.block = { bytes, from, offset, firstLine: 1 };
    const first = to - from >= 2 ? bytes.readUInt16BE(from) : 0;
    if (first === BYTE_ORDER_MARK || first === 0xfffe) {
      throw this.bad(offset, 'The file is UTF-16 text', { help: 'convert it to UTF-8 first' });
    }
    const text = this.decode(bytes, from, to, false);
    this.cut(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text);
  }

  private decode(bytes: Buffer, from: number, to: number, ascii: boolean): string {
    if (ascii) return bytes.toString('latin1', from, to);
    if (this.settings.invalidUtf8 === 'error' && !isUtf8(bytes.subarray(from, to))) {
      for (let at = from; at < to; ) {
        const lf = bytes.indexOf(LF, at);
        const end = lf < 0 || lf >= to ? to : lf + 1;
        this.count++;
        if (!isUtf8(bytes.subarray(at, end))) {
          throw this.bad(this.place().offset, 'A line is not UTF-8 text', {
            help: "convert the file, or read it with invalidUtf8: 'replace'",
          });
        }
        at = end;
      }
    }
    return bytes.toString('utf8', from, to);
  }

  /** The innermost loop of all file reading. */
  private cut(text: string): void {
    const { onLine, keepCr } = this.settings;
    const place = this.place;
    let at = 0;
    for (;;) {
      const lf = text.indexOf('\n', at);
      if (lf < 0) break;
      this.count++;
      onLine(text.slice(at, !keepCr && lf > at && text.charCodeAt(lf - 1) === CR ? lf - 1 : lf), place);
      at = lf + 1;
    }
    if (at === text.length) return;
    this.count++;
    onLine(at === 0 ? text : text.slice(at), place);
  }

  private bad(offset: number, what: string, options: { readonly help: string }): BeamError {
    const line = this.range.start === 0 ? this.count : undefined;
    return new BeamError('E_BAD_RECORD', `${what}: ${placeText(this.settings.path, { line, offset })}.`, {
      path: placeText(this.settings.path, { line, offset }),
      ...options,
    });
  }
}

/** A place for people: `file:line`, or the byte where the line is not known. */
export function placeText(path: string, { line, offset }: LinePlace): string {
  return line === undefined ? `${path}, byte ${offset}` : `${path}:${line}`;
}

import { BeamError } from '../../errors.js';
import type { Instant } from '../../timestamp.js';
import type { ByteReader } from '../byte-reader.js';
import type { ByteWriter } from '../byte-writer.js';
import { readInstant, writeInstant } from '../instant.js';
import { mismatch } from '../mismatch.js';
import { FieldCoder } from './field-coder.js';

const DAY = 86_400_000;

/** How a row of seconds and part of a second begins: two fields, none of them null. */
const ROW_HEAD = [2, 0] as const;

/** Milliseconds as a number, in the eight bytes of `instant.ts` (`beam:logical_type:millis_instant:v1`). */
export class MillisInstantCoder extends FieldCoder<Instant> {
  constructor() {
    super('millis_instant');
  }

  encode(at: Instant, writer: ByteWriter): void {
    if (typeof at !== 'number') throw mismatch('timestamp', 'a number of milliseconds', at);
    writeInstant(at, writer);
  }

  decode(reader: ByteReader): Instant {
    return readInstant(reader);
  }

  estimateSize(): number {
    return 8;
  }
}

/** The bytes of {@link MillisInstantCoder} as a Date. */
export class DateInstantCoder extends FieldCoder<Date> {
  constructor() {
    super('date_instant');
  }

  encode(at: Date, writer: ByteWriter): void {
    if (!(at instanceof Date)) throw mismatch('datetime', 'a Date', at);
    writeInstant(at.getTime(), writer);
  }

  decode(reader: ByteReader): Date {
    const start = reader.position;
    const date = new Date(readInstant(reader));
    if (Number.isNaN(date.getTime()))
      throw reader.fail('A timestamp lies beyond what a Date can hold', start);
    return date;
  }

  estimateSize(): number {
    return 8;
  }
}

/** A day as `YYYY-MM-DD`, in the bytes its number counted from 1970 (`beam:logical_type:date:v1`). */
export class CalendarDateCoder extends FieldCoder<string> {
  constructor() {
    super('date');
  }

  encode(day: string, writer: ByteWriter): void {
    const millis =
      typeof day === 'string' && /^([+-]\d\d)?\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : Number.NaN;
    // Date.parse takes 30 February for 1 March; a real day prints as itself.
    if (Number.isNaN(millis) || dayText(millis) !== day) throw mismatch('date', "a day as 'YYYY-MM-DD'", day);
    writer.writeVarint(millis / DAY);
  }

  decode(reader: ByteReader): string {
    const at = reader.position;
    const millis = reader.readVarint() * DAY;
    if (Math.abs(millis) > 8.64e15) throw reader.fail('A date lies beyond the calendar', at);
    return dayText(millis);
  }

  estimateSize(): number {
    return 3;
  }
}

const dayText = (millis: number): string => new Date(millis).toISOString().split('T')[0]!;

/**
 * A moment as a bigint that counts units of 10^-digits seconds from 1970, in the bytes a row of the seconds and
 * the part of a second, which is never negative (`beam:logical_type:micros_instant:v1`, `timestamp:v1`).
 */
export class SubsecondCoder extends FieldCoder<bigint> {
  private readonly unitsPerSecond: bigint;
  /** Beam writes the part as 16 bits below five digits, and as a varint from there on. */
  private readonly isShort: boolean;

  /** @param digits 0 to 9 */
  constructor(digits: number, isShort: boolean) {
    super(`subsecond_${digits}`);
    this.unitsPerSecond = 10n ** BigInt(digits);
    this.isShort = isShort;
  }

  encode(units: bigint, writer: ByteWriter): void {
    if (typeof units !== 'bigint') throw mismatch('timestamp', 'a bigint', units);
    const part = ((units % this.unitsPerSecond) + this.unitsPerSecond) % this.unitsPerSecond;
    const seconds = (units - part) / this.unitsPerSecond;
    if (BigInt.asIntN(64, seconds) !== seconds) {
      throw new BeamError('E_ENCODE', `The timestamp ${units} does not fit 64 bits of seconds.`);
    }
    writer.writeByte(ROW_HEAD[0]);
    writer.writeByte(ROW_HEAD[1]);
    writer.writeVarint64(seconds);
    if (this.isShort) writer.writeInt16(Number(part));
    else writer.writeVarint(Number(part));
  }

  decode(reader: ByteReader): bigint {
    const at = reader.position;
    if (reader.readByte() !== ROW_HEAD[0] || reader.readByte() !== ROW_HEAD[1]) {
      throw reader.fail('A timestamp is no row of seconds and part of a second', at);
    }
    const seconds = reader.readVarint64();
    const part = BigInt(this.isShort ? reader.readInt16() : reader.readVarint());
    if (part < 0n || part >= this.unitsPerSecond) throw reader.fail(`${part} is no part of a second`, at);
    return seconds * this.unitsPerSecond + part;
  }

  estimateSize(): number {
    return 10;
  }
}

import { BeamError } from '../../errors.js';
import { readBigInteger, writeBigInteger } from '../big-integer.js';
import type { ByteReader } from '../byte-reader.js';
import type { ByteWriter } from '../byte-writer.js';
import { mismatch } from '../mismatch.js';
import { FieldCoder } from './field-coder.js';

/** About 9,800 digits: turning more into text takes longer than any record is worth. */
const MAX_BYTES = 4096;

/**
 * A decimal number as text (`beam:logical_type:decimal:v1`): a varint scale, then the digits as an integer.
 * The text is what Java's `BigDecimal.toString` gives: `12.50` keeps its two places, and where there would be
 * many zeros an exponent stands instead, `1E+3`, `1E-7`.
 */
export class DecimalCoder extends FieldCoder<string> {
  constructor() {
    super('decimal');
  }

  encode(text: string, writer: ByteWriter): void {
    const match =
      typeof text === 'string' ? /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/.exec(text) : null;
    const [, sign = '', whole = '', part = '', exponent = '0'] = match ?? [];
    if (match === null || whole.length + part.length === 0) {
      throw mismatch('decimal', "a decimal number as text, such as '12.50'", text);
    }
    if (whole.length + part.length > MAX_BYTES * 2) {
      throw new BeamError('E_ENCODE', `A decimal number has more than ${MAX_BYTES * 2} digits.`);
    }
    const digits = BigInt(whole + part);
    writer.writeVarint((part.length - Number(exponent)) >>> 0);
    writeBigInteger(sign === '-' ? -digits : digits, writer);
  }

  decode(reader: ByteReader): string {
    const at = reader.position;
    const scale = reader.readVarint();
    if (scale < -0x8000_0000 || scale > 0xffff_ffff)
      throw reader.fail(`${scale} is no scale of a decimal`, at);
    return decimalText(readBigInteger(reader, MAX_BYTES), scale | 0);
  }

  estimateSize(text: string): number {
    return 2 + (text.length >> 1);
  }
}

function decimalText(value: bigint, scale: number): string {
  const sign = value < 0n ? '-' : '';
  const digits = (value < 0n ? -value : value).toString();
  const exponent = digits.length - 1 - scale;
  if (scale >= 0 && exponent >= -6) {
    if (scale === 0) return sign + digits;
    const padded = digits.padStart(scale + 1, '0');
    return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
  }
  const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${sign}${digits[0]}${rest}E${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

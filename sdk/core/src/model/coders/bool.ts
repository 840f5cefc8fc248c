import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { ContextFreeCoder } from './context-free.js';
import { mismatch } from './mismatch.js';
import { coderUrns } from './urns.js';

/** A boolean in one byte, 0 or 1 (`beam:coder:bool:v1`). */
export class BoolCoder extends ContextFreeCoder<boolean> {
  readonly urn = coderUrns.bool;
  readonly components = [];
  readonly deterministic = true;

  encode(value: boolean, writer: ByteWriter): void {
    if (typeof value !== 'boolean') throw mismatch('bool', 'a boolean', value);
    writer.writeByte(value ? 1 : 0);
  }

  decode(reader: ByteReader): boolean {
    const byte = reader.readByte();
    if (byte > 1) throw reader.fail(`A boolean is 0 or 1, not ${byte}`, reader.position - 1);
    return byte === 1;
  }

  estimateSize(): number {
    return 1;
  }
}

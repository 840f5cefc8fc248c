import type { ByteReader } from '../byte-reader.js';
import type { ByteWriter } from '../byte-writer.js';
import { mismatch } from '../mismatch.js';
import { FieldCoder } from './field-coder.js';

/** One of a list of names, as its number in the list (`hornbeam:logical_type:enumeration:v1`). */
export class EnumerationCoder extends FieldCoder<string> {
  private readonly names: readonly string[];
  private readonly numbers: ReadonlyMap<string, number>;

  constructor(names: readonly string[]) {
    super('enumeration');
    this.names = names;
    this.numbers = new Map(names.map((name, i) => [name, i]));
  }

  encode(name: string, writer: ByteWriter): void {
    const number = this.numbers.get(name);
    if (number === undefined) throw mismatch('enumeration', `one of ${this.names.join(', ')}`, name);
    writer.writeVarint(number);
  }

  decode(reader: ByteReader): string {
    const at = reader.position;
    const number = reader.readVarint();
    const name = this.names[number];
    if (name === undefined) throw reader.fail(`${number} is no member of an enumeration`, at);
    return name;
  }

  estimateSize(): number {
    return 1;
  }
}

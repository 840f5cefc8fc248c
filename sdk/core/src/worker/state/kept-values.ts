import { ByteReader } from '../../model/coders/byte-reader.js';
import { ByteWriter } from '../../model/coders/byte-writer.js';
import type { Coder } from '../../model/coders/coder.js';

/** The form in which a cell keeps its values. */
export interface KeptValues {
  keep(value: unknown): unknown;
  give(kept: unknown): unknown;
}

/** Values as they are: who changes one that it wrote before changes the state. */
export const LIVE_VALUES: KeptValues = {
  keep: (value) => value,
  give: (kept) => kept,
};

/**
 * Values as the bytes of their coder, for the test mode that encodes everything: shows values that a coder does not
 * take, and steps that rely on getting the same object, as no other runner gives it to them.
 */
export class EncodedValues implements KeptValues {
  private readonly coder: Coder<any>;
  private readonly writer = new ByteWriter();
  private readonly reader = new ByteReader(new Uint8Array());

  constructor(coder: Coder<any>) {
    this.coder = coder;
  }

  keep(value: unknown): Uint8Array {
    this.writer.reset();
    this.coder.encode(value, this.writer);
    return this.writer.finish();
  }

  give(kept: unknown): unknown {
    this.reader.reset(kept as Uint8Array);
    return this.coder.decode(this.reader);
  }
}

import {
  type ByteReader,
  type ByteWriter,
  type Coder,
  ContextFreeCoder,
  coderUrns,
  KvCoder,
  NullableCoder,
} from '@hornbeam/sdk/model';

/**
 * Values that stay the bytes they came in: what a worker of another process wrote goes to the next one, into a
 * grouping or to disk without being read. Only the end of a value is looked for, by the coder it was written with.
 *
 * Two values are equal when their bytes are, which is what Beam means by equal keys.
 */
export class RawCoder extends ContextFreeCoder<Uint8Array> {
  readonly urn = 'hornbeam:coder:raw:v1';
  readonly components: readonly [Coder<any>];
  readonly deterministic = true;
  private readonly skip: (reader: ByteReader) => void;

  /** @param form writes the values where they are made; in the nested context */
  constructor(form: Coder<any>) {
    super();
    this.components = [form];
    this.skip = skipper(form);
  }

  encode(value: Uint8Array, writer: ByteWriter): void {
    writer.writeBytes(value);
  }

  decode(reader: ByteReader): Uint8Array {
    const start = reader.position;
    this.skip(reader);
    return reader.viewFrom(start);
  }

  estimateSize(value: Uint8Array): number {
    return value.length;
  }
}

/** Moves a reader past one value of a coder. */
function skipper(coder: Coder<any>): (reader: ByteReader) => void {
  switch (coder.urn) {
    case coderUrns.bytes:
    case coderUrns.stringUtf8:
    case coderUrns.lengthPrefix:
      return (reader) => reader.skip(reader.readLength());
    case coderUrns.varint:
      return (reader) => reader.skipVarint();
    case coderUrns.double:
      return (reader) => reader.skip(8);
    case coderUrns.bool:
      return (reader) => reader.skip(1);
    case coderUrns.intervalWindow:
      return (reader) => {
        reader.skip(8);
        reader.skipVarint();
      };
  }
  if (coder instanceof KvCoder) {
    const key = skipper(coder.key);
    const value = skipper(coder.value);
    return (reader) => {
      key(reader);
      value(reader);
    };
  }
  if (coder instanceof NullableCoder) {
    const value = skipper(coder.components[0]);
    return (reader) => {
      if (reader.readByte() !== 0) value(reader);
    };
  }
  if (coder.urn === coderUrns.iterable) {
    const element = skipper(coder.components[0]!);
    const several = (reader: ByteReader, count: number): void => {
      // What takes no bytes may be there any number of times, and need not be gone through.
      for (let left = count; left > 0; left--) {
        const before = reader.position;
        element(reader);
        if (reader.position === before) return;
      }
    };
    return (reader) => {
      const count = reader.readInt32();
      if (count >= 0) {
        several(reader, count);
        return;
      }
      for (let chunk = reader.readVarint(); chunk !== 0; chunk = reader.readVarint()) {
        if (chunk < 0) throw reader.fail(`${chunk} is no count of elements that are all here`);
        several(reader, chunk);
      }
    };
  }
  return (reader) => {
    coder.decode(reader);
  };
}

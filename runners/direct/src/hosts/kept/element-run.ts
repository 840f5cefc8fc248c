import {
  ByteReader,
  type ByteWriter,
  type Coder,
  type Metadata,
  ROOT_METADATA,
  type Window,
  WindowedValueCoder,
} from '@hornbeam/sdk/model';

const SAME = 0;
const FULL = 1;

/**
 * Elements with their metadata, one behind the other: byte 0, value, when the metadata is that of the element before;
 * else byte 1, metadata, value. A run may be continued by bytes that were written apart from it.
 */
export class ElementRun {
  private readonly form: WindowedValueCoder<any>;

  constructor(coder: Coder<any>, window: Coder<Window>) {
    this.form = new WindowedValueCoder(coder, window);
  }

  get coders(): readonly Coder<any>[] {
    return this.form.components;
  }

  /** @throws BeamError `E_ENCODE` */
  write(
    elements: Iterable<{ readonly value: unknown; readonly metadata: Metadata }>,
    writer: ByteWriter,
  ): void {
    let before: Metadata | undefined;
    for (const { value, metadata } of elements) {
      writer.writeByte(metadata === before ? SAME : FULL);
      if (metadata !== before) this.form.encodeMetadata(metadata, writer);
      before = metadata;
      this.form.value.encode(value, writer);
    }
  }

  /** @throws BeamError `E_DECODE` */
  *read(bytes: Uint8Array): IterableIterator<{ readonly value: unknown; readonly metadata: Metadata }> {
    const reader = new ByteReader(bytes);
    let metadata = ROOT_METADATA;
    while (reader.remaining > 0) {
      if (reader.readByte() === FULL) metadata = this.form.decodeMetadata(reader, metadata);
      yield { value: this.form.value.decode(reader), metadata };
    }
  }
}

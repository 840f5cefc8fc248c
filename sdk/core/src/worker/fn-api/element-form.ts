import { ByteReader } from '../../model/coders/byte-reader.js';
import type { ByteWriter } from '../../model/coders/byte-writer.js';
import type { Coder } from '../../model/coders/coder.js';
import { KvCoder } from '../../model/coders/kv.js';
import { ParamWindowedValueCoder } from '../../model/coders/param-windowed-value.js';
import { WindowedValueCoder } from '../../model/coders/windowed-value.js';
import { BeamError } from '../../model/errors.js';
import { type Metadata, ROOT_METADATA } from '../../model/metadata.js';

/**
 * Reads the elements of a port out of chunks of bytes. Neighbours mostly have the same timestamp, windows and pane:
 * their bytes are compared with those of the element before, and read only when they differ.
 */
export class ElementReader {
  metadata: Metadata = ROOT_METADATA;
  private readonly form: WindowedValueCoder<unknown> | ParamWindowedValueCoder<unknown>;
  private readonly reader = new ByteReader(new Uint8Array());
  private bytes: Uint8Array = new Uint8Array();
  /** The bytes before the value, of the element before; empty when there was none. */
  private head: Uint8Array = new Uint8Array();

  constructor(coder: Coder<unknown>) {
    this.form = windowedForm(coder);
  }

  /** Turns to the elements of a chunk. */
  begin(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.reader.reset(bytes);
  }

  get hasMore(): boolean {
    return this.reader.remaining > 0;
  }

  /** Reads an element; `metadata` is its own then. @throws BeamError `E_DECODE` */
  next(): unknown {
    const { reader, form } = this;
    if (form instanceof ParamWindowedValueCoder) {
      const { value, ...metadata } = form.decode(reader);
      this.metadata = metadata;
      return value;
    }
    const start = reader.position;
    if (this.isSameHead(start)) {
      reader.skip(this.head.length);
    } else {
      this.metadata = form.decodeMetadata(reader, this.metadata);
      this.head = this.bytes.slice(start, reader.position);
    }
    return form.value.decode(reader);
  }

  private isSameHead(start: number): boolean {
    const { bytes, head } = this;
    const { length } = head;
    if (length === 0 || start + length > bytes.length) return false;
    // From behind: what differs is mostly in the low bytes.
    for (let i = length - 1; i >= 0; i--) if (bytes[start + i] !== head[i]) return false;
    return true;
  }
}

/** Writes the elements of a port. */
export class ElementWriter {
  private readonly form: WindowedValueCoder<unknown> | ParamWindowedValueCoder<unknown>;
  private readonly pair: KvCoder<unknown, unknown> | undefined;
  private last: Metadata | undefined;
  private head: Uint8Array = new Uint8Array();

  constructor(coder: Coder<unknown>) {
    this.form = windowedForm(coder);
    this.pair = this.form.value instanceof KvCoder ? this.form.value : undefined;
  }

  /** @throws BeamError `E_ENCODE` `E_NO_CODER`; nothing is written then */
  write(value: unknown, metadata: Metadata, writer: ByteWriter): void {
    const start = writer.length;
    try {
      this.writeHead(metadata, writer);
      this.form.value.encode(value, writer);
    } catch (thrown) {
      writer.truncate(start);
      throw thrown;
    }
  }

  /** As {@link write}, of a pair that need not be made. */
  writePair(key: unknown, value: unknown, metadata: Metadata, writer: ByteWriter): void {
    const { pair } = this;
    if (pair === undefined) {
      this.write({ key, value }, metadata, writer);
      return;
    }
    const start = writer.length;
    try {
      this.writeHead(metadata, writer);
      pair.key.encode(key, writer);
      pair.value.encode(value, writer);
    } catch (thrown) {
      writer.truncate(start);
      throw thrown;
    }
  }

  private writeHead(metadata: Metadata, writer: ByteWriter): void {
    if (this.form instanceof ParamWindowedValueCoder) return;
    if (metadata === this.last) {
      writer.writeBytes(this.head);
      return;
    }
    const start = writer.length;
    this.form.encodeMetadata(metadata, writer);
    this.head = writer.view(start).slice();
    this.last = metadata;
  }
}

function windowedForm(coder: Coder<unknown>): WindowedValueCoder<unknown> | ParamWindowedValueCoder<unknown> {
  if (coder instanceof WindowedValueCoder || coder instanceof ParamWindowedValueCoder) return coder;
  throw new BeamError('E_BAD_PLAN', `The elements of a port are written by ${coder.urn}, without windows.`, {
    help: 'the runner must give its ports coders of windowed values',
  });
}

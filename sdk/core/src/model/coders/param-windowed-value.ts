import type { Metadata, WindowedValue } from '../metadata.js';
import type { Window } from '../window.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { BytesCoder } from './bytes.js';
import type { Coder } from './coder.js';
import { coderUrns } from './urns.js';
import { WindowedValueCoder } from './windowed-value.js';

const NO_BYTES = new Uint8Array(0);

/**
 * Values that all have the same metadata (`beam:coder:param_windowed_value:v1`): only the value is in the
 * bytes; the payload of the coder is a windowed value of empty bytes and holds the rest. What is encoded takes
 * on the metadata of the coder when it is read again.
 */
export class ParamWindowedValueCoder<T> implements Coder<WindowedValue<T>> {
  readonly urn = coderUrns.paramWindowedValue;
  readonly components: readonly [Coder<T>, Coder<Window>];
  readonly payload: Uint8Array;
  readonly deterministic: boolean;
  readonly value: Coder<T>;
  /** What every value has in common. */
  readonly metadata: Metadata;

  /** @throws BeamError `E_DECODE` when the payload is no windowed value of bytes */
  constructor(value: Coder<T>, window: Coder<Window>, payload: Uint8Array) {
    this.value = value;
    this.components = [value, window];
    this.payload = payload;
    this.deterministic = value.deterministic;
    const { timestamp, windows, pane } = new WindowedValueCoder(new BytesCoder(), window).decode(
      new ByteReader(payload),
    );
    this.metadata = { timestamp, windows, pane };
  }

  /** The coder whose values all have `metadata`. */
  static of<T>(value: Coder<T>, window: Coder<Window>, metadata: Metadata): ParamWindowedValueCoder<T> {
    const { timestamp, windows, pane } = metadata;
    const writer = new ByteWriter(32);
    new WindowedValueCoder(new BytesCoder(), window).encode(
      { value: NO_BYTES, timestamp, windows, pane },
      writer,
    );
    return new ParamWindowedValueCoder(value, window, writer.finish());
  }

  encode(element: WindowedValue<T>, writer: ByteWriter): void {
    this.value.encode(element.value, writer);
  }

  decode(reader: ByteReader): WindowedValue<T> {
    return this.dressed(this.value.decode(reader));
  }

  encodeOuter(element: WindowedValue<T>, writer: ByteWriter): void {
    this.value.encodeOuter(element.value, writer);
  }

  decodeOuter(reader: ByteReader): WindowedValue<T> {
    return this.dressed(this.value.decodeOuter(reader));
  }

  estimateSize(element: WindowedValue<T>): number {
    return this.value.estimateSize(element.value);
  }

  private dressed(value: T): WindowedValue<T> {
    const { timestamp, windows, pane } = this.metadata;
    return { value, timestamp, windows, pane };
  }
}

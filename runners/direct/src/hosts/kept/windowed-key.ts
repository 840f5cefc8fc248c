import {
  ByteReader,
  ByteWriter,
  type Coder,
  GlobalWindowCoder,
  keyCoder,
  type Window,
} from '@hornbeam/sdk/model';
import { KeyIndex } from '@hornbeam/sdk/worker';

/** A key in a window. */
export interface WindowedKey {
  readonly window: Window;
  readonly key: unknown;
}

/** Writes windows and keys as the keys of a store: the window, the key, then whatever a part needs behind them. */
export class WindowedKeyForm {
  private readonly window: Coder<Window>;
  private readonly key: Coder<unknown>;
  private readonly writer = new ByteWriter();
  private readonly reader = new ByteReader(new Uint8Array());

  /** @throws BeamError `E_NOT_DETERMINISTIC` for a coder of keys that has no canonical form */
  constructor(window: Coder<Window>, key: Coder<unknown>) {
    this.window = window;
    this.key = keyCoder(key);
  }

  /** There is one window, the global one. */
  get isGlobal(): boolean {
    return this.window instanceof GlobalWindowCoder;
  }

  get coders(): readonly Coder<any>[] {
    return [this.window, this.key];
  }

  /** A table of keys. */
  table<V>(): KeyIndex<V> {
    return new KeyIndex<V>(this.key);
  }

  /** The bytes are good until the next call. */
  encode(window: Window, key: unknown, behind?: (writer: ByteWriter) => void): Uint8Array {
    const { writer } = this;
    writer.reset();
    this.window.encode(window, writer);
    this.key.encode(key, writer);
    behind?.(writer);
    return writer.view();
  }

  decode(bytes: Uint8Array, behind?: (reader: ByteReader) => void): WindowedKey {
    const { reader } = this;
    reader.reset(bytes);
    const window = this.window.decode(reader);
    const key = this.key.decode(reader);
    behind?.(reader);
    return { window, key };
  }
}

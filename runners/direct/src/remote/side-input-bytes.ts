import {
  BeamError,
  ByteReader,
  ByteWriter,
  type Coder,
  KvCoder,
  type Window,
  windowKey,
} from '@hornbeam/sdk/model';
import type { SideStore } from '../hosts/edge-store.js';
import { bytesOf, textOf } from './byte-text.js';

/** What a {@link SideInputBytes} is made from. */
export interface SideInputSettings {
  readonly store: SideStore;
  /** Writes the elements as the worker reads them. */
  readonly coder: Coder<any>;
  /** Reads the windows of the side input. */
  readonly window: Coder<Window>;
}

/** The values of one window of a map, by the bytes of their keys. */
interface WindowOfMap {
  readonly version: number;
  readonly values: ReadonlyMap<string, readonly Uint8Array[]>;
}

/** So many windows of a map stay sorted by key. */
const KEPT_WINDOWS = 16;

/** A side input as a worker in another process asks for it: by the bytes of a window, and of a key. */
export class SideInputBytes {
  private readonly settings: SideInputSettings;
  private readonly reader = new ByteReader(new Uint8Array());
  private readonly maps = new Map<string, WindowOfMap>();

  constructor(settings: SideInputSettings) {
    this.settings = settings;
  }

  /** Every element, written one after the other. */
  *all(window: Uint8Array): Iterable<Uint8Array> {
    const { store, coder } = this.settings;
    const writer = new ByteWriter();
    for (const element of store.elementsIn(this.windowOf(window))) {
      writer.reset();
      coder.encode(element, writer);
      yield writer.finish();
    }
  }

  /** The values of a key. */
  valuesOf(window: Uint8Array, key: Uint8Array): Iterable<Uint8Array> {
    return this.mapOf(window).get(textOf(key)) ?? [];
  }

  /** The keys, each once. */
  *keys(window: Uint8Array): Iterable<Uint8Array> {
    for (const key of this.mapOf(window).keys()) yield bytesOf(key);
  }

  /** Each key with the iterable of its values. */
  *entries(window: Uint8Array): Iterable<Uint8Array> {
    const writer = new ByteWriter();
    for (const [key, values] of this.mapOf(window)) {
      writer.reset();
      writer.writeBytes(bytesOf(key));
      writer.writeInt32(values.length);
      for (const value of values) writer.writeBytes(value);
      yield writer.finish();
    }
  }

  private mapOf(bytes: Uint8Array): WindowOfMap['values'] {
    const { store, coder } = this.settings;
    const window = this.windowOf(bytes);
    const id = windowKey(window);
    const { version } = store;
    const known = this.maps.get(id);
    if (known?.version === version) return known.values;
    if (!(coder instanceof KvCoder)) {
      throw new BeamError(
        'E_WORKER',
        'The worker asks for the keys of a side input whose elements are no pairs.',
      );
    }
    const values = new Map<string, Uint8Array[]>();
    const writer = new ByteWriter();
    const written = (part: Coder<any>, value: unknown): Uint8Array => {
      writer.reset();
      part.encode(value, writer);
      return writer.finish();
    };
    for (const element of store.elementsIn(window)) {
      const { key, value } = element as { key: unknown; value: unknown };
      const name = textOf(written(coder.key, key));
      const found = values.get(name);
      const made = written(coder.value, value);
      if (found === undefined) values.set(name, [made]);
      else found.push(made);
    }
    if (this.maps.size >= KEPT_WINDOWS) this.maps.delete(this.maps.keys().next().value!);
    this.maps.set(id, { version, values });
    return values;
  }

  private windowOf(bytes: Uint8Array): Window {
    this.reader.reset(bytes);
    return this.settings.window.decode(this.reader);
  }
}

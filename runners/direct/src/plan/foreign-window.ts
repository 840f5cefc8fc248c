import {
  BeamError,
  type ByteReader,
  type ByteWriter,
  type Coder,
  ContextFreeCoder,
  type CustomWindowFn,
  coderUrns,
  type Instant,
  LabelledWindow,
  readInstant,
  type Window,
  type WindowMerge,
  writeInstant,
} from '@hornbeam/sdk/model';

/**
 * Stands for a window function whose code is in another process: elements come with their windows already, and only
 * what a runner does with windows is left.
 */
export class ForeignWindowFn implements CustomWindowFn<unknown> {
  readonly name: string;
  readonly coder: Coder<Window>;

  constructor(urn: string, coder: Coder<Window>) {
    this.name = urn;
    this.coder = coder;
  }

  assign(): never {
    throw new BeamError('E_INTERNAL', `The windows of ${this.name} are assigned in another process.`);
  }
}

/** As {@link ForeignWindowFn}, with windows that grow together as that process says. */
export class MergingForeignWindowFn extends ForeignWindowFn {
  merge(): readonly WindowMerge[] {
    throw new BeamError(
      'E_UNSUPPORTED',
      `The windows of ${this.name} grow together by code of another process.`,
    );
  }
}

/**
 * Windows that only another process can read (`beam:coder:custom_window:v1` around a coder nobody here knows, in a
 * length prefix): their last moment, and the bytes that tell them apart.
 */
export class ForeignWindowCoder extends ContextFreeCoder<Window> {
  readonly urn = coderUrns.customWindow;
  readonly components: readonly Coder<any>[] = [];
  readonly deterministic = true;

  encode(window: Window, writer: ByteWriter): void {
    if (!(window instanceof LabelledWindow)) {
      throw new BeamError(
        'E_ENCODE',
        'A window of another process was asked for, but this one was made here.',
      );
    }
    writeInstant(window.maxTimestamp, writer);
    const bytes = Uint8Array.from(window.label, (letter) => letter.charCodeAt(0));
    writer.writePrefixedBytes(bytes);
  }

  decode(reader: ByteReader): Window {
    const last: Instant = readInstant(reader);
    const bytes = reader.readPrefixedBytes();
    let label = '';
    for (const byte of bytes) label += String.fromCharCode(byte);
    return new LabelledWindow(last, last + 1, label);
  }

  estimateSize(window: Window): number {
    return 9 + (window instanceof LabelledWindow ? window.label.length : 0);
  }
}

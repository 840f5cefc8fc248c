import { GLOBAL_WINDOW_MAX_TIMESTAMP } from '../timestamp.js';
import { IntervalWindow, type Window } from '../window.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { Coder } from './coder.js';
import { exactMillis, writeInstant, writeMillis } from './instant.js';
import { coderUrns } from './urns.js';

/**
 * A window of a kind the runner does not know (`beam:coder:custom_window:v1`): its last moment, which is all
 * a runner needs, then the window by its own coder, in the context of the whole.
 */
export class CustomWindowCoder<W extends Window> implements Coder<W> {
  readonly urn = coderUrns.customWindow;
  readonly components: readonly [Coder<W>];
  readonly deterministic: boolean;
  readonly window: Coder<W>;

  constructor(window: Coder<W>) {
    this.window = window;
    this.components = [window];
    this.deterministic = window.deterministic;
  }

  encode(window: W, writer: ByteWriter): void {
    writeLastMoment(window, writer);
    this.window.encode(window, writer);
  }

  decode(reader: ByteReader): W {
    reader.skip(8);
    return this.window.decode(reader);
  }

  encodeOuter(window: W, writer: ByteWriter): void {
    writeLastMoment(window, writer);
    this.window.encodeOuter(window, writer);
  }

  decodeOuter(reader: ByteReader): W {
    reader.skip(8);
    return this.window.decodeOuter(reader);
  }

  estimateSize(window: W): number {
    return 8 + this.window.estimateSize(window);
  }
}

function writeLastMoment(window: Window, writer: ByteWriter): void {
  // Beyond 2^53 `end - 1` is not exact in a number.
  const isExact = Number.isSafeInteger(window.end) || window.end > GLOBAL_WINDOW_MAX_TIMESTAMP;
  if (window instanceof IntervalWindow && !isExact) {
    writeMillis(exactMillis(window.end) - 1n, writer);
  } else {
    writeInstant(window.maxTimestamp, writer);
  }
}

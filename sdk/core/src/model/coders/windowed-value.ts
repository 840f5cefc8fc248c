import type { Metadata, WindowedValue } from '../metadata.js';
import type { Pane } from '../pane.js';
import { GLOBAL_WINDOW, IntervalWindow, type Window } from '../window.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { Coder } from './coder.js';
import { readInstant, writeInstant } from './instant.js';
import { readPane, writePane } from './pane.js';
import { readRepeated } from './repeat.js';
import { coderUrns } from './urns.js';

/** The windows of nearly every element, shared so that metadata can be compared by identity. */
const ONLY_GLOBAL: readonly Window[] = Object.freeze([GLOBAL_WINDOW]);

/**
 * A value with its metadata (`beam:coder:windowed_value:v1`): timestamp, int32 count and the windows, pane,
 * then the value in the context of the whole. Timestamp, windows and pane come first, so a worker that keeps
 * them apart reads them with {@link decodeMetadata} and goes on with the value coder.
 */
export class WindowedValueCoder<T> implements Coder<WindowedValue<T>> {
  readonly urn = coderUrns.windowedValue;
  readonly components: readonly [Coder<T>, Coder<Window>];
  readonly deterministic: boolean;
  readonly value: Coder<T>;
  readonly window: Coder<Window>;

  constructor(value: Coder<T>, window: Coder<Window>) {
    this.value = value;
    this.window = window;
    this.components = [value, window];
    this.deterministic = value.deterministic && window.deterministic;
  }

  encode(element: WindowedValue<T>, writer: ByteWriter): void {
    this.encodeMetadata(element, writer);
    this.value.encode(element.value, writer);
  }

  decode(reader: ByteReader): WindowedValue<T> {
    const { timestamp, windows, pane } = this.decodeMetadata(reader);
    return { value: this.value.decode(reader), timestamp, windows, pane };
  }

  encodeOuter(element: WindowedValue<T>, writer: ByteWriter): void {
    this.encodeMetadata(element, writer);
    this.value.encodeOuter(element.value, writer);
  }

  decodeOuter(reader: ByteReader): WindowedValue<T> {
    const { timestamp, windows, pane } = this.decodeMetadata(reader);
    return { value: this.value.decodeOuter(reader), timestamp, windows, pane };
  }

  /** Writes what precedes the value. */
  encodeMetadata(metadata: Metadata, writer: ByteWriter): void {
    writeInstant(metadata.timestamp, writer);
    writeWindows(metadata.windows, this.window, writer);
    writePane(metadata.pane, writer);
  }

  /**
   * Reads what precedes the value. Neighbours in a stream mostly share their metadata: when the bytes say the
   * same as `previous`, `previous` itself comes back, and `===` answers whether anything changed.
   */
  decodeMetadata(reader: ByteReader, previous?: Metadata): Metadata {
    const timestamp = readInstant(reader);
    let windows = readWindows(reader, this.window);
    const pane = readPane(reader);
    if (previous !== undefined) {
      if (sameWindows(windows, previous.windows)) windows = previous.windows;
      if (timestamp === previous.timestamp && windows === previous.windows && samePane(pane, previous.pane)) {
        return previous;
      }
    }
    return { timestamp, windows, pane };
  }

  estimateSize(element: WindowedValue<T>): number {
    return 13 + 12 * element.windows.length + this.value.estimateSize(element.value);
  }
}

/** Writes an int32 count, then each window by `coder`. */
export function writeWindows(windows: readonly Window[], coder: Coder<Window>, writer: ByteWriter): void {
  writer.writeInt32(windows.length);
  for (let i = 0; i < windows.length; i++) coder.encode(windows[i]!, writer);
}

/** Reads what {@link writeWindows} wrote. */
export function readWindows(reader: ByteReader, coder: Coder<Window>): readonly Window[] {
  const count = reader.readInt32();
  if (count === 1) {
    const window = coder.decode(reader);
    return window === GLOBAL_WINDOW ? ONLY_GLOBAL : [window];
  }
  if (count < 0) throw reader.fail(`${count} is no count of windows`, reader.position - 4);
  const windows: Window[] = [];
  readRepeated(reader, count, coder, windows);
  return windows;
}

function sameWindows(a: readonly Window[], b: readonly Window[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const one = a[i]!;
    const other = b[i]!;
    if (one === other) continue;
    // Windows of other classes may have more to them than their two ends.
    if (!isPlain(one) || !isPlain(other)) return false;
    if (one.start !== other.start || one.end !== other.end) return false;
  }
  return true;
}

const isPlain = (window: Window): boolean => window.constructor === IntervalWindow;

function samePane(a: Pane, b: Pane): boolean {
  if (a === b) return true;
  return (
    a.timing === b.timing &&
    a.index === b.index &&
    a.onTimeIndex === b.onTimeIndex &&
    a.isFirst === b.isFirst &&
    a.isLast === b.isLast
  );
}

import { IntervalWindow, LabelledWindow, type Window } from '../window.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { ContextFreeCoder } from './context-free.js';
import { exactMillis, nearestInstant, readInstant, writeInstant } from './instant.js';
import { mismatch } from './mismatch.js';
import { coderUrns } from './urns.js';

/**
 * A window with two ends (`beam:coder:interval_window:v1`): the end as in `instant.ts`, then the span in
 * milliseconds as a varint.
 */
export class IntervalWindowCoder extends ContextFreeCoder<Window> {
  readonly urn = coderUrns.intervalWindow;
  readonly components = [];
  readonly deterministic = true;

  encode(window: Window, writer: ByteWriter): void {
    if (!(window instanceof IntervalWindow) || window instanceof LabelledWindow)
      throw mismatch('interval_window', 'an IntervalWindow', window);
    const { start, end } = window;
    const span = end - start;
    // A difference of two safe integers may itself be unsafe.
    if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && Number.isSafeInteger(span)) {
      writeInstant(end, writer);
      writer.writeVarint(span);
    } else {
      const millis = exactMillis(end) - exactMillis(start);
      writeInstant(end, writer);
      writer.writeVarint64(millis);
    }
  }

  decode(reader: ByteReader): IntervalWindow {
    const at = reader.position;
    const end = readInstant(reader);
    const span = reader.readVarintNumeric();
    if (span < 0) throw reader.fail(`A window cannot span ${span} ms`, at);
    if (typeof span === 'number' && Number.isSafeInteger(end)) {
      const start = end - span;
      if (Number.isSafeInteger(start)) return new IntervalWindow(start, end);
    }
    const start = nearestInstant(exactMillis(end) - BigInt(span));
    if (start === undefined) throw reader.fail('A window begins before the beginning of time', at);
    return new IntervalWindow(start, end);
  }

  estimateSize(): number {
    return 12;
  }
}

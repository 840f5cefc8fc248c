import { IntervalWindow, LabelledWindow, type Window } from '../window.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { ContextFreeCoder } from './context-free.js';
import { IntervalWindowCoder } from './interval-window.js';
import { StringUtf8Coder } from './string-utf8.js';
import { hornbeamCoderUrns } from './urns.js';

const UNLABELLED = 0;
const LABELLED = 1;

/**
 * A window with two ends and perhaps a label (`hornbeam:coder:labelled_window:v1`): the ends as in
 * `beam:coder:interval_window:v1`, then 0, or 1 and the label as in `beam:coder:string_utf8:v1`.
 */
export class LabelledWindowCoder extends ContextFreeCoder<Window> {
  readonly urn = hornbeamCoderUrns.labelledWindow;
  readonly components = [];
  readonly deterministic = true;
  private readonly ends = new IntervalWindowCoder();
  private readonly label = new StringUtf8Coder();

  encode(window: Window, writer: ByteWriter): void {
    if (window instanceof LabelledWindow) {
      this.ends.encode(new IntervalWindow(window.start, window.end), writer);
      writer.writeByte(LABELLED);
      this.label.encode(window.label, writer);
    } else {
      this.ends.encode(window, writer);
      writer.writeByte(UNLABELLED);
    }
  }

  decode(reader: ByteReader): IntervalWindow {
    const window = this.ends.decode(reader);
    const at = reader.position;
    const mark = reader.readByte();
    if (mark === UNLABELLED) return window;
    if (mark !== LABELLED)
      throw reader.fail(`${mark} says neither that a window has a label nor that not`, at);
    return new LabelledWindow(window.start, window.end, this.label.decode(reader));
  }

  estimateSize(window: Window): number {
    return (
      this.ends.estimateSize() +
      1 +
      (window instanceof LabelledWindow ? this.label.estimateSize(window.label) : 0)
    );
  }
}

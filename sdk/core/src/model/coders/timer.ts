import type { Pane } from '../pane.js';
import type { Instant } from '../timestamp.js';
import type { Window } from '../window.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { Coder } from './coder.js';
import { ContextFreeCoder } from './context-free.js';
import { readInstant, writeInstant } from './instant.js';
import { readPane, writePane } from './pane.js';
import { coderUrns } from './urns.js';
import { readWindows, writeWindows } from './windowed-value.js';

/** A timer on its way to the runner or back: set, fired or cleared. */
export type TimerRecord<K> = SetTimer<K> | ClearedTimer<K>;

interface TimerName<K> {
  readonly userKey: K;
  /** Tells apart the timers of one family; empty for the usual one. */
  readonly tag: string;
  readonly windows: readonly Window[];
}

/** A timer that is to fire, or has. */
export interface SetTimer<K> extends TimerName<K> {
  readonly cleared: false;
  readonly fireTimestamp: Instant;
  /** The timestamp of what the timer will output; holds the watermark until then. */
  readonly holdTimestamp: Instant;
  readonly pane: Pane;
}

/** A timer that is not to fire any more. */
export interface ClearedTimer<K> extends TimerName<K> {
  readonly cleared: true;
}

/**
 * A timer (`beam:coder:timer:v1`): key, tag, windows, clear bit; then, unless it is set, fire time, hold time
 * and pane.
 */
export class TimerCoder<K> extends ContextFreeCoder<TimerRecord<K>> {
  readonly urn = coderUrns.timer;
  readonly components: readonly [Coder<K>, Coder<Window>];
  readonly deterministic: boolean;
  readonly key: Coder<K>;
  readonly window: Coder<Window>;

  constructor(key: Coder<K>, window: Coder<Window>) {
    super();
    this.key = key;
    this.window = window;
    this.components = [key, window];
    this.deterministic = key.deterministic && window.deterministic;
  }

  encode(timer: TimerRecord<K>, writer: ByteWriter): void {
    this.key.encode(timer.userKey, writer);
    writer.writePrefixedText(timer.tag);
    writeWindows(timer.windows, this.window, writer);
    writer.writeByte(timer.cleared ? 1 : 0);
    if (timer.cleared) return;
    writeInstant(timer.fireTimestamp, writer);
    writeInstant(timer.holdTimestamp, writer);
    writePane(timer.pane, writer);
  }

  decode(reader: ByteReader): TimerRecord<K> {
    const userKey = this.key.decode(reader);
    const tag = reader.readPrefixedText();
    const windows = readWindows(reader, this.window);
    const clear = reader.readByte();
    if (clear > 1) throw reader.fail(`The clear bit of a timer is 0 or 1, not ${clear}`, reader.position - 1);
    if (clear === 1) return { userKey, tag, windows, cleared: true };
    const fireTimestamp = readInstant(reader);
    const holdTimestamp = readInstant(reader);
    const pane = readPane(reader);
    return { userKey, tag, windows, cleared: false, fireTimestamp, holdTimestamp, pane };
  }

  estimateSize(timer: TimerRecord<K>): number {
    return this.key.estimateSize(timer.userKey) + timer.tag.length + 12 * timer.windows.length + 23;
  }
}

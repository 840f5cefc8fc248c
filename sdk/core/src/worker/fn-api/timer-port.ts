import { ByteReader } from '../../model/coders/byte-reader.js';
import { ByteWriter } from '../../model/coders/byte-writer.js';
import type { Coder } from '../../model/coders/coder.js';
import { TimerCoder, type TimerRecord } from '../../model/coders/timer.js';
import { BeamError } from '../../model/errors.js';
import { NO_FIRING } from '../../model/pane.js';
import type { Instant } from '../../model/timestamp.js';
import type { TimerFiring, TimerKey, TimerSetting } from '../services.js';
import type { Outbox } from './outbox.js';

/** What a bundle made of a timer. */
interface Pending {
  readonly bytes: Uint8Array;
  /** Undefined when it was cleared. */
  readonly fireAt: Instant | undefined;
}

/**
 * The timers of one family of a step, on their way to the runner and back.
 *
 * Owns: the timers that were set or cleared in this bundle.
 *
 * Invariants:
 *  T1  of a timer's settings in one bundle only the last is sent, after all elements: the runner need not hear of each.
 *  T2  a timer that the runner sends as firing and that was set to another moment or cleared in this bundle does not fire;
 *      set to the same moment, it fires once. (Flink's bounded runs send all timers of a key that are due, as if none of
 *      their callbacks set another.)
 */
export class TimerPort {
  readonly transformId: string;
  readonly family: string;
  private readonly coder: TimerCoder<unknown>;
  private readonly reader = new ByteReader(new Uint8Array());
  private readonly writer = new ByteWriter();
  private readonly pending = new Map<string, Pending>();

  /** @throws BeamError `E_BAD_PLAN` when the coder is none of timers */
  constructor(transformId: string, family: string, coder: Coder<unknown>) {
    if (!(coder instanceof TimerCoder)) {
      throw new BeamError('E_BAD_PLAN', `The timers "${family}" are written by ${coder.urn}.`, {
        step: transformId,
        help: 'the coder of a timer family must be beam:coder:timer:v1',
      });
    }
    this.transformId = transformId;
    this.family = family;
    this.coder = coder;
  }

  set({ key, tag, window, fireAt, outputTimestamp }: TimerSetting): void {
    this.keep({
      userKey: key,
      tag,
      windows: [window],
      cleared: false,
      fireTimestamp: fireAt,
      holdTimestamp: outputTimestamp,
      pane: NO_FIRING,
    });
  }

  clear({ key, tag, window }: TimerKey): void {
    this.keep({ userKey: key, tag, windows: [window], cleared: true });
  }

  /** Whether a firing is none any more (T2). */
  supersedes({ key, tag, window, fireAt }: TimerFiring): boolean {
    if (this.pending.size === 0) return false;
    const name = this.nameOf({ userKey: key, tag, windows: [window], cleared: true });
    const known = this.pending.get(name);
    if (known === undefined) return false;
    if (known.fireAt !== fireAt) return true;
    this.pending.delete(name);
    return false;
  }

  /** The timers of a chunk, each with one window. @throws BeamError `E_DECODE` */
  *firings(bytes: Uint8Array): IterableIterator<TimerFiring> {
    const { family, reader } = this;
    reader.reset(bytes);
    while (reader.remaining > 0) {
      const record = this.coder.decode(reader);
      if (record.cleared) continue;
      const { userKey: key, tag, windows, fireTimestamp, holdTimestamp, pane } = record;
      for (const window of windows) {
        yield {
          family,
          tag,
          key,
          window,
          fireAt: fireTimestamp,
          outputTimestamp: holdTimestamp,
          pane,
        };
      }
    }
  }

  /** Sends what was set in this bundle; nothing is left. */
  send(outbox: Outbox): void {
    const stream = outbox.open(this.transformId, this.family);
    for (const { bytes } of this.pending.values()) {
      stream.writer.writeBytes(bytes);
      outbox.written(stream);
    }
    this.pending.clear();
  }

  /** The bundle failed. */
  abort(): void {
    this.pending.clear();
  }

  private keep(record: TimerRecord<unknown>): void {
    const { writer, coder } = this;
    const { userKey, tag, windows } = record;
    const name = this.nameOf({ userKey, tag, windows, cleared: true });
    writer.reset();
    coder.encode(record, writer);
    const fireAt = record.cleared ? undefined : record.fireTimestamp;
    this.pending.set(name, { bytes: writer.finish(), fireAt });
  }

  /** Key, tag and windows in bytes: what a cleared timer is written as, but for its last byte. */
  private nameOf(cleared: TimerRecord<unknown>): string {
    const { writer, coder } = this;
    writer.reset();
    coder.encode(cleared, writer);
    return Buffer.from(writer.view().subarray(0, writer.length - 1)).toString('latin1');
  }
}

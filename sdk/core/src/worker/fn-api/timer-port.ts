import { ByteReader } from '../../model/coders/byte-reader.js';
import { ByteWriter } from '../../model/coders/byte-writer.js';
import type { Coder } from '../../model/coders/coder.js';
import { TimerCoder, type TimerRecord } from '../../model/coders/timer.js';
import { BeamError } from '../../model/errors.js';
import { NO_FIRING } from '../../model/pane.js';
import type { TimerFiring, TimerKey, TimerSetting } from '../services.js';
import type { Outbox } from './outbox.js';

/**
 * The timers of one family of a step, on their way to the runner and back.
 *
 * Owns: the timers that were set or cleared in this bundle.
 *
 * Invariant T1: of a timer's settings in one bundle only the last is sent, after all elements: the runner need not hear
 * of each.
 */
export class TimerPort {
  readonly transformId: string;
  readonly family: string;
  private readonly coder: TimerCoder<unknown>;
  private readonly reader = new ByteReader(new Uint8Array());
  private readonly writer = new ByteWriter();
  private readonly pending = new Map<string, Uint8Array>();

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
    for (const bytes of this.pending.values()) {
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
    // Key, tag and windows are what a cleared timer is written as, but for its last byte.
    const { userKey, tag, windows } = record;
    coder.encode({ userKey, tag, windows, cleared: true }, writer);
    const name = Buffer.from(writer.view().subarray(0, writer.length - 1)).toString('latin1');
    if (record.cleared) {
      this.pending.set(name, writer.finish());
      return;
    }
    writer.reset();
    coder.encode(record, writer);
    this.pending.set(name, writer.finish());
  }
}

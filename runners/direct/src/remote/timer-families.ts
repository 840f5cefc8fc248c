import type { TimerTable } from '@hornbeam/engine';
import { type ParDoPayload, TimeDomain } from '@hornbeam/proto';
import { ByteReader, ByteWriter, type TimerCoder, type TimerRecord } from '@hornbeam/sdk/model';
import { type TimerFiring, WINDOW_EXPIRATION } from '@hornbeam/sdk/worker';

/**
 * The timers of one step that runs in another process: what it sets comes as bytes, and what fires goes there as bytes.
 *
 * Invariant: what a bundle sets is taken over when the bundle has ended, in the order in which it came.
 */
export class TimerFamilies {
  private readonly domains = new Map<string, 'event' | 'processing'>();
  private readonly coder: TimerCoder<unknown>;
  private readonly expiration: string;
  private readonly reader = new ByteReader(new Uint8Array());
  private readonly writer = new ByteWriter();
  private set: { readonly family: string; readonly record: TimerRecord<unknown> }[] = [];

  constructor(
    { timerFamilySpecs, onWindowExpirationTimerFamilySpec }: ParDoPayload,
    coder: TimerCoder<unknown>,
  ) {
    this.coder = coder;
    this.expiration = onWindowExpirationTimerFamilySpec;
    for (const [family, { timeDomain }] of Object.entries(timerFamilySpecs))
      this.domains.set(family, timeDomain === TimeDomain.PROCESSING_TIME ? 'processing' : 'event');
  }

  get names(): readonly string[] {
    return [...this.domains.keys()];
  }

  /** The family that the worker knows a firing by, and its bytes. */
  written({ family, tag, key, window, fireAt, outputTimestamp, pane }: TimerFiring): {
    readonly family: string;
    readonly bytes: Uint8Array;
  } {
    const name = family === WINDOW_EXPIRATION ? this.expiration : family;
    this.writer.reset();
    this.coder.encode(
      {
        userKey: key,
        tag,
        windows: [window],
        cleared: false,
        fireTimestamp: fireAt,
        holdTimestamp: outputTimestamp,
        pane,
      },
      this.writer,
    );
    return { family: name, bytes: this.writer.finish() };
  }

  /** Takes timers that the worker sent. @throws BeamError `E_DECODE` */
  take(family: string, bytes: Uint8Array): void {
    this.reader.reset(bytes);
    while (this.reader.remaining > 0) this.set.push({ family, record: this.coder.decode(this.reader) });
  }

  /** The bundle has ended well: what it set and cleared holds. */
  commit(timers: TimerTable): void {
    const { set } = this;
    this.set = [];
    for (const { family, record } of set) {
      const { userKey: key, tag, windows } = record;
      const domain = this.domains.get(family)!;
      for (const window of windows) {
        if (record.cleared) timers.clear({ family, tag, key, window });
        else {
          const { fireTimestamp: fireAt, holdTimestamp: outputTimestamp } = record;
          timers.set({ family, tag, key, window, domain, fireAt, outputTimestamp });
        }
      }
    }
  }
}

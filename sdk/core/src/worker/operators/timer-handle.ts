import type { ProcessingTimer, TimeDomain, TimerOptions } from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import { preview } from '../../model/preview.js';
import { formatInstant, type Instant, type InstantLike, toInstant } from '../../model/timestamp.js';
import { expiryOf } from '../../model/windowing.js';
import type { TimerSink } from '../services.js';
import { emittedLate } from './callback-context.js';
import type { KeyedContext } from './keyed-context.js';
import type { OperatorSite } from './operator.js';

/** What all timers of one name share. */
export interface TimerFamily {
  readonly site: OperatorSite;
  readonly family: string;
  readonly domain: TimeDomain;
  /** Of the step's windows, ms. */
  readonly allowedLateness: number;
}

/**
 * A timer as a callback sees it: for the key and window that the context is at. Checks where it is set to, by the rules
 * of the Beam model: it fires before its window is let go of, and holds the watermark at a moment that is not past
 * already.
 */
export class TimerHandle implements ProcessingTimer {
  private readonly context: KeyedContext;
  private readonly family: TimerFamily;
  private readonly bundle: number;

  constructor(context: KeyedContext, family: TimerFamily) {
    this.context = context;
    this.family = family;
    this.bundle = family.site.bundle.number;
  }

  set(at: InstantLike, options: TimerOptions = {}): void {
    const { context } = this;
    const { family, domain } = this.family;
    const { key, window } = context;
    const { tag = '' } = options;
    const sink = this.sink();
    if (context['~isExpiring']) {
      throw this.refusal(
        'is set while its window expires, so that it could never fire',
        'do in onWindowExpiration what is to be done, or set the timer before',
      );
    }
    const fireAt = momentOf(at);
    if (Number.isNaN(fireAt))
      throw this.refusal(`is set to ${preview(at)}, which is no moment`, WRITE_A_MOMENT);
    if (domain === 'event' && fireAt > this.expiry) {
      throw this.refusal(
        `is set to ${formatInstant(fireAt)}, past ${this.lastMoment}`,
        'set it to that moment at the latest, or choose longer windows, more allowed lateness or globalWindow()',
      );
    }
    const outputTimestamp =
      options.output === undefined ? this.defaultOutput(fireAt) : this.checkedOutput(options.output);
    sink.set({ family, tag, key, window, domain, fireAt, outputTimestamp });
  }

  clear(tag = ''): void {
    const { key, window } = this.context;
    this.sink().clear({ family: this.family.family, tag, key, window });
  }

  now(): Instant {
    return this.family.site.bundle.services.now();
  }

  /** The last moment at which something may happen in the window. */
  private get expiry(): Instant {
    return expiryOf(this.context.window, this.family.allowedLateness);
  }

  /** The expiry in words: the end of the window, and the allowed lateness where there is some. */
  private get lastMoment(): string {
    const { allowedLateness } = this.family;
    if (allowedLateness === 0) return 'the end of its window (its allowed lateness is 0)';
    return `the end of its window and its allowed lateness of ${allowedLateness} ms, ${formatInstant(this.expiry)}`;
  }

  /** Never before what is in hand: event time would go back behind the step. */
  private defaultOutput(fireAt: Instant): Instant {
    const { timestamp } = this.context;
    return this.family.domain === 'event' ? Math.max(fireAt, timestamp) : timestamp;
  }

  private checkedOutput(given: InstantLike): Instant {
    const output = momentOf(given);
    if (Number.isNaN(output)) {
      throw this.refusal(`has the output timestamp ${preview(given)}, which is no moment`, WRITE_A_MOMENT);
    }
    const { timestamp } = this.context;
    if (output < timestamp) {
      throw this.refusal(
        `has the output timestamp ${formatInstant(output)}, before that of the element or timer in hand, ` +
          formatInstant(timestamp),
        'choose an output timestamp from `timestamp` on',
      );
    }
    if (output > this.expiry) {
      throw this.refusal(
        `has the output timestamp ${formatInstant(output)}, past ${this.lastMoment}`,
        'choose an earlier output timestamp',
      );
    }
    return output;
  }

  private sink(): TimerSink {
    const { site } = this.family;
    if (site.bundle.number !== this.bundle) throw emittedLate(site, 'set a timer');
    return site.bundle.services.timers(site.transformId);
  }

  private refusal(what: string, help: string): BeamError {
    const { site, family } = this.family;
    const { key, window } = this.context;
    const ends = `${formatInstant(window.start)} to ${formatInstant(window.end)}`;
    return new BeamError(
      'E_TIMER',
      `The timer "${family}" of key ${preview(key)} in the window ${ends} ${what}.`,
      {
        step: site.step,
        callSite: site.callSite,
        help,
      },
    );
  }
}

const WRITE_A_MOMENT = 'write milliseconds since 1970, a Date or a Temporal.Instant';

/** NaN for what is no moment. */
function momentOf(at: InstantLike): Instant {
  const moment: unknown = at === undefined || at === null ? undefined : toInstant(at);
  return typeof moment === 'number' ? moment : Number.NaN;
}

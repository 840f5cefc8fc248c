import type { Instant, Pane, Window } from '@hornbeam/sdk/model';

/** What tells a timer of a step from all others. */
export interface TimerName {
  /** The name it is declared under. */
  readonly family: string;
  readonly tag: string;
  readonly key: unknown;
  readonly window: Window;
}

/** A timer that is set. */
export interface PendingTimer extends TimerName {
  /** Whether `fireAt` is a moment of the watermark or of the clock. */
  readonly domain: 'event' | 'processing';
  readonly fireAt: Instant;
  /** The watermark behind the step waits here until the timer has fired. */
  readonly outputTimestamp: Instant;
}

/** A timer that fires. */
export interface FiredTimer extends PendingTimer {
  readonly pane: Pane;
}

import { type Instant, MAX_TIMESTAMP } from '@hornbeam/sdk/model';

/** What a stage with timers waits for, and how far it lets event time go on. `MAX_TIMESTAMP` for nothing. */
export interface Agenda {
  /** Something is to do when the input watermark is later than this. */
  readonly nextEventTime: Instant;
  /** Something is to do at this moment on the clock, ms since 1970. */
  readonly nextProcessingTime: number;
  /** The watermark behind the stage waits here. */
  readonly hold: Instant;
  /** Who holds it, in words; asked only for reports. */
  readonly holder?: () => string | undefined;
}

/** Nothing to wait for. */
export const EMPTY_AGENDA: Agenda = Object.freeze({
  nextEventTime: MAX_TIMESTAMP,
  nextProcessingTime: Number.POSITIVE_INFINITY,
  hold: MAX_TIMESTAMP,
});

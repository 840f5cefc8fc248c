/**
 * The types of windows, triggers and timestamps, checked by the compiler: what must compile, and, under each
 * `@ts-expect-error`, what must not. Nothing here runs.
 */
import {
  afterCount,
  afterWatermark,
  calendarMonths,
  customWindows,
  defaultTrigger,
  fixed,
  IntervalWindow,
  LabelledWindow,
  type PCollection,
  repeatedly,
  sessions,
} from '../index.js';

declare const events: PCollection<{ at: Date; kind: string }>;

/** A trigger says when panes fire; what they hold must be said with it. */
export function triggersNeedPanes(): void {
  events.windowInto(fixed('5m'), {
    trigger: afterWatermark({ early: afterCount(3) }),
    panes: 'accumulating',
  });
  events.windowInto(sessions('30m'), { allowedLateness: '1h', closing: 'always', timestamps: 'earliest' });
  events.windowInto(calendarMonths(), { panes: 'discarding' });
  // @ts-expect-error a trigger without panes
  events.windowInto(fixed('5m'), { trigger: repeatedly(afterCount(3)) });
  // @ts-expect-error even for the default trigger
  events.windowInto(fixed('5m'), { trigger: defaultTrigger() });
  // @ts-expect-error no such panes
  events.windowInto(fixed('5m'), { trigger: afterWatermark(), panes: 'retracting' });
  // @ts-expect-error no duration
  events.windowInto(fixed('5m'), { allowedLateness: '1 hour' });
  // @ts-expect-error triggers are made by functions
  afterWatermark({ early: 3 });
}

/** Window functions of one's own give windows. */
export function customWindowsGiveWindows(): void {
  events.windowInto(
    customWindows<{ kind: string }>({
      name: 'by kind',
      assign: ({ kind }, at) => [new LabelledWindow(at, at + 1000, kind), new IntervalWindow(at, at + 1)],
      merge: (windows) => [{ from: windows, into: windows[0]! }],
    }),
  );
  // @ts-expect-error a number is no window
  customWindows({ name: 'wrong', assign: (_: unknown, at) => [at] });
}

/** How far back in time is a duration. */
export function skewIsADuration(): void {
  events.withTimestamps(({ at }) => at, { allowedSkew: '1d' });
  events.parDo({
    allowedSkew: 500,
    *process({ kind }) {
      yield kind;
    },
  });
  // @ts-expect-error no duration
  events.withTimestamps(({ at }) => at, { allowedSkew: 'a day' });
}

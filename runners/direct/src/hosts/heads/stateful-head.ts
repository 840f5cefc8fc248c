import {
  type Agenda,
  type BatchHandle,
  type BundleTimes,
  type TimerTable,
  WindowQueue,
} from '@hornbeam/engine';
import {
  expiryOf,
  GLOBAL_WINDOW_MAX_TIMESTAMP,
  type Instant,
  MAX_TIMESTAMP,
  type Metadata,
  NO_FIRING,
  ROOT_METADATA,
  type Window,
} from '@hornbeam/sdk/model';
import {
  type BundleOutcome,
  type BundleWork,
  type Cursor,
  type Feed,
  type Receiver,
  type TimerFeed,
  type TimerFiring,
  WINDOW_EXPIRATION,
} from '@hornbeam/sdk/worker';
import { LATE_PORT, SOURCE_PORT } from '../../plan/descriptor.js';
import type { EdgeStore } from '../edge-store.js';
import { paced } from '../queue-store.js';
import { type Admission, admitting } from './admission.js';
import { SortedElements } from './sorted-elements.js';
import type { HeadReport, StageHead } from './stage-head.js';
import type { WindowedState } from './windowed-state.js';

/** What a {@link StatefulHead} is made from. */
export interface StatefulHeadSettings {
  readonly source: EdgeStore;
  readonly transform: string;
  readonly timers: TimerTable;
  readonly state: WindowedState;
  /** How long after its end a window still takes elements, ms. */
  readonly allowedLateness: number;
  /** The step has an `onWindowExpiration`: event time waits for it. */
  readonly announcesExpiry: boolean;
  /** An element came too late for one of its windows. */
  readonly onLate: () => void;
  /** Elements that came too late have an output of their own. */
  readonly keepsLate: boolean;
  /** The step wants its elements in the order of their timestamps. */
  readonly sortsInput?: boolean;
  /** The step runs elsewhere: what a bundle sets is known when it has ended, not before. */
  readonly isRemote?: boolean;
  /** Note which windows are seen and expire, for somebody who keeps them elsewhere too. */
  readonly notesWindows?: boolean;
}

/**
 * Feeds a step with state or timers: elements, then what fires, in the order of time; windows that expire take
 * their state and timers with them.
 *
 * Owns: which windows the step has seen and that have not expired.
 * Does not own: timers (TimerTable) and cells (StateTable).
 *
 * Invariants:
 *  H1  an element whose window has expired is not fed.
 *  H2  the state of a window is let go of after the bundle in which it expired has ended well.
 *  H3  what the last bundle fires sets no new timers on the clock: nothing would be left to wait for them.
 *  H4  a bundle costs as much as is due in it, however many windows are open: the one that ends first is the
 *      next to expire, since a window that ends later does not expire earlier.
 *  H5  where the step runs elsewhere a bundle has elements and timers that are due, or timers of the end, or windows that
 *      expire, never two of these: what each sets is known before the next begins.
 */
export class StatefulHead implements StageHead {
  private readonly settings: StatefulHeadSettings;
  /** By their ends (H4). */
  private readonly windows = new WindowQueue<undefined>();
  private expired: Window[] = [];
  /** Nothing is set on the clock any more. */
  private hasEndedClock = false;

  private readonly admission: Admission;
  private readonly sorted: SortedElements | undefined;
  /** What came too late in this bundle, where somebody wants it. */
  private late: { readonly element: unknown; readonly metadata: Metadata }[] = [];
  /** Windows that were seen first, and that expired, since that was last asked for. */
  private openedWindows: Window[] = [];
  private expiredWindows: Window[] = [];

  constructor(settings: StatefulHeadSettings) {
    this.settings = settings;
    if (settings.sortsInput) this.sorted = new SortedElements();
    const { allowedLateness, onLate, keepsLate } = settings;
    this.admission = {
      allowedLateness,
      onLate: (element, metadata) => {
        onLate();
        if (keepsLate) this.late.push({ element: element(), metadata });
      },
      onWindow: (window) => this.open(window),
    };
  }

  work(input: readonly BatchHandle[], times: BundleTimes): BundleWork {
    const { isRemote = false } = this.settings;
    let released = 0;
    const feed: Feed = {
      run: async (stage, cursor, pace) => {
        const entrance = this.sorted?.entrance(cursor) ?? stage;
        await this.settings.source
          .feed(input)
          .run(admitting(entrance, cursor, times.before, this.admission), cursor, pace); // H1
        for (const { element, metadata } of this.sorted?.take(times.after) ?? []) {
          released++;
          cursor.metadata = metadata;
          stage.push(element);
          const wait = paced(pace);
          if (wait !== undefined) await wait;
        }
      },
    };
    const timers: TimerFeed = {
      run: async (fire, pace) => {
        const firings = isRemote ? this.round(times, input.length + released > 0) : this.firings(times);
        for (const firing of firings) {
          fire(firing);
          const wait = paced(pace);
          if (wait !== undefined) await wait;
        }
      },
    };
    const feeds = new Map([[SOURCE_PORT, feed]]);
    if (this.settings.keepsLate)
      feeds.set(LATE_PORT, { run: (stage, cursor) => this.feedLate(stage, cursor) });
    return {
      feeds,
      timers: new Map([[this.settings.transform, timers]]),
    };
  }

  finished(_outcome: BundleOutcome, { isLast }: BundleTimes): HeadReport {
    const { state, timers } = this.settings;
    for (const window of this.expired) {
      state.dropWindow(window);
      timers.dropWindow(window);
      if (this.settings.notesWindows) this.expiredWindows.push(window);
    }
    this.expired = [];
    if (isLast && (this.hasEndedClock || this.settings.isRemote !== true)) timers.dropProcessing(); // H3
    state.sweep();
    return { agenda: this.agenda() };
  }

  /** What changed since this was last asked, where it is noted; to be applied in this order. */
  takeWindows(): { readonly opened: readonly Window[]; readonly expired: readonly Window[] } {
    const { openedWindows: opened, expiredWindows: expired } = this;
    this.openedWindows = [];
    this.expiredWindows = [];
    return { opened, expired };
  }

  /** A window that was seen before, and has not expired. */
  restoreWindow(window: Window): void {
    this.windows.add(window, window.maxTimestamp, undefined);
  }

  /** The elements that wait for those before them, where the step wants them in order. */
  get waitingElements(): SortedElements | undefined {
    return this.sorted;
  }

  /** What came too late goes around the step. */
  private feedLate(stage: Receiver, cursor: Cursor): void {
    for (const { element, metadata } of this.late.splice(0)) {
      cursor.metadata = { ...metadata, windows: ROOT_METADATA.windows }; // their windows are over
      stage.push(element);
    }
  }

  agenda(): Agenda {
    const { timers, announcesExpiry } = this.settings;
    const { nextEventTime, nextProcessingTime, hold } = timers.agenda();
    const { first } = this.windows;
    const nextExpiry = first === undefined ? MAX_TIMESTAMP : this.expiryOf(first.window);
    const open = announcesExpiry && first !== undefined ? first.at : MAX_TIMESTAMP;
    const waiting = this.sorted?.least ?? MAX_TIMESTAMP;
    return {
      nextEventTime: Math.min(nextEventTime, nextExpiry, waiting),
      nextProcessingTime,
      hold: Math.min(hold, open, waiting),
      holder: () => {
        if (waiting < Math.min(hold, open)) return 'an element that waits for those before it';
        return open < hold ? 'a window that has yet to expire' : timers.describeHold();
      },
    };
  }

  private open(window: Window): void {
    if (this.windows.get(window) !== undefined) return;
    this.windows.add(window, window.maxTimestamp, undefined);
    if (this.settings.notesWindows) this.openedWindows.push(window);
  }

  private expiryOf(window: Window): Instant {
    return expiryOf(window, this.settings.allowedLateness);
  }

  /** Timers and expiring windows that are due, in the order of time; timers before the end of their window. */
  private *firings({ after, now, isLast }: BundleTimes): Iterable<TimerFiring> {
    const { timers } = this.settings;
    const clock = isLast ? Number.POSITIVE_INFINITY : now;
    // On the clock first when nothing else will come: their windows are about to end.
    if (isLast) yield* timers.dueProcessing(clock);
    for (let { first } = this.windows; first !== undefined; first = this.windows.first) {
      const { window } = first;
      const expiry = this.expiryOf(window);
      if (expiry >= after) break;
      yield* timers.dueEvent(Math.min(after, justAfter(expiry)));
      this.windows.remove(first);
      this.expired.push(window);
      yield* this.expirations(window);
    }
    yield* timers.dueEvent(after);
    if (!isLast) yield* timers.dueProcessing(clock);
  }

  /** H5 */
  private *round({ after, now, isLast }: BundleTimes, hasInput: boolean): Iterable<TimerFiring> {
    const { timers } = this.settings;
    const { nextEventTime, nextProcessingTime } = timers.agenda();
    if (isLast && !hasInput && nextProcessingTime < Number.POSITIVE_INFINITY) {
      this.hasEndedClock = true;
      yield* timers.dueProcessing(Number.POSITIVE_INFINITY);
    } else if (hasInput || nextEventTime < after || nextProcessingTime <= now) {
      if (isLast && hasInput) return; // what the elements set may come first
      yield* timers.dueEvent(after);
      yield* timers.dueProcessing(now);
    } else {
      for (let { first } = this.windows; first !== undefined; first = this.windows.first) {
        const { window } = first;
        if (this.expiryOf(window) >= after) break;
        this.windows.remove(first);
        this.expired.push(window);
        yield* this.expirations(window);
      }
    }
  }

  private *expirations(window: Window): Iterable<TimerFiring> {
    if (!this.settings.announcesExpiry) return;
    for (const key of this.settings.state.keysOf(window)) {
      yield {
        family: WINDOW_EXPIRATION,
        tag: '',
        key,
        window,
        fireAt: this.expiryOf(window),
        outputTimestamp: window.maxTimestamp,
        pane: NO_FIRING,
      };
    }
  }
}

/** The next moment. Those at the end of the global window are too large for one more millisecond to make a difference. */
const justAfter = (at: Instant): Instant => (at >= GLOBAL_WINDOW_MAX_TIMESTAMP ? MAX_TIMESTAMP : at + 1);

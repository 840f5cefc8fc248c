import { type BundleTimes, TimerTable } from '@hornbeam/engine';
import {
  GenericCoder,
  GLOBAL_WINDOW_MAX_TIMESTAMP,
  IntervalWindow,
  MAX_TIMESTAMP,
  type Metadata,
  MIN_TIMESTAMP,
  NO_FIRING,
  ROOT_METADATA,
  type Window,
} from '@hornbeam/sdk/model';
import {
  type BundleOutcome,
  type Cursor,
  KeyIndex,
  type Receiver,
  StateTable,
  type TimerFiring,
  WINDOW_EXPIRATION,
} from '@hornbeam/sdk/worker';
import { describe, expect, test } from 'vitest';
import type { EdgeStore } from '../edge-store.js';
import { StatefulHead, type StatefulHeadSettings } from './stateful-head.js';

const PACE = { raised: false, breathe: () => undefined, check() {}, ready: async () => {} };
const window = (start: number, end: number): Window => new IntervalWindow(start, end);

/** A head whose step has seen one key in each window that was fed. */
class Bench {
  readonly timers = new TimerTable({ keys: () => new KeyIndex(new GenericCoder()) });
  private readonly state = new StateTable(
    {},
    { keyCoder: new GenericCoder(), now: () => 0, keepsKeys: true },
  );
  private readonly head: StatefulHead;
  private input: readonly Window[] = [];
  private watermark = MIN_TIMESTAMP;

  constructor(settings: Partial<StatefulHeadSettings> = {}) {
    const feed = {
      run: (stage: Receiver, cursor: { metadata: Metadata }): void => {
        for (const each of this.input) {
          cursor.metadata = { timestamp: each.start, windows: [each], pane: NO_FIRING };
          stage.pushPair('k', 1);
        }
      },
    };
    this.head = new StatefulHead({
      source: { feed: () => feed } as unknown as EdgeStore,
      transform: 'step',
      timers: this.timers,
      state: this.state,
      allowedLateness: 0,
      announcesExpiry: true,
      onLate: () => {},
      keepsLate: false,
      ...settings,
    });
  }

  /** Runs a bundle with an element in each window, while the watermark goes to `after`. Returns what fires. */
  async bundle(input: readonly Window[], after = this.watermark): Promise<string[]> {
    this.input = input;
    const times: BundleTimes = { before: this.watermark, after, now: 0, isLast: after === MAX_TIMESTAMP };
    this.watermark = after;
    const { feeds, timers } = this.head.work([], times);
    const cursor: Cursor = { metadata: ROOT_METADATA };
    const stage: Receiver = {
      push: () => {},
      pushPair: (key) => void this.state.cells(key, cursor.metadata.windows[0]!),
    };
    for (const feed of feeds.values()) await feed.run(stage, cursor, PACE);
    const fired: string[] = [];
    const fire = ({ family, window: { start, end }, fireAt }: TimerFiring): void =>
      void fired.push(`${family === WINDOW_EXPIRATION ? '' : `${family} `}[${start},${end}) at ${fireAt}`);
    for (const feed of timers!.values()) await feed.run(fire, PACE);
    this.agenda = this.head.finished({} as BundleOutcome, times).agenda!;
    return fired;
  }

  agenda: { readonly nextEventTime: number; readonly hold: number } = {
    nextEventTime: MAX_TIMESTAMP,
    hold: MAX_TIMESTAMP,
  };
}

describe('a step with state', () => {
  test('is told of windows in the order in which they expire, whatever order they came in', async () => {
    const bench = new Bench({ allowedLateness: 3 });
    expect(await bench.bundle([window(20, 30), window(0, 10), window(10, 20), window(0, 10)])).toEqual([]);
    expect(bench.agenda).toMatchObject({ nextEventTime: 12, hold: 9 });
    expect(await bench.bundle([], 12)).toEqual([]);
    expect(await bench.bundle([], 13)).toEqual(['[0,10) at 12']);
    expect(bench.agenda).toMatchObject({ nextEventTime: 22, hold: 19 });
    expect(await bench.bundle([window(12, 14)], MAX_TIMESTAMP)).toEqual([
      '[12,14) at 16',
      '[10,20) at 22',
      '[20,30) at 32',
    ]);
    expect(bench.agenda).toMatchObject({ nextEventTime: MAX_TIMESTAMP, hold: MAX_TIMESTAMP });
  });

  test('that is not told holds event time for no window', async () => {
    const bench = new Bench({ announcesExpiry: false });
    await bench.bundle([window(0, 10)]);
    expect(bench.agenda).toMatchObject({ nextEventTime: 9, hold: MAX_TIMESTAMP });
    expect(await bench.bundle([], MAX_TIMESTAMP)).toEqual([]);
  });

  test('has its timers before the end of the window they belong to', async () => {
    const bench = new Bench();
    await bench.bundle([window(0, 10), window(10, 20)]);
    for (const fireAt of [15, 9]) {
      const own = fireAt < 10 ? window(0, 10) : window(10, 20);
      const name = { family: 'timer', tag: '', key: 'k', window: own };
      bench.timers.set({ ...name, domain: 'event', fireAt, outputTimestamp: fireAt });
    }
    expect(await bench.bundle([], 30)).toEqual([
      'timer [0,10) at 9',
      '[0,10) at 9',
      'timer [10,20) at 15',
      '[10,20) at 19',
    ]);
  });

  test('whose windows take elements for ever is told of them at the end of time, by their ends', async () => {
    const bench = new Bench({ allowedLateness: Number.POSITIVE_INFINITY });
    await bench.bundle([window(10, 20), window(0, 10)]);
    expect(bench.agenda).toMatchObject({ nextEventTime: GLOBAL_WINDOW_MAX_TIMESTAMP, hold: 9 });
    expect(await bench.bundle([], MAX_TIMESTAMP)).toEqual(
      ['[0,10)', '[10,20)'].map((each) => `${each} at ${GLOBAL_WINDOW_MAX_TIMESTAMP}`),
    );
  });

  test('with many open windows looks only at those that are due (H4)', async () => {
    let looks = 0;
    class Watched extends IntervalWindow {
      override get maxTimestamp(): number {
        looks++;
        return super.maxTimestamp;
      }
    }
    const bench = new Bench();
    await bench.bundle(Array.from({ length: 5_000 }, (_, i) => new Watched(i * 10, i * 10 + 10)));
    looks = 0;
    for (let at = 1; at <= 5; at++) expect(await bench.bundle([], at)).toEqual([]);
    expect(await bench.bundle([], 100)).toHaveLength(10);
    expect(looks).toBeLessThan(100);
  });
});

import { DirectRunner } from '@hornbeam/direct';
import { at, observe, type TestStream, testStream } from '@hornbeam/sdk/testing';
import { describe, expect, it } from 'vitest';
import { plainRows } from '../plain-rows.js';
import { printedRun } from '../printed-run.js';
import { sampleData } from '../sample-data.js';
import type { Click } from './click.js';
import sessions from './pipeline.js';
import { userSessions } from './user-sessions.js';

const runner = new DirectRunner();

/** The lines by a plain loop: each user's clicks in order, cut where the next is 30 minutes away or more. */
function sessionsByLoop(): string[] {
  const byUser = new Map<string, { second: number; event: string }[]>();
  for (const [user, , event, time] of plainRows(sampleData('shop-clicks.csv.gz'))) {
    const clicks = byUser.get(user!) ?? [];
    byUser.set(user!, clicks);
    clicks.push({ second: Date.parse(`${time}Z`) / 1000, event: event! });
  }
  const lines: string[] = [];
  for (const [user, clicks] of byUser) {
    clicks.sort((a, b) => a.second - b.second);
    let session: typeof clicks = [];
    const end = () => {
      const [first, last] = [session[0]!.second, session.at(-1)!.second];
      const begin = new Date(first * 1000).toISOString();
      const length = `${Math.floor((last - first) / 60)}:${String((last - first) % 60).padStart(2, '0')}`;
      const count = session.length === 1 ? ' 1 click ' : `${String(session.length).padStart(2)} clicks`;
      const bought = session.some(({ event }) => event === 'purchase') ? '  bought' : '';
      lines.push(
        `${begin.slice(0, 10)} ${begin.slice(11, 16)}  ${user}  ${length.padStart(6)}  ${count}${bought}`.trimEnd(),
      );
      session = [];
    };
    for (const click of clicks) {
      if (session.length > 0 && click.second - session.at(-1)!.second >= 1800) end();
      session.push(click);
    }
    end();
  }
  return lines.sort();
}

describe('the sessions of users', () => {
  it('are what a plain loop finds in the clicks', async () => {
    const { lines } = await printedRun(runner, sessions);
    expect(lines).toEqual(sessionsByLoop());
  });

  it('are as many as the file names, which the pipeline does not read', async () => {
    const { lines } = await printedRun(runner, sessions);
    const named = new Set(plainRows(sampleData('shop-clicks.csv.gz')).map(([, session]) => session));
    expect(lines).toHaveLength(named.size);
  });

  it('are the same when the clicks come as a stream', async () => {
    const { lines } = await printedRun(runner, sessions, { speed: 1e9 });
    expect(lines.toSorted()).toEqual(sessionsByLoop());
  });
});

describe('clicks out of order and late', () => {
  const moment = (time: string): number => Date.parse(`2024-03-01T${time}:00Z`);
  const click = (time: string, event = 'search') =>
    at<Click>({ user: 'ann', event, at: moment(time) }, moment(time));
  const observed = async (clicks: TestStream<Click>) => {
    const { output, result } = await observe((p) => userSessions(p.read(clicks), '2h'), { runner });
    return { lines: output.map(({ value }) => value), result };
  };

  it('are put into sessions by when they happened, not by when they came', async () => {
    const clicks = testStream<Click>().add(click('10:50'), click('10:00'), click('10:25'), click('12:00'));
    const { lines } = await observed(clicks);
    expect(lines.toSorted()).toEqual([
      '2024-03-01 10:00  ann   50:00   3 clicks',
      '2024-03-01 12:00  ann    0:00   1 click',
    ]);
  });

  it('do not belong together across exactly 30 minutes', async () => {
    const { lines } = await observed(testStream<Click>().add(click('10:00'), click('10:30')));
    expect(lines).toHaveLength(2);
  });

  it('join two sessions that were shown apart, when they come within the lateness', async () => {
    const clicks = testStream<Click>()
      .add(click('10:00'), click('10:40', 'purchase'))
      .advanceWatermarkTo(moment('11:30'))
      .add(click('10:20'));
    const { lines, result } = await observed(clicks);
    expect(lines).toEqual([
      '2024-03-01 10:00  ann    0:00   1 click',
      '2024-03-01 10:40  ann    0:00   1 click   bought',
      '2024-03-01 10:00  ann   40:00   3 clicks  bought  corrected',
    ]);
    expect(result.metric('droppedDueToLateness')).toBeUndefined();
  });

  it('are dropped and counted when they come after the lateness', async () => {
    const clicks = testStream<Click>()
      .add(click('10:00'))
      .advanceWatermarkTo(moment('12:30'))
      .add(click('09:00'));
    const { lines, result } = await observed(clicks);
    expect(lines).toEqual(['2024-03-01 10:00  ann    0:00   1 click']);
    expect(result.metric('droppedDueToLateness')).toEqual({ kind: 'counter', value: 1 });
  });
});

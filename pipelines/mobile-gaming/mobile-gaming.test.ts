import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DirectRunner } from '@hornbeam/direct';
import { at, observe, testStream } from '@hornbeam/sdk/testing';
import { describe, expect, it } from 'vitest';
import { plainRows } from '../plain-rows.js';
import { printedRun } from '../printed-run.js';
import { sampleData } from '../sample-data.js';
import { fairTeamScores } from './fair-scores.js';
import { type GameEvent, LONGEST_DELAY } from './game-event.js';
import gameEvents from './game-events.js';
import gameStats from './game-stats.js';
import hourlyTeamScore from './hourly-team-score.js';
import leaderBoard from './leader-board.js';
import { liveTeamScores, liveUserScores } from './live-scores.js';
import userScore from './user-score.js';

const runner = new DirectRunner();

interface Event {
  readonly user: string;
  readonly team: string;
  readonly points: number;
  /** ms since 1970 */
  readonly at: number;
}

const events = (): Event[] =>
  plainRows(sampleData('game-events.csv.gz')).map(([user, team, points, time]) => ({
    user: user!,
    team: team!,
    points: Number(points),
    at: Date.parse(time!),
  }));

/** The first player of each third team. */
const ROBOTS = [
  'user0_AmberBadger',
  'user0_AmberOtter',
  'user0_AzureLynx',
  'user0_CoralHeron',
  'user0_IndigoBadger',
  'user0_IndigoOtter',
  'user0_OliveLynx',
];

const hourOf = (at: number): string =>
  new Date(at - (at % 3_600_000)).toISOString().slice(0, 16).replace('T', ' ');

/** The sums of the points by a text of each event. */
function totals(all: readonly Event[], by: (event: Event) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const event of all) sums.set(by(event), (sums.get(by(event)) ?? 0) + event.points);
  return sums;
}

const userLines = (): string[] =>
  [...totals(events(), ({ user }) => user)].map(([user, n]) => `${user}: ${n}`).sort();

const teamLines = (all: readonly Event[]): string[] =>
  [...totals(all, ({ team, at }) => `${hourOf(at)}  ${team.padEnd(13)}`)]
    .map(([place, n]) => `${place}  ${String(n).padStart(4)} points`)
    .sort();

/** The events of players who did not earn more than 2.5 times the average of an hour in it. */
function withoutRobots(all: readonly Event[]): Event[] {
  const place = ({ user, at }: Event): string => `${hourOf(at)} ${user}`;
  const sums = totals(all, place);
  const byHour = new Map<string, number[]>();
  for (const [key, sum] of sums) byHour.set(key.slice(0, 16), [...(byHour.get(key.slice(0, 16)) ?? []), sum]);
  return all.filter((event) => {
    const sumsOfHour = byHour.get(hourOf(event.at))!;
    const average = sumsOfHour.reduce((total, n) => total + n, 0) / sumsOfHour.length;
    return sums.get(place(event))! <= 2.5 * average;
  });
}

/** How long people played at a stretch: a pause of 5 minutes ends it. */
function playedLines(all: readonly Event[]): string[] {
  const byUser = new Map<string, number[]>();
  for (const { user, at } of all) byUser.set(user, [...(byUser.get(user) ?? []), at]);
  const byHour = new Map<string, number[]>();
  for (const times of byUser.values()) {
    times.sort((a, b) => a - b);
    let first = times[0]!;
    times.forEach((time, i) => {
      const next = times[i + 1];
      if (next !== undefined && next - time < 300_000) return;
      const hour = hourOf(time + 299_999);
      byHour.set(hour, [...(byHour.get(hour) ?? []), time - first]);
      first = next ?? 0;
    });
  }
  return [...byHour]
    .map(([hour, lengths]) => {
      const average = lengths.reduce((total, n) => total + n, 0) / lengths.length;
      return `${hour}  played ${Math.round(average / 1000)} s at a stretch, ${lengths.length} stretches`;
    })
    .sort();
}

const ladder = [
  ['UserScore', userScore, userLines],
  ['HourlyTeamScore', hourlyTeamScore, () => teamLines(events())],
  [
    'GameStats',
    gameStats,
    () =>
      [
        ...teamLines(withoutRobots(events())).map((line) => `${line} without robots`),
        ...playedLines(events()),
      ].sort(),
  ],
] as const;

describe('the mobile game', () => {
  it.each(ladder)('%s is what a plain loop finds', async (_, pipeline, expected) => {
    const { lines } = await printedRun(runner, pipeline);
    expect(lines).toEqual(expected());
  });

  it.each(ladder)('%s is the same when the events come as a stream', async (_, pipeline, expected) => {
    const { lines } = await printedRun(runner, pipeline, { speed: 1e9 });
    expect(lines.toSorted()).toEqual(expected());
  });

  it('HourlyTeamScore leaves out what was before and after', async () => {
    const [from, until] = ['2024-05-04T13:00:00Z', '2024-05-04T14:30:00Z'];
    const { lines } = await printedRun(runner, hourlyTeamScore, { from, until });
    const inside = events().filter(({ at }) => at >= Date.parse(from) && at < Date.parse(until));
    expect(lines).toEqual(teamLines(inside));
  });

  it.each([
    ['at once', 0],
    ['as a stream', 1e9],
  ])('LeaderBoard shows the right scores at the end: %s', async (_, speed) => {
    const { lines } = await printedRun(runner, leaderBoard, { speed });
    const onTime = lines.filter((line) => line.endsWith('  on-time')).toSorted();
    const users = userLines().map((line) => `${line.replace(': ', '  ')} points`);
    expect(onTime).toEqual([...teamLines(events()), ...users].map((line) => `${line}  on-time`).sort());
    expect(lines.filter((line) => line.endsWith('  late'))).toEqual([]);
  });

  it('takes out nearly all that robots earned, and little of what people did', () => {
    const earned = (all: readonly Event[], byRobots: boolean): number =>
      all
        .filter(({ user }) => ROBOTS.includes(user) === byRobots)
        .reduce((total, { points }) => total + points, 0);
    const [all, kept] = [events(), withoutRobots(events())];
    // A rest of both is left: robots at work across the hour, and people who play for the whole of it.
    expect(earned(kept, true) / earned(all, true)).toBeLessThan(0.02);
    expect(earned(kept, false) / earned(all, false)).toBeGreaterThan(0.95);
  });
});

describe('events that come late', () => {
  const noon = Date.parse('2024-05-04T12:00:00Z');
  const event = (user: string, points: number, minute: number) => {
    const moment = noon + minute * 60_000;
    return at<GameEvent>({ user, team: 'Otters', points, at: moment }, moment);
  };
  const minute = (n: number): number => noon + n * 60_000;
  const settings = { refresh: '5s', allowedLateness: '2h' } as const;

  it('change the score of their team within the lateness, and are dropped and counted after it', async () => {
    const stream = testStream<GameEvent>()
      .add(event('ann', 3, 50), event('bob', 4, 10))
      .advanceProcessingTime('5s')
      .add(event('ann', 1, 55))
      .advanceWatermarkTo(minute(60))
      .add(event('bob', 10, 20), event('ann', 20, 30))
      .advanceProcessingTime('5s')
      .advanceWatermarkTo(minute(179))
      .add(event('bob', 100, 59))
      .advanceProcessingTime('5s')
      .advanceWatermarkTo(minute(180))
      .add(event('bob', 1000, 59));
    const { output, result } = await observe((p) => liveTeamScores(p.read(stream), settings), { runner });
    expect(output.map(({ value }) => value.replace(/^.*Otters */, ''))).toEqual([
      '7 points  early',
      '8 points  on-time',
      '38 points  late',
      '138 points  late',
    ]);
    expect(result.metric('droppedDueToLateness')).toEqual({ kind: 'counter', value: 1 });
  });

  it('are never too late for the score of a player', async () => {
    const stream = testStream<GameEvent>()
      .add(event('ann', 3, 50))
      .advanceProcessingTime('5s')
      .advanceWatermarkTo(minute(100_000))
      .add(event('ann', 4, -100_000))
      .advanceProcessingTime('5s');
    const { output } = await observe((p) => liveUserScores(p.read(stream), settings), { runner });
    expect(output.map(({ value }) => value)).toEqual([
      'ann  3 points  early',
      'ann  7 points  early',
      'ann  7 points  on-time',
    ]);
  });

  it('are held until the robots of their hour are known', async () => {
    const people = ['ann', 'bob', 'cid', 'dan'].map((user, i) => event(user, 10, i));
    const stream = testStream<GameEvent>()
      .add(event('robot', 500, 30), ...people)
      .advanceWatermarkTo(minute(60))
      .add(event('eve', 7, 61));
    const { output } = await observe((p) => fairTeamScores(p.read(stream)), { runner });
    expect(output.map(({ value }) => value)).toEqual([
      '2024-05-04 12:00  Otters           40 points without robots',
      '2024-05-04 13:00  Otters            7 points without robots',
    ]);
  });
});

describe('the made-up events', () => {
  it('are what the packaged file holds', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mobile-gaming-'));
    try {
      const output = join(folder, 'game-events.csv');
      await printedRun(runner, gameEvents, { output });
      const packaged = gunzipSync(readFileSync(sampleData('game-events.csv.gz'))).toString('utf8');
      expect(readFileSync(output, 'utf8')).toBe(packaged);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('are out of order, by as much as is promised and no more', () => {
    let latest = 0;
    let most = 0;
    for (const { at } of events()) {
      most = Math.max(most, latest - at);
      latest = Math.max(latest, at);
    }
    expect(most).toBeGreaterThan(LONGEST_DELAY / 2);
    expect(most).toBeLessThanOrEqual(LONGEST_DELAY);
  });
});

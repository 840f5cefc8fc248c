import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { DirectRunner } from '@hornbeam/direct';
import { at, observe, testStream } from '@hornbeam/sdk/testing';
import { describe, expect, it } from 'vitest';
import { printedRun } from '../printed-run.js';
import { sampleData } from '../sample-data.js';
import { boards } from './boards.js';
import leaderboard from './pipeline.js';
import type { Quake } from './quake.js';

const runner = new DirectRunner();

/** What a board lists, and after how many quakes. */
interface Board {
  readonly head: string;
  readonly places: string[];
}

/** The boards by a plain loop that reads the file from its beginning. */
function boardsByLoop(every: number, top: number): Board[] {
  const quakes = gunzipSync(readFileSync(sampleData('earthquakes.jsonl.gz')))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'earthquake');
  const board = (head: string, seen: number): Board => ({
    head,
    places: quakes
      .slice(0, seen)
      .sort((a, b) => b.magnitude - a.magnitude || a.time - b.time)
      .slice(0, top)
      .map(({ magnitude, place }) => `${magnitude.toFixed(1)} ${place}`),
  });
  const early = Array.from({ length: Math.floor(quakes.length / every) }, (_, i) => (i + 1) * every);
  return [
    ...early.map((seen) => board(`After ${seen} quakes`, seen)),
    board(`All ${quakes.length} quakes`, quakes.length),
  ];
}

/** The boards in printed lines. */
function boardsIn(lines: readonly string[]): Board[] {
  const found: Board[] = [];
  for (const line of lines) {
    if (line.endsWith('quakes')) found.push({ head: line, places: [] });
    const [, magnitude, place] = /^ *\d+ +(-?\d+\.\d) {2}(.+)$/.exec(line) ?? [];
    if (place !== undefined) found.at(-1)!.places.push(`${magnitude} ${place}`);
  }
  return found;
}

describe('the board of the strongest earthquakes', () => {
  it('is at every time what a plain loop finds until then', async () => {
    const { lines } = await printedRun(runner, leaderboard);
    const boards = boardsIn(lines);
    expect(boards).toEqual(boardsByLoop(500, 5));
    expect(boards.map(({ head }) => head)).toEqual([
      'After 500 quakes',
      'After 1000 quakes',
      'After 1500 quakes',
      'All 1679 quakes',
    ]);
    expect(boards.at(-1)!.places[0]).toBe('6.4 22km NNE of Hualian, Taiwan');
  });

  it('is the same when the earthquakes come as a stream', async () => {
    const { lines } = await printedRun(runner, leaderboard, { speed: 1e9, top: 3, every: 300 });
    expect(boardsIn(lines)).toEqual(boardsByLoop(300, 3));
  });
});

describe('earthquakes that are reported late', () => {
  const quake = (id: string, magnitude: number, time: number) =>
    at<Quake>({ id, time, magnitude, type: 'earthquake', place: id }, time);

  it('are on the next board, however late they are: the window is all of time', async () => {
    const quakes = testStream<Quake>()
      .add(quake('first', 2, 5000), quake('second', 3, 4000))
      .advanceWatermarkTo(86_400_000)
      .add(quake('old', 9, 0), quake('older', 1, -86_400_000));
    const { output, result } = await observe((p) => boards(p.read(quakes), { top: 2, every: 2 }), { runner });
    expect(output.map(({ value, pane }) => [boardsIn(value.split('\n')), pane.timing])).toEqual([
      [[{ head: 'After 2 quakes', places: ['3.0 second', '2.0 first'] }], 'early'],
      [[{ head: 'After 4 quakes', places: ['9.0 old', '3.0 second'] }], 'early'],
      [[{ head: 'All 4 quakes', places: ['9.0 old', '3.0 second'] }], 'on-time'],
    ]);
    expect(result.metric('droppedDueToLateness')).toBeUndefined();
  });

  it('make no board when there is none', async () => {
    const { output } = await observe((p) => boards(p.read(testStream<Quake>()), { top: 2, every: 2 }), {
      runner,
    });
    expect(output).toEqual([]);
  });
});

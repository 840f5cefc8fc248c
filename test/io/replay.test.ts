import { gzipSync } from 'node:zlib';
import { replay } from '@hornbeam/sdk/io';
import { describe, expect, test } from 'vitest';
import { Folder } from './folder.js';
import { streamed } from './streamed.js';

const folder = new Folder();
const itself = { timestamp: (n: number) => n };

describe('a replay', () => {
  test('brings each element when it is due at its speed', async () => {
    const start = Date.UTC(2024, 0, 1);
    const moments = [0, 60_000, 120_000].map((after) => start + after);
    const { seen, times, pass, watermark, job } = await streamed(
      replay(() => moments, { ...itself, speed: 60 }),
    );
    expect(seen).toEqual([start]);
    expect(watermark()).toBe(start);
    await pass(999);
    expect(seen).toHaveLength(1);
    await pass(1);
    expect(seen).toHaveLength(2);
    await pass(1000);
    await job.done;
    expect(seen).toEqual(moments);
    expect(times).toEqual(moments);
  });

  test('keeps the order of the recording: what stands behind a later one comes at once', async () => {
    const { seen, pass, watermark, job } = await streamed(
      replay(() => [100, 300, 200, 400], { ...itself, speed: 1, outOfOrder: 100 }),
    );
    await pass(200);
    expect(seen).toEqual([100, 300, 200]);
    expect(watermark()).toBe(200);
    await job.stop();
  });

  test('does not wait at infinite speed', async () => {
    const { seen, job } = await streamed(
      replay(() => [0, 1e12, 5], { ...itself, speed: Number.POSITIVE_INFINITY }),
    );
    await job.done;
    expect(seen).toEqual([0, 1e12, 5]);
  });

  test('remembers when it began, wherever it is taken up', async () => {
    const { seen, pass, job } = await streamed(
      replay(() => [0, 10, 20, 30], { ...itself, speed: 1 }),
      {
        encodeEveryBundle: true,
        limits: { bundleElements: 1 },
      },
    );
    for (const expected of [1, 2, 3]) {
      expect(seen).toHaveLength(expected);
      await pass(10);
    }
    await job.done;
    expect(seen).toEqual([0, 10, 20, 30]);
  });

  test('reads the lines of a file, a compressed one too', async () => {
    const lines = 'time,name\n5,a\n7,b\n';
    const parse = (line: string, number: number) => {
      const [time, name] = line.split(',');
      return number === 1 ? undefined : { time: Number(time), name };
    };
    for (const path of [folder.put('r.csv', lines), folder.put('r.csv.gz', gzipSync(lines))]) {
      const { seen, times, job } = await streamed(
        replay(path, { parse, timestamp: ({ time }) => time, speed: Number.POSITIVE_INFINITY }),
      );
      await job.done;
      expect(seen).toEqual([
        { time: 5, name: 'a' },
        { time: 7, name: 'b' },
      ]);
      expect(times).toEqual([5, 7]);
    }
  });
});

describe('a replay that cannot be', () => {
  test('of a line that does not parse fails with its place, after what came before it', async () => {
    const path = folder.put('broken.jsonl', '1\n2\n{\n');
    const { seen, job } = await streamed(
      replay<number>(path, { parse: (line) => JSON.parse(line), ...itself, speed: Number.POSITIVE_INFINITY }),
    );
    await expect(job.done).rejects.toMatchObject({
      code: 'E_BAD_RECORD',
      place: { path: `${path}:3`, step: 'replay/play' },
    });
    expect(seen).toEqual([1, 2]);
  });

  test('of an element without a moment fails, and shows the element', async () => {
    for (const [timestamp, code] of [
      [() => Number.NaN, 'E_BAD_ARGUMENT'],
      [(row: any) => row.when.at, 'E_USER'],
    ] as const) {
      const { job } = await streamed(replay(() => [{ id: 7 }], { timestamp, speed: 1 }));
      await expect(job.done).rejects.toMatchObject({ code, place: { element: '{"id":7}' } });
    }
  });

  test('of a file that is not there fails', async () => {
    const path = folder.at('nothing.txt');
    const { job } = await streamed(replay<number>(path, { parse: Number, ...itself, speed: 1 }));
    await expect(job.done).rejects.toMatchObject({ code: 'E_IO', place: { path } });
  });

  test.each([
    [() => replay(() => [1], { ...itself, speed: 0 }), 'at the speed 0'],
    [() => replay([1] as never, { ...itself, speed: 1 }), 'takes a function'],
    [() => replay('a.txt', { ...itself, speed: 1 } as never), 'how to read the lines of "a.txt"'],
    [() => replay(() => [1], { speed: 1 } as never), 'needs a function "timestamp"'],
  ])('is refused when the pipeline is built: %#', (build, message) => {
    expect(build).toThrow(message);
  });
});

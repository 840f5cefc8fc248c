import { mkdirSync, rmSync, utimesSync } from 'node:fs';
import { basename } from 'node:path';
import type { PCollection } from '@hornbeam/sdk';
import { type FileMatch, localFileSystem, readJson, readText, watchFiles } from '@hornbeam/sdk/io';
import { describe, expect, test } from 'vitest';
import { Folder } from './folder.js';
import { streamed } from './streamed.js';

/** A watch of files that a test names, from one look to the next a second. */
async function watched(options: Parameters<typeof watchFiles>[1] = {}) {
  let listing: FileMatch[] = [];
  const fileSystem = { ...localFileSystem, match: async () => listing, hasDirectory: async () => true };
  const stream = await streamed(watchFiles('*', { fileSystem, outOfOrder: 0, ...options }), {
    encodeEveryBundle: true,
  });
  const look = (...files: FileMatch[]): Promise<void> => {
    listing = files;
    return stream.pass(1000);
  };
  return { ...stream, look, paths: () => stream.seen.map(({ path }) => path) };
}

const file = (path: string, modified = 0, size = 1) => ({ path, size, modified });

describe('a watch of files', () => {
  test('finds each once, when nobody is writing it any more, at its time', async () => {
    const { look, paths, times, job } = await watched();
    await look(file('a', 100), file('b', 200));
    expect(paths()).toEqual([]);
    await look(file('a', 100), file('b', 300, 2));
    expect(paths()).toEqual(['a']);
    await look(file('a', 999), file('b', 300, 2));
    expect(paths()).toEqual(['a', 'b']);
    await look(file('a', 999), file('b', 300, 2));
    expect(paths()).toEqual(['a', 'b']);
    expect(times).toEqual([100, 300]);
    await job.stop();
  });

  test('takes them at once when it is told that they are whole', async () => {
    const { look, paths, job } = await watched({ settled: false });
    await look(file('a'));
    await look(file('a'), file('b'));
    expect(paths()).toEqual(['a', 'b']);
    await job.stop();
  });

  test('moves event time with its looks, but not past a file that waits', async () => {
    const { look, watermark, job } = await watched({ outOfOrder: 10 });
    await look();
    expect(watermark()).toBe(990);
    await look(file('a', 1500));
    expect(watermark()).toBe(1500);
    await look(file('a', 1500));
    expect(watermark()).toBe(2990);
    await job.stop();
  });

  test('looks no more often than it is told to', async () => {
    const { look, paths, job } = await watched({ settled: false, every: '3s' });
    await look(file('a'));
    await look(file('a'));
    expect(paths()).toEqual([]);
    await look(file('a'));
    expect(paths()).toEqual(['a']);
    await job.stop();
  });

  test('fails the run when it cannot look', async () => {
    const folder = new Folder();
    const { job } = await streamed(watchFiles(folder.put('folder/file', '').slice(0, -'/file'.length)));
    await expect(job.done).rejects.toMatchObject({ code: 'E_NO_INPUT', place: { step: 'watchFiles/watch' } });
  });

  test('fails the run when its folder is not there', async () => {
    const folder = new Folder();
    const { job } = await streamed(watchFiles(folder.at('nowhere', '*.csv')));
    await expect(job.done).rejects.toMatchObject({
      code: 'E_IO',
      message: `There is no folder "${folder.at('nowhere')}" to watch.`,
    });
  });

  test.each([
    [() => watchFiles('a', { every: 0 }), 'every 0'],
    [() => watchFiles([]), 'no path'],
    [() => watchFiles('s3://a'), 'No file system'],
  ])('is refused when the pipeline is built: %#', (build, message) => {
    expect(build).toThrow(message);
  });
});

describe('files that come while a pipeline runs', () => {
  const folder = new Folder();

  test.each([
    ['text', readText({ skipHeaderLines: 1 }), 'head\none\ntwo\n', ['one', 'two']],
    ['jsonl', readJson<number>(), '1\n2\n', [1, 2]],
  ])('are read as %s', async (kind, reader, content, records) => {
    mkdirSync(folder.at(kind));
    const source = watchFiles(folder.at(kind, '*'));
    const { seen, times, pass, job } = await streamed({
      name: 'inbox',
      expand: (root) => root.read(source).apply<PCollection<unknown>>(reader),
    });
    for (const [n, name] of ['first', 'second'].entries()) {
      const path = folder.put(`${kind}/${name}`, content);
      utimesSync(path, n + 1, n + 1);
      await expect
        .poll(async () => {
          await pass(1000);
          return seen.length;
        })
        .toBe(records.length * (n + 1));
    }
    expect(seen).toEqual([...records, ...records]);
    expect(times).toEqual([1000, 1000, 2000, 2000]);
    await job.stop();
  });

  test('are found when they come back', async () => {
    mkdirSync(folder.at('again'));
    const { seen, pass, job } = await streamed(watchFiles(folder.at('again', '*'), { settled: false }));
    const found = async (count: number): Promise<void> => {
      await expect
        .poll(async () => {
          await pass(1000);
          return seen.length;
        })
        .toBe(count);
    };
    const path = folder.put('again/file', '');
    await found(1);
    rmSync(path);
    // Two looks: one may have been under way when the file went.
    for (let look = 0; look < 2; look++) await lookOnce(job, pass);
    folder.put('again/file', '');
    await found(2);
    expect(seen.map((match) => basename(match.path))).toEqual(['file', 'file']);
    await job.stop();
  });
});

/** Lets the clock go on until the watch has looked once more. */
async function lookOnce(
  job: Awaited<ReturnType<typeof streamed>>['job'],
  pass: (millis: number) => Promise<void>,
): Promise<void> {
  const watermark = () =>
    job.snapshot().steps.find(({ name }) => name === 'watchFiles/watch')?.time?.outputWatermark;
  const before = watermark();
  await expect
    .poll(async () => {
      await pass(1000);
      return watermark();
    })
    .not.toBe(before);
}

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildGraph, type PCollection, pipeline } from '@hornbeam/sdk';
import { fromIterable, type Rolling, writeCsv, writeJson, writeText } from '@hornbeam/sdk/io';
import { describe, expect, test } from 'vitest';
import { Folder } from './folder.js';
import { runHere } from './run-here.js';

const folder = new Folder();

/** Numbers from 0 on, as if without end. */
const stream = (count: number) =>
  fromIterable(
    async function* () {
      for (let n = 0; n < count; n++) {
        if (n % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
        yield n;
      }
    },
    { unbounded: true, timestamp: (n: number) => n },
  );

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const small: Rolling = { bytes: 100 };

describe('rows without end', () => {
  test('are written to one file after the other, as text, JSON and CSV', async () => {
    await runHere((root) => {
      const input = root.read(stream(100));
      input.map(String).write(writeText(folder.at('text/out'), { rolling: small, header: 'n' }));
      const objects = input.map((n) => ({ n, square: n * n }));
      objects.write(writeJson(folder.at('json/out'), { rolling: small, suffix: '.jsonl' }));
      objects.write(
        writeCsv(folder.at('csv/out'), { rolling: small, suffix: '.csv', columns: ['n', 'square'] }),
      );
    });
    const files = (name: string) => folder.names(name).map((file) => folder.text(`${name}/${file}`));
    expect(folder.names('text')[0]).toBe('out-00000');
    expect(
      files('text')
        .flatMap((text) => text.split('\n').slice(1, -1))
        .map(Number),
    ).toEqual(numbers(100));
    for (const text of files('text')) expect(text.startsWith('n\n')).toBe(true);
    const parsed = files('json').flatMap((text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
    expect(parsed).toEqual(numbers(100).map((n) => ({ n, square: n * n })));
    expect(files('csv').every((text) => text.startsWith('n,square\n'))).toBe(true);
    expect(files('csv').flatMap((text) => text.trimEnd().split('\n').slice(1))).toEqual(
      numbers(100).map((n) => `${n},${n * n}`),
    );
  });

  test('may be compressed by gzip, and by nothing else', async () => {
    await runHere((root) => {
      root
        .read(stream(100))
        .map(String)
        .write(writeText(folder.at('gzip/out.txt.gz'), { rolling: true }));
    });
    expect(folder.names('gzip')).toEqual(['out-00000.txt.gz']);
    const text = gunzipSync(readFileSync(folder.at('gzip/out-00000.txt.gz'))).toString();
    expect(text.trimEnd().split('\n').map(Number)).toEqual(numbers(100));
    expect(() => writeText('out.br', { rolling: true })).toThrow(/cannot be written as brotli/);
  });

  test('of a later run come behind those that are there', async () => {
    for (let run = 0; run < 2; run++) {
      await runHere((root) => {
        root
          .read(stream(3))
          .map(String)
          .write(writeText(folder.at('later/out'), { rolling: true }));
      });
    }
    expect(folder.names('later')).toEqual(['out-00000', 'out-00001']);
  });

  test('are refused without rolling, with what to do', async () => {
    const build = (write: (input: PCollection<number>) => void) =>
      buildGraph(pipeline((root) => write(root.read(stream(3)))));
    await expect(build((input) => void input.map(String).write(writeText('out')))).rejects.toThrow(
      expect.objectContaining({ help: expect.stringContaining("rolling: { every: '1m' }") }),
    );
  });

  test('need options that fit', async () => {
    expect(() => writeText('out', { rolling: { bytes: 0 } })).toThrow(/must roll after some time/);
    expect(() => writeText('out', { rolling: { every: '0s' } })).toThrow(/must roll after some time/);
    const both = { rolling: true, shards: 3 } as const;
    expect(() => writeText('out', both)).toThrow(/rolling and shards contradict/);
    await expect(
      buildGraph(
        pipeline((root) => {
          root
            .read(stream(1))
            .map((n) => ({ n }))
            .write(writeCsv('out', { rolling: true }));
        }),
      ),
    ).rejects.toThrow(/must know the columns/);
  });
});

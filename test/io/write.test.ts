import { readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { fixed, type PCollection, row, type Sink } from '@hornbeam/sdk';
import { csv, fromIterable, json, text, writeCsv, writeJson, writeText } from '@hornbeam/sdk/io';
import * as field from '@hornbeam/sdk/model';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Folder } from './folder.js';
import { elementsOf, read, runHere } from './run-here.js';

const folder = new Folder();

/** Writes values and gives the names that the sink hands back. */
const write = <T>(values: readonly T[], sink: Sink<T, PCollection<string>>): Promise<string[]> =>
  elementsOf((root) => root.create(values).write(sink));

describe('names of files', () => {
  test('a small output is one shard, in a folder that is made for it', async () => {
    const names = await write(['a', 'b'], writeText(folder.at('new/deep/counts'), { suffix: '.txt' }));
    expect(names).toEqual([folder.at('new/deep/counts-00000-of-00001.txt')]);
    expect(folder.names('new/deep')).toEqual(['counts-00000-of-00001.txt']);
    expect(folder.text('new/deep/counts-00000-of-00001.txt')).toBe('a\nb\n');
  });

  test('a folder that cannot be made ends the run with its name', async () => {
    // Node's own recursive mkdir would try for ever.
    await expect(write(['a'], writeText('/proc/nowhere/counts'))).rejects.toMatchObject({
      code: 'E_IO',
      message: expect.stringContaining('/proc/nowhere'),
    });
  });

  test('without an element there is one empty file', async () => {
    await write([], writeText(folder.at('empty/out'), { header: 'h', footer: ['f', 'g'] }));
    expect(folder.names('empty')).toEqual(['out-00000-of-00001']);
    expect(folder.text('empty/out-00000-of-00001')).toBe('h\nf\ng\n');
  });

  test('a number of shards is kept, empty ones included', async () => {
    const values = ['a', 'b'];
    const names = await write(values, writeText(folder.at('three/out'), { shards: 3 }));
    expect(names.sort()).toEqual([0, 1, 2].map((i) => folder.at(`three/out-0000${i}-of-00003`)));
    expect(folder.lines('three/out')).toEqual(values);
  });

  test('many elements are spread over all shards', async () => {
    const values = Array.from({ length: 1000 }, (_, i) => `${i}`);
    const names = await write(values, writeText(folder.at('spread/out'), { shards: 4 }));
    for (const name of names) expect(readFileSync(name, 'utf8').length).toBeGreaterThan(500);
    expect(folder.lines('spread/out')).toEqual([...values].sort());
  });

  test('a single file has exactly the name that was given', async () => {
    expect(await write(['a'], writeText(folder.at('single/x.txt'), { singleFile: true }))).toEqual([
      folder.at('single/x.txt'),
    ]);
    expect(folder.names('single')).toEqual(['x.txt']);
  });

  test('shards of an earlier run go, files of other outputs stay', async () => {
    await write(['a'], writeText(folder.at('again/out'), { shards: 3, suffix: '.txt' }));
    for (const other of ['out-00000-of-00003.csv', 'outer-00000-of-00003.txt', 'out-x.txt', 'out.txt']) {
      folder.put(`again/${other}`, 'keep');
    }
    await write(['b'], writeText(folder.at('again/out'), { shards: 2, suffix: '.txt' }));
    expect(folder.names('again')).toEqual([
      'out-00000-of-00002.txt',
      'out-00000-of-00003.csv',
      'out-00001-of-00002.txt',
      'out-x.txt',
      'out.txt',
      'outer-00000-of-00003.txt',
    ]);
  });

  test('two sinks with the same files are refused, others of the same folder are not', async () => {
    const twice = pipelineWith((input) => {
      input.write(writeText(folder.at('clash/out')));
      input.write(writeText(`${folder.at('clash')}/../clash/out`, { shards: 2 }));
    });
    await expect(twice).rejects.toMatchObject({ code: 'E_DUPLICATE_OUTPUT' });
    await pipelineWith((input) => {
      input.write(writeText(folder.at('clash/out'), { suffix: '.txt' }));
      input.write(writeText(folder.at('clash/out'), { suffix: '.log' }));
    });
    expect(folder.names('clash')).toEqual(['out-00000-of-00001.log', 'out-00000-of-00001.txt']);
  });

  test('what names no file is refused when the pipeline is built', () => {
    expect(() => writeText('out/')).toThrow('names a folder');
    expect(() => writeText('out', { suffix: 'a/b' })).toThrow('path separator');
    expect(() => writeText('out', { shards: 0 })).toThrow('shards');
    expect(() => writeText('out', { shards: 2, singleFile: true })).toThrow('contradict');
    expect(() => writeText('gs://bucket/out')).toThrow('gs://');
    expect(() => writeText('out.zst', { singleFile: true })).toThrow('zstd');
    const sinks: ((path: string) => unknown)[] = [writeText, writeJson, writeCsv];
    for (const sink of sinks) {
      expect(() => sink('out.txt.zst')).toThrow(expect.objectContaining({ code: 'E_UNSUPPORTED' }));
    }
    expect(() => writeText('out/.gz')).toThrow('without a name');
  });
});

const pipelineWith = (build: (input: PCollection<string>) => void): Promise<unknown> =>
  runHere((root) => build(root.create(['a'])));

describe('contents', () => {
  test('text comes back as it was written, however long', async () => {
    const lines = fc.array(
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 20 }),
        fc.constantFrom('x'.repeat(70_000), '€'.repeat(400_000)),
      ),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(lines, fc.constantFrom('', '.gz', '.br'), async (all, suffix) => {
        const clean = all.map((line) => line.replaceAll(/[\r\n\uFEFF]/g, ' '));
        const [name] = await write(clean, writeText(folder.at('round/out'), { suffix }));
        expect(await read(text(name!))).toEqual(clean);
      }),
      { numRuns: 25 },
    );
  });

  test('a large output is written in pieces and is whole', async () => {
    const count = 200_000;
    await elementsOf((root) =>
      root
        .read(
          fromIterable(function* () {
            for (let i = 0; i < count; i++) yield `line number ${i}`;
          }),
        )
        .write(writeText(folder.at('large/out'))),
    );
    const lines = folder.lines('large/out');
    expect(lines).toHaveLength(count);
    expect(new Set(lines).size).toBe(count);
  });

  test('are compressed by suffix or option', async () => {
    const path = folder.at('packed/out');
    await write(['ä'], writeText(path, { compression: 'gzip' }));
    expect(gunzipSync(readFileSync(`${path}-00000-of-00001.gz`)).toString()).toBe('ä\n');
    await write(['ä'], writeText(folder.at('packed/single.br'), { singleFile: true }));
    expect(brotliDecompressSync(readFileSync(folder.at('packed/single.br'))).toString()).toBe('ä\n');
  });

  test('are compressed when the path ends like a compressed file, whose end goes behind the number', async () => {
    const at = (name: string): string => folder.at(`ends/${name}`);
    expect(await write(['ä'], writeText(at('v.txt.gz')))).toEqual([at('v-00000-of-00001.txt.gz')]);
    expect(gunzipSync(readFileSync(at('v-00000-of-00001.txt.gz'))).toString()).toBe('ä\n');
    const [packed] = await write([1], writeJson(at('j.br')));
    expect(packed).toBe(at('j-00000-of-00001.br'));
    expect(brotliDecompressSync(readFileSync(packed!)).toString()).toBe('1\n');
    const [table] = await write([{ a: 1 }], writeCsv(at('.c.csv.GZ'), { compression: 'gzip', shards: 1 }));
    expect(table).toBe(at('.c-00000-of-00001.csv.GZ'));
    expect(gunzipSync(readFileSync(table!)).toString()).toBe('a\n1\n');
  });

  test('are plain when suffix or option say so, whatever the path ends with', async () => {
    const [suffixed] = await write(['a'], writeText(folder.at('plain/s.gz'), { suffix: '.txt' }));
    expect(suffixed).toBe(folder.at('plain/s.gz-00000-of-00001.txt'));
    expect(readFileSync(suffixed!, 'utf8')).toBe('a\n');
    const [none] = await write(['a'], writeText(folder.at('plain/n.gz'), { compression: 'none' }));
    expect(none).toBe(folder.at('plain/n.gz-00000-of-00001'));
    expect(readFileSync(none!, 'utf8')).toBe('a\n');
  });

  test('of earlier runs go, when their suffix was a part of the path', async () => {
    await write(['a'], writeText(folder.at('ends-again/out.txt.gz'), { shards: 2 }));
    await write(['b'], writeText(folder.at('ends-again/out.txt.gz')));
    expect(folder.names('ends-again')).toEqual(['out-00000-of-00001.txt.gz']);
  });

  test('elements of all windows go into one set of files', async () => {
    await elementsOf((root) =>
      root
        .create([0, 1, 2, 3])
        .withTimestamps((n) => n * 60_000)
        .windowInto(fixed('1m'))
        .map(String)
        .write(writeText(folder.at('windows/out'))),
    );
    expect(folder.names('windows')).toEqual(['out-00000-of-00001']);
    expect(folder.lines('windows/out')).toEqual(['0', '1', '2', '3']);
  });

  test('writeText refuses what is no string, and half of a surrogate pair', async () => {
    const path = folder.at('refused/out');
    await expect(write([{ a: 1 }] as never, writeText(path))).rejects.toMatchObject({
      code: 'E_BAD_ARGUMENT',
      message: expect.stringContaining('no string'),
      place: { element: '{"a":1}' },
    });
    await expect(write(['ok', '\ud83d'], writeText(path))).rejects.toMatchObject({ code: 'E_ENCODE' });
    expect(folder.names('refused')).toEqual([]);
  });

  test('JSON comes back equal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 10 }), async (values) => {
        const [name] = await write(values, writeJson(folder.at('json/out')));
        // JSON has no -0.
        expect(await read(json(name!))).toEqual(JSON.parse(JSON.stringify(values)));
      }),
      { numRuns: 30 },
    );
  });

  test('CSV comes back equal, whatever the fields hold', async () => {
    const cell = fc.oneof(
      fc.constantFrom('', ',', '"', '\n', '\r\n', ';', ' a '),
      fc.string({ maxLength: 5 }),
    );
    const rows = fc.array(fc.record({ a: cell, 'b c': cell }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(',', ';', '^', ']', '-', '\\', '\t'),
        async (values, delimiter) => {
          const [name] = await write(values, writeCsv(folder.at('csv/out'), { delimiter }));
          expect(await read(csv(name!, { delimiter }))).toEqual(values);
        },
      ),
      { numRuns: 60 },
    );
    const [name] = await write([{ a: '' }, { a: 'x' }], writeCsv(folder.at('csv/one')));
    expect(await read(csv(name!))).toEqual([{ a: '' }, { a: 'x' }]);
  });
});

describe('columns of CSV', () => {
  const rows = [
    { b: 1, a: 'x', at: new Date(0), n: null, list: [1, 2], big: 10n ** 20n },
    { b: Number.NaN, a: 'y,z' },
  ];

  test('come from the first element', async () => {
    await write(rows, writeCsv(folder.at('columns/first.csv'), { singleFile: true }));
    expect(folder.text('columns/first.csv')).toBe(
      'b,a,at,n,list,big\n1,x,1970-01-01T00:00:00.000Z,,"[1,2]",100000000000000000000\nNaN,"y,z",,,,\n',
    );
  });

  test('or from the option, or from the schema; a header can be left out', async () => {
    await write(
      rows,
      writeCsv(folder.at('columns/some.csv'), { singleFile: true, columns: ['a', 'b'], header: false }),
    );
    expect(folder.text('columns/some.csv')).toBe('x,1\n"y,z",NaN\n');
    const schema = row({ z: field.int64, y: field.optional(field.string) });
    await elementsOf((root) =>
      root
        .create([{ y: 'q', z: 1 }], { schema })
        .write(writeCsv(folder.at('columns/schema.csv'), { singleFile: true })),
    );
    expect(folder.text('columns/schema.csv')).toBe('z,y\n1,q\n');
    await write(
      [] as { y: string }[],
      writeCsv(folder.at('columns/none.csv'), { singleFile: true, columns: ['y'] }),
    );
    expect(folder.text('columns/none.csv')).toBe('y\n');
  });

  test('arrays are rows as they are', async () => {
    await write([['a', 1], ['b']], writeCsv(folder.at('columns/arrays.csv'), { singleFile: true }));
    expect(folder.text('columns/arrays.csv')).toBe('a,1\nb\n');
  });

  test('a property that the first element has not is an error, not a loss', async () => {
    const values: object[] = [{ a: 1 }, { a: 1, b: 2 }];
    await expect(write(values, writeCsv(folder.at('columns/more')))).rejects.toMatchObject({
      code: 'E_BAD_RECORD',
      message: expect.stringContaining('"b"'),
    });
  });

  test('files of one output must agree on them', async () => {
    const values: object[] = [{ a: 1 }, { b: 2 }];
    await expect(write(values, writeCsv(folder.at('columns/differ'), { shards: 2 }))).rejects.toMatchObject({
      code: 'E_BAD_RECORD',
      message: expect.stringContaining('different columns'),
    });
    expect(folder.names('columns').filter((name) => name.includes('differ'))).toEqual([]);
  });
});

test('a sink is a step of its own name', async () => {
  const result = await runHere((root) => root.create(['a']).write(writeText(folder.at('named/out'))));
  expect(result.steps.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['writeText/write', 'writeText/finalise']),
  );
});

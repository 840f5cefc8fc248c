import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { buildGraph, pipeline } from '@hornbeam/sdk';
import { type FileSystem, files, localFileSystem, readBytes, type TextOptions, text } from '@hornbeam/sdk/io';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Folder } from './folder.js';
import { elementsOf, read } from './run-here.js';

const folder = new Folder();
const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

describe('finding files', () => {
  const a = folder.put('find/a.txt', 'a\n');
  folder.put('find/b.txt', 'b\n');
  folder.put('find/c.log', 'c\n');
  folder.put('find/deep/d.txt', 'd\n');
  folder.put('find/.hidden.txt', 'hidden\n');

  test('a path, a glob, a list and a file URL', async () => {
    expect(await read(text(a))).toEqual(['a']);
    expect((await read(text(folder.at('find/*.txt')))).sort()).toEqual(['a', 'b']);
    expect((await read(text(folder.at('find/**/*.{txt,log}')))).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect((await read(text([a, folder.at('find/*.log')]))).sort()).toEqual(['a', 'c']);
    expect(await read(text(pathToFileURL(a).href))).toEqual(['a']);
  });

  test('a file that two patterns match is read once', async () => {
    expect((await read(text([a, folder.at('find/*.txt')]))).sort()).toEqual(['a', 'b']);
  });

  test('a file whose name looks like a pattern is that file', async () => {
    folder.put('find/data[1] (2).txt', 'literal\n');
    expect(await read(text(folder.at('find/data[1] (2).txt')))).toEqual(['literal']);
  });

  test('a glob is looked up when the pipeline runs', async () => {
    const source = text(folder.at('late/*.txt'));
    folder.put('late/new.txt', 'new\n');
    expect(await read(source)).toEqual(['new']);
  });

  test('a missing file and a pattern without a match name the pattern and the folder', async () => {
    for (const pattern of [
      folder.at('find/none.txt'),
      folder.at('find/*.none'),
      folder.at('no/such/folder/x'),
    ]) {
      await expect(read(text(pattern))).rejects.toThrowError(
        expect.objectContaining({
          code: 'E_NO_INPUT',
          message: expect.stringContaining(`"${pattern}" (in ${process.cwd()})`),
        }),
      );
    }
  });

  test('no match is fine when it is allowed', async () => {
    expect(await read(text(folder.at('find/*.none'), { emptyMatch: 'allow' }))).toEqual([]);
  });

  test('a folder is refused with the pattern that would do', async () => {
    await expect(read(text(folder.at('find')))).rejects.toThrowError(
      expect.objectContaining({
        code: 'E_NO_INPUT',
        help: expect.stringContaining(`${folder.at('find')}/*`),
      }),
    );
  });

  test('other schemes are refused by name', async () => {
    for (const location of ['s3://bucket/key', 'gs://bucket/*.txt']) {
      await expect(read(text(location))).rejects.toThrowError(
        expect.objectContaining({ code: 'E_UNSUPPORTED', message: expect.stringContaining(location) }),
      );
    }
  });

  test('files gives paths and sizes, readBytes the contents', async () => {
    const source = files(folder.at('find/[ab].txt'));
    expect(await read(source)).toMatchObject([
      { path: a, size: 2 },
      { path: folder.at('find/b.txt'), size: 2 },
    ]);
    const contents = await elementsOf((root) => root.read(source).apply(readBytes()));
    expect(contents.map(({ key, value }) => [key, Buffer.from(value).toString()]).sort()).toEqual([
      [a, 'a\n'],
      [folder.at('find/b.txt'), 'b\n'],
    ]);
  });
});

describe('lines', () => {
  test('ranges of any size give every line once', async () => {
    const line = fc.constantFrom('', 'a', 'longer line', 'ä€😀', 'x'.repeat(90));
    const lines = fc.array(line, { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 120 }),
        async (all, end, size) => {
          const path = folder.put('ranges.txt', all.map((each) => each + end).join(''));
          expect((await read(text(path, { rangeBytes: size }))).sort()).toEqual([...all].sort());
        },
      ),
      { numRuns: 40 },
    );
  });

  test('header lines are passed over in every range', async () => {
    const path = folder.put('header.txt', 'one\ntwo, a long one\n1\n2\n3\n');
    for (let rangeBytes = 1; rangeBytes < 30; rangeBytes++) {
      expect((await read(text(path, { skipHeaderLines: 2, rangeBytes }))).sort()).toEqual(['1', '2', '3']);
    }
    expect(await read(text(path, { skipHeaderLines: 9, rangeBytes: 4 }))).toEqual([]);
    const packed = folder.put('header.txt.gz', gzipSync('one\ntwo\n1\n'));
    expect(await read(text(packed, { skipHeaderLines: 2 }))).toEqual(['1']);
  });

  test('an empty file has none', async () => {
    expect(await read(text(folder.put('empty.txt', '')))).toEqual([]);
    expect(await read(text(folder.put('empty.txt.gz', gzipSync(''))))).toEqual([]);
  });

  // Windows has no pipes in folders.
  test.runIf(process.platform !== 'win32')('a pipe is read to its end', async () => {
    const path = folder.at('pipe');
    execFileSync('mkfifo', [path]);
    const writer = spawn('sh', ['-c', `printf 'a\\nb\\n' > '${path}'`]);
    expect(await read(text(path))).toEqual(['a', 'b']);
    writer.kill();
  });

  test('bytes that are no UTF-8 are replaced, or refused with the line', async () => {
    const path = folder.put('bad.txt', Buffer.from([0x61, 0x0a, 0xe4, 0x0a]));
    expect(await read(text(path))).toEqual(['a', '\uFFFD']);
    await expect(read(text(path, { invalidUtf8: 'error' }))).rejects.toThrowError(
      expect.objectContaining({
        code: 'E_BAD_RECORD',
        place: expect.objectContaining({ path: `${path}:2` }),
      }),
    );
  });
});

describe('compressed files', () => {
  const content = 'alpha\nbeta\ngämma\n';
  const expected = ['alpha', 'beta', 'gämma'];

  test('are known by the end of their name', async () => {
    expect(await read(text(folder.put('by-name.txt.gz', gzipSync(content))))).toEqual(expected);
    expect(await read(text(folder.put('by-name.txt.br', brotliCompressSync(content))))).toEqual(expected);
    expect(await read(text(fixture('two-frames.txt.zst')))).toEqual([...expected, 'delta']);
  });

  test('or by the option, which wins', async () => {
    expect(await read(text(folder.put('gzipped', gzipSync(content)), { compression: 'gzip' }))).toEqual(
      expected,
    );
    expect(await read(text(folder.put('plain.gz', content), { compression: 'none' }))).toEqual(expected);
  });

  test('gzip files may have several members', async () => {
    const path = folder.put(
      'members.gz',
      Buffer.concat([gzipSync('alpha\nbe'), gzipSync('ta\n'), gzipSync('gämma\n')]),
    );
    expect(await read(text(path))).toEqual(expected);
  });

  test('zstd files may have frames of many blocks, and frames to be skipped', async () => {
    const lines = await read(text(fixture('many-blocks.txt.zst')));
    expect(lines).toHaveLength(24_000);
    expect(lines[3999]).toBe('line 4000 of many');
    expect(lines[23_999]).toBe('the same line again');
    const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const path = folder.put(
      'skip.zst',
      Buffer.concat([skipped, readFileSync(fixture('two-frames.txt.zst'))]),
    );
    expect(await read(text(path))).toEqual([...expected, 'delta']);
  });

  test('are streamed: a small file of much text does not fill the memory', async () => {
    const path = folder.put('large.gz', gzipSync('x'.repeat(99).concat('\n').repeat(1_000_000)));
    let lines = 0;
    let most = 0;
    const before = process.memoryUsage().arrayBuffers;
    await elementsOf((root) =>
      root.read(text(path)).filter((line) => {
        lines += line.length === 99 ? 1 : 0;
        if (lines % 10_000 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        return false;
      }),
    );
    expect(lines).toBe(1_000_000);
    // 100 MB of text.
    expect(most).toBeLessThan(30_000_000);
  });

  test('that are cut off or something else fail with path and reason', async () => {
    const gz = gzipSync(content.repeat(1000));
    const cases = [
      folder.put('cut.gz', gz.subarray(0, gz.length - 20)),
      folder.put('text.gz', content),
      folder.put('cut.br', brotliCompressSync(content.repeat(1000)).subarray(0, 20)),
      folder.put('cut.zst', readFileSync(fixture('many-blocks.txt.zst')).subarray(0, 300)),
      folder.put('text.zst', content.repeat(10)),
    ];
    for (const path of cases) {
      await expect(read(text(path)), path).rejects.toThrowError(
        expect.objectContaining({
          code: 'E_IO',
          message: expect.stringContaining(`Cannot decompress "${path}"`),
        }),
      );
    }
  });
});

describe('files that cannot be read', () => {
  const path = folder.put('unreadable.txt', 'a\nb');
  const failing = (change: Partial<FileSystem>): FileSystem => ({ ...localFileSystem, ...change });

  test('a vanished file is E_IO with the words of the system', async () => {
    const fileSystem = failing({ match: async () => [{ path: folder.at('gone.txt'), size: 3 }] });
    await expect(read(text('any', { fileSystem }))).rejects.toThrowError(
      expect.objectContaining({
        code: 'E_IO',
        message: expect.stringMatching(/Cannot read ".*gone\.txt": ENOENT/),
        place: expect.objectContaining({ path: folder.at('gone.txt') }),
      }),
    );
  });

  test('a file that became shorter during the run is E_IO', async () => {
    const fileSystem = failing({ match: async () => [{ path, size: 400 }] });
    await expect(read(text('any', { fileSystem }))).rejects.toThrowError(
      expect.objectContaining({ code: 'E_IO', message: expect.stringContaining('shorter') }),
    );
  });

  test('a failing read in the middle is E_IO, and the file is closed', async () => {
    let closed = 0;
    const fileSystem = failing({
      async open(name) {
        const reader = await localFileSystem.open(name);
        return {
          async read(into, position) {
            if (position !== 0) throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
            return reader.read(into, position);
          },
          async close() {
            closed++;
            await reader.close();
          },
        };
      },
    });
    await expect(read(text(path, { fileSystem }))).rejects.toThrow('EIO: i/o error');
    expect(closed).toBe(1);
  });
});

test('options that make no sense are refused when the pipeline is built', async () => {
  expect(() => text('a', { skipHeaderLines: -1 })).toThrow('skipHeaderLines');
  expect(() => text([]).expand({} as never)).toThrow('no path');
  const built = (options: TextOptions): Promise<unknown> =>
    buildGraph(pipeline((p) => void p.read(text('a', options))));
  await expect(built({ compression: 'lzma' as never })).rejects.toThrow('"lzma" is no compression');
  await expect(built({ rangeBytes: 0 })).rejects.toThrow('rangeBytes');
});

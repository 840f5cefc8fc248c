import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LinePlace, LineSplitter } from './line-splitter.js';

interface Read {
  readonly lines: string[];
  readonly places: LinePlace[];
}

/** Reads one range from `bytes` in chunks of the given sizes, repeated as long as needed. */
function readRange(
  bytes: Buffer,
  start: number,
  end: number,
  sizes: readonly number[],
  settings: { keepCr?: boolean; invalidUtf8?: 'replace' | 'error' } = {},
): Read {
  const lines: string[] = [];
  const places: LinePlace[] = [];
  const splitter = new LineSplitter(
    { start, end },
    {
      path: 'in.txt',
      ...settings,
      onLine(line, place) {
        lines.push(line);
        places.push(place());
      },
    },
  );
  // One buffer for all chunks, as the source does it: what a chunk held must not be needed later.
  const shared = Buffer.alloc(bytes.length + 1);
  let at = Math.max(start - 1, 0);
  for (let i = 0; at < bytes.length; i++) {
    const size = Math.min(sizes[i % sizes.length]!, bytes.length - at);
    bytes.copy(shared, 0, at, at + size);
    if (splitter.push(shared.subarray(0, size))) return { lines, places };
    shared.fill(0x58);
    at += size;
  }
  splitter.finish();
  return { lines, places };
}

/** All ranges that the cuts make, one after the other. */
function readAll(bytes: Buffer, cuts: readonly number[], sizes: readonly number[]): Read[] {
  const borders = [
    0,
    ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ];
  return borders.slice(1).map((end, i) => readRange(bytes, borders[i]!, end, sizes));
}

/** What the lines of a text are, said the plain way. */
function naive(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

const pieces = fc.oneof(
  fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\r\n', 'a', 'word', 'ä', '€', '😀', '\u0000', ' '),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  // Longer than a block, so that blocks are cut inside of chunks.
  fc.integer({ min: 400, max: 1300 }).map((length) => 'x'.repeat(length)),
);
const texts = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('').replace(/^\uFEFF+/, ''));
const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 4 });

describe('lines of ranges', () => {
  test('any partition into ranges and chunks gives each line exactly once, in order', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(4000), { maxLength: 6 }), sizes, (text, cuts, chunkSizes) => {
        const bytes = Buffer.from(text);
        const lines = readAll(bytes, cuts, chunkSizes).flatMap((range) => range.lines);
        expect(lines).toEqual(naive(text));
      }),
      { numRuns: 500 },
    );
  });

  test('every line is in the range in which its first byte lies, and says so', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(4000), { maxLength: 6 }), sizes, (text, cuts, chunkSizes) => {
        const bytes = Buffer.from(text);
        const offsets: number[] = [];
        for (let at = 0; at < bytes.length; at = bytes.indexOf(10, at) + 1 || bytes.length) offsets.push(at);
        const ranges = readAll(bytes, cuts, chunkSizes);
        expect(ranges.flatMap(({ places }) => places.map(({ offset }) => offset))).toEqual(offsets);
      }),
      { numRuns: 300 },
    );
  });

  test('all cuts of a small text, between CR and LF and inside of characters too', () => {
    const bytes = Buffer.from('a\r\n€\r\n\r\n😀ä\nlast');
    for (let cut = 0; cut <= bytes.length; cut++) {
      for (let chunk = 1; chunk <= bytes.length; chunk++) {
        const lines = readAll(bytes, [cut], [chunk]).flatMap((range) => range.lines);
        expect(lines, `cut ${cut}, chunks of ${chunk}`).toEqual(['a', '€', '', '😀ä', 'last']);
      }
    }
  });

  test('a range that lies inside of one line has no line, and does not read past its end', () => {
    const bytes = Buffer.from(`${'x'.repeat(1000)}\nnext\n`);
    expect(readRange(bytes, 10, 500, [100]).lines).toEqual([]);
    const splitter = new LineSplitter({ start: 10, end: 500 }, { path: 'in.txt', onLine: () => undefined });
    expect(splitter.push(bytes.subarray(9, 400))).toBe(false);
    expect(splitter.push(bytes.subarray(400, 500))).toBe(true);
  });

  test('an empty file has no line, and an empty line is one', () => {
    expect(readRange(Buffer.alloc(0), 0, 0, [1]).lines).toEqual([]);
    expect(readRange(Buffer.from('\n'), 0, 1, [1]).lines).toEqual(['']);
    expect(readRange(Buffer.from('\r\n\r\n'), 0, 4, [1]).lines).toEqual(['', '']);
  });

  test('line numbers are known from the beginning of the file only', () => {
    const bytes = Buffer.from('a\nb\nc\n');
    expect(readRange(bytes, 0, 6, [100]).places.map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(readRange(bytes, 2, 6, [100]).places).toEqual([
      { line: undefined, offset: 2 },
      { line: undefined, offset: 4 },
    ]);
  });
});

describe('text', () => {
  test('a byte order mark is no part of the first line', () => {
    for (const chunk of [1, 2, 100]) {
      expect(readRange(Buffer.from('\uFEFFa\nb'), 0, 100, [chunk]).lines).toEqual(['a', 'b']);
    }
    expect(readRange(Buffer.from('\uFEFF'), 0, 100, [3]).lines).toEqual([]);
    expect(readRange(Buffer.from('a\n\uFEFFb\n'), 0, 100, [100]).lines).toEqual(['a', '\uFEFFb']);
  });

  test('UTF-16 is refused in words', () => {
    expect(() => readRange(Buffer.from('\uFEFFa\n', 'utf16le'), 0, 100, [100])).toThrow(/UTF-16/);
  });

  test('bytes that are no UTF-8 become U+FFFD, or an error that names the line', () => {
    const bytes = Buffer.concat([
      Buffer.from('good\nä\n'),
      Buffer.from([0x61, 0xff, 0x62]),
      Buffer.from('\nz\n'),
    ]);
    expect(readRange(bytes, 0, 100, [100]).lines).toEqual(['good', 'ä', 'a\uFFFDb', 'z']);
    for (const chunk of [1, 3, 100]) {
      expect(() => readRange(bytes, 0, 100, [chunk], { invalidUtf8: 'error' })).toThrowError(
        expect.objectContaining({
          code: 'E_BAD_RECORD',
          place: expect.objectContaining({ path: 'in.txt:3' }),
        }),
      );
    }
    expect(() => readRange(bytes, 5, 100, [100], { invalidUtf8: 'error' })).toThrow('in.txt, byte 8');
  });

  test('a CR at the end of a line stays where it is asked for', () => {
    expect(readRange(Buffer.from('a\r\nb\n'), 0, 100, [2], { keepCr: true }).lines).toEqual(['a\r', 'b']);
  });

  test('a line that is kept does not keep its chunk in memory', () => {
    const chunk = Buffer.from(`${'0123456789abcdef'.repeat(4)}\n`.repeat(4000));
    const kept: string[] = [];
    const before = heap();
    const splitter = new LineSplitter(
      { start: 0, end: Number.POSITIVE_INFINITY },
      {
        path: 'in.txt',
        onLine(line) {
          if (splitter.lines % 4000 === 0) kept.push(line);
        },
      },
    );
    for (let i = 0; i < 200; i++) splitter.push(chunk);
    // 200 lines out of 50 MB of text: were each cut from its chunk, all of it would still be there.
    expect(kept).toHaveLength(200);
    expect(heap() - before).toBeLessThan(10_000_000);
    expect(kept[0]).toHaveLength(64);
  });
});

/** Bytes of the heap once what can be collected is collected. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

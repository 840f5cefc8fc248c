import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordedLines } from './recorded-lines.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recorded-lines-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function linesOf(name: string, content: string | Uint8Array): Promise<string[]> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const lines: string[] = [];
  for await (const line of recordedLines(path)) lines.push(line);
  return lines;
}

it.each([
  ['two lines', 'a\nb\n', ['a', 'b']],
  ['a last line without an end', 'a\nb', ['a', 'b']],
  ['an empty line between others', 'a\n\nb\n', ['a', '', 'b']],
  ['nothing', '', []],
])('reads %s, compressed or not', async (_, text, lines) => {
  expect(await linesOf('lines.txt', text)).toEqual(lines);
  expect(await linesOf('lines.txt.gz', gzipSync(text))).toEqual(lines);
});

it('keeps lines and letters together that are read in parts', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i} °C`);
  expect(await linesOf('long.txt', lines.join('\n'))).toEqual(lines);
});

it('throws what goes wrong with the file', async () => {
  await expect(linesOf('broken.gz', gzipSync('a\nb\n').subarray(0, 15))).rejects.toThrow(
    'unexpected end of file',
  );
  await expect(recordedLines(join(folder, 'none')).next()).rejects.toThrow('ENOENT');
  await expect(recordedLines(join(folder, 'none.gz')).next()).rejects.toThrow('ENOENT');
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { linesOf } from './lines-of.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lines-of-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function allLines(name: string, content: string | Uint8Array): Promise<string[]> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const all: string[] = [];
  for await (const lines of linesOf(path)) all.push(...lines);
  return all;
}

it.each([
  ['two lines', 'a\nb\n', ['a', 'b']],
  ['lines that end with CRLF', 'a\r\nb\r\n', ['a', 'b']],
  ['a last line without an end', 'a\nb', ['a', 'b']],
  ['an empty line between others', 'a\n\nb\n', ['a', '', 'b']],
  ['nothing', '', []],
])('reads %s, compressed or not', async (_, text, lines) => {
  expect(await allLines('lines.txt', text)).toEqual(lines);
  expect(await allLines('lines.txt.gz', gzipSync(text))).toEqual(lines);
});

it('keeps lines and letters together that are read in parts', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i} °C`);
  expect(await allLines('long.txt', lines.join('\n'))).toEqual(lines);
});

it('throws what goes wrong with the file', async () => {
  const broken = allLines('broken.gz', gzipSync('a\nb\n').subarray(0, 15));
  await expect(broken).rejects.toMatchObject({ code: 'E_IO', place: { path: join(folder, 'broken.gz') } });
  for (const name of ['none', 'none.gz']) {
    await expect(linesOf(join(folder, name)).next()).rejects.toMatchObject({
      code: 'E_IO',
      place: { path: join(folder, name) },
    });
  }
});

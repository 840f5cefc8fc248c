import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { DirectRunner } from '@hornbeam/direct';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { printedRun } from '../printed-run.js';
import { sampleData } from '../sample-data.js';
import debugging from './debugging.js';
import demo from './demo.js';
import minimal from './minimal.js';
import wordcount from './pipeline.js';
import { words } from './words.js';

const mobyDick = sampleData('moby-dick.txt');
const runner = new DirectRunner();

const expected = (name: string): string[] =>
  readFileSync(fileURLToPath(new URL(`./expected/${name}`, import.meta.url)), 'utf8')
    .trimEnd()
    .split('\n');

/** The counts of a text by a plain loop, as sorted lines. */
function countedByLoop(text: string): string[] {
  const counts = new Map<string, number>();
  for (const line of text.split('\n')) {
    for (const [word] of line.toLowerCase().matchAll(/[a-z']+/g))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${word}: ${count}`).sort();
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wordcount-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes files, counts their words and gives the sorted lines of the output. */
async function countsOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  input = '*',
): Promise<string[]> {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const output = join(folder, 'out', 'counts');
  await printedRun(runner, wordcount, { input: join(folder, input), output });
  return readOutput();
}

function readOutput(): string[] {
  const names = readdirSync(join(folder, 'out'));
  expect(names).toEqual(names.filter((name) => /^counts-\d{5}-of-\d{5}$/.test(name)));
  return names
    .flatMap((name) => readFileSync(join(folder, 'out', name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .sort();
}

/** What the tools of every Unix make of the files of a folder. */
function countedByTools(): string[] {
  const script = `cat "$1"/* | tr 'A-Z' 'a-z' | { grep -a -oE "[a-z']+" || true; } | sort | uniq -c`;
  const lines = execFileSync('bash', ['-c', script, 'bash', folder], {
    env: { ...process.env, LC_ALL: 'C' },
    encoding: 'utf8',
  });
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trim().replace(/^(\d+) (.*)$/, '$2: $1'))
    .sort();
}

describe('WordCount', () => {
  it('counts Moby Dick as a plain loop does', async () => {
    await printedRun(runner, wordcount, { output: join(folder, 'out', 'counts') });
    const counts = readOutput();
    expect(counts).toHaveLength(16_683);
    expect(counts).toEqual(countedByLoop(readFileSync(mobyDick, 'utf8')));
    expect(counts.filter((line) => line.startsWith('whale'))).toEqual(expected('counts-whale.txt'));
  });

  it('counts as tr, grep, sort and uniq do', async () => {
    writeFileSync(join(folder, 'book'), readFileSync(mobyDick));
    const counts = countedByTools();
    expect(counts).toHaveLength(16_683);
    expect(await countsOf({}, 'book')).toEqual(counts);
  });

  it.each([
    [
      'letters with marks, and letters whose small form has an ASCII letter',
      'Îstanbul İzmir 300 \u212A naïve façade\n',
    ],
    ['apostrophes alone and at the ends of words, and curly ones', "'tis o'er ' '' dogs' don’t\n"],
    ['line ends of other systems, and none at the end', 'one\r\ntwo\rthree\u2028four\r\n\r\nFIVE'],
    ['bytes that are no UTF-8', Buffer.from('caf\xe9 noir \xff\xfe end\n', 'latin1')],
    ['a text without words', '1851\n\n---\n'],
    ['an empty file', ''],
  ])('counts as the tools do: %s', async (_, text) => {
    writeFileSync(join(folder, 'text'), text);
    const counts = countedByTools();
    expect(await countsOf({}, 'text')).toEqual(counts);
  });

  it('counts all files of a glob together, compressed ones too', async () => {
    const files = { 'a.txt': 'whale ship\n', 'b.txt.gz': gzipSync('Whale\n'), 'c.md': 'whale\n' };
    expect(await countsOf(files, '*.txt*')).toEqual(['ship: 1', 'whale: 2']);
  });

  it('writes an empty file when there is no word', async () => {
    expect(await countsOf({ text: '' }, 'text')).toEqual([]);
    expect(readdirSync(join(folder, 'out'))).toEqual(['counts-00000-of-00001']);
  });

  it('fails when there is no text, and writes nothing', async () => {
    await expect(countsOf({}, 'none.txt')).rejects.toMatchObject({ code: 'E_NO_INPUT' });
    expect(existsSync(join(folder, 'out')) ? readdirSync(join(folder, 'out')) : []).toEqual([]);
  });
});

describe('the other steps of the ladder', () => {
  it('MinimalWordCount prints the counts of its lines', async () => {
    const { lines } = await printedRun(runner, minimal);
    expect(lines.toSorted()).toEqual(expected('minimal.txt'));
  });

  it('the demo prints the most frequent words of Moby Dick', async () => {
    const { lines } = await printedRun(runner, demo);
    expect(lines).toEqual(expected('demo.txt'));
  });

  it('the demo shows fewer words than asked for when there are no more', async () => {
    writeFileSync(join(folder, 'text'), 'b a b c ccc');
    const { lines } = await printedRun(runner, demo, { input: join(folder, 'text'), top: 3, letters: 1 });
    expect(lines.map((line) => line.trim().split(/\s+/).slice(0, 4))).toEqual([
      ['word', 'count', 'share'],
      ['1', 'b', '2', '40.00%'],
      ['2', 'a', '1', '20.00%'],
      ['3', 'c', '1', '20.00%'],
    ]);
    const long = await printedRun(runner, demo, { input: join(folder, 'text'), top: 3, letters: 3 });
    expect(long.lines).toHaveLength(2);
    const none = await printedRun(runner, demo, { input: join(folder, 'text'), letters: 9 });
    expect(none.lines).toEqual(['  word  count  share']);
  });
});

describe('DebuggingWordCount', () => {
  it('counts only the words that match, and says how many did', async () => {
    const { lines, result, logs } = await printedRun(runner, debugging);
    expect(lines.toSorted()).toEqual(expected('debugging.txt'));
    const text = readFileSync(mobyDick, 'utf8').trimEnd().split('\n');
    const perLine = text.map((line) => words(line).length);
    const all = perLine.reduce((sum, n) => sum + n, 0);
    expect(result.metric('matched')).toEqual({ kind: 'counter', value: 980 });
    expect(result.metric('unmatched')).toEqual({ kind: 'counter', value: all - 980 });
    expect(result.metric('emptyLines')).toEqual({
      kind: 'counter',
      value: perLine.filter((n) => n === 0).length,
    });
    expect(result.metric('wordsPerLine')).toEqual({
      kind: 'distribution',
      count: text.length,
      sum: all,
      min: 0,
      max: Math.max(...perLine),
    });
    expect(logs.filter(({ severity }) => severity === 'debug')).toHaveLength(980);
    expect(logs.filter(({ severity }) => severity === 'warn')).toEqual([]);
  });

  it('keeps lines that are not UTF-8 apart, logs and counts them', async () => {
    const input = join(folder, 'text');
    writeFileSync(input, Buffer.from('whale ahab\nahab \xe9t\xe9\nAhab\n', 'latin1'));
    const refused = join(folder, 'refused.jsonl');
    const { lines, result, logs } = await printedRun(runner, debugging, { input, filter: '^a', refused });
    expect(lines).toEqual(['ahab: 2']);
    expect(result.metric('refusedLines')).toEqual({ kind: 'counter', value: 1 });
    const line = 'ahab \uFFFDt\uFFFD';
    expect(JSON.parse(readFileSync(refused, 'utf8'))).toEqual({ line, reason: 'the line is not UTF-8' });
    expect(logs.filter(({ severity }) => severity === 'warn')).toMatchObject([
      { message: 'the line is not UTF-8', details: { line } },
    ]);
  });

  it('refuses a filter that is no regular expression before it reads anything', async () => {
    await expect(printedRun(runner, debugging, { filter: '(' })).rejects.toMatchObject({
      code: 'E_BAD_OPTION',
      message: expect.stringContaining('--filter: must be a regular expression'),
    });
  });
});

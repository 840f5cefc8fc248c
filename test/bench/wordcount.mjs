/**
 * Word count on one thread: the direct runner beside a hand-written loop on the same input, both leaving their
 * lines in memory; and, writing files as it does, beside Beam's Python FnApiRunner where apache-beam is installed
 * (PYTHON names the interpreter). Then ten times the input, and a grouping four times its memory budget.
 *
 *     node test/bench/wordcount.mjs [text file of at least 2 million words]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DirectRunner } from '@hornbeam/direct';
import { pipeline, run } from '@hornbeam/sdk';
import { text, writeText } from '@hornbeam/sdk/io';
import { measure, rounded } from './measure.mjs';
import { wordCountLoop } from './peers/word-count-loop.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'hornbeam-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const book = readFileSync(join(here, '../../pipelines/data/moby-dick.txt'));
const input = process.argv[2] ?? (await repeated(book, 10, 'words.txt'));
const large = await repeated(readFileSync(input), 10, 'words-x10.txt');
const words = countWords(input);
if (words < 2_000_000) console.error(`note: the input has only ${words} words`);

const formatted = (p, file) =>
  p
    .read(text(file))
    .flatMap((line) => line.toLowerCase().match(/[a-z']+/g) ?? [])
    .countPerElement()
    .map(({ key, value }) => `${key}: ${value}`);

/** Lines in memory, as the loop gives them. */
async function wordCount(file) {
  const lines = [];
  const keep = (line) => lines.push(line);
  await run(
    pipeline((p) => {
      formatted(p, file).map(keep);
    }),
    { runner: new DirectRunner() },
  );
  return lines;
}

/** Lines in a file that is synced to disk before it gets its name. */
const wordCountToFiles = (file, output) =>
  run(
    pipeline((p) => {
      formatted(p, file).write(writeText(output));
    }),
    { runner: new DirectRunner() },
  );

// ---- the same answer first
const expected = (await wordCountLoop(input)).sort();
await wordCountToFiles(input, join(scratch, 'check/counts'));
const lines = readLines(join(scratch, 'check')).sort();
if (JSON.stringify(lines) !== JSON.stringify(expected)) throw new Error('the runner and the loop differ');

// ---- in turn, same process, same input
const times = await measure(
  { direct: () => wordCount(input), loop: () => wordCountLoop(input) },
  Number(process.env.ROUNDS ?? 9),
);
let n = 0;
const rest = await measure(
  {
    files: () => wordCountToFiles(input, join(scratch, `out${n++}/counts`)),
    tenfold: () => wordCount(large),
  },
  3,
);

const ratios = {
  'direct/loop': rounded(times.direct.median / times.loop.median),
  'direct-x10/direct': rounded(rest.tenfold.median / times.direct.median),
};
const figures = {
  words,
  distinctWords: expected.length,
  directMs: rounded(times.direct.median),
  directMinMs: rounded(times.direct.min),
  loopMs: rounded(times.loop.median),
  loopMinMs: rounded(times.loop.min),
  wordsPerSecond: rounded((words / times.direct.median) * 1000),
  directToFilesMs: rounded(rest.files.median),
  direct10Ms: rounded(rest.tenfold.median),
};

// ---- Beam's Python runner, where it is at hand
const python = process.env.PYTHON ?? 'python3';
if (spawnSync(python, ['-c', 'import apache_beam']).status === 0) {
  const out = execFileSync(
    python,
    [join(here, 'peers/word_count_fn_api.py'), input, join(scratch, 'python')],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  figures.fnApiRunnerMs = rounded(Number(out.toString().trim()) * 1000);
  ratios['direct/fn-api-runner'] = rounded(rest.files.median / figures.fnApiRunnerMs);
} else {
  console.error(
    `note: ${python} has no apache-beam, so its FnApiRunner was left out (PYTHON=… names another)`,
  );
}

// ---- a grouping four times its memory budget, in a process whose heap is just above that budget
Object.assign(figures, groupingBeyondMemory());

console.log(`direct ${figures.directMs} ms, loop ${figures.loopMs} ms for ${words} words`);
console.log(JSON.stringify({ bench: 'wordcount', ratios, figures }));

async function repeated(bytes, times, name) {
  const file = join(scratch, name);
  const stream = createWriteStream(file);
  for (let i = 0; i < times; i++)
    if (!stream.write(bytes)) await new Promise((next) => stream.once('drain', next));
  await new Promise((done) => stream.end(done));
  return file;
}

function countWords(file) {
  return (
    readFileSync(file, 'latin1')
      .toLowerCase()
      .match(/[a-z']+/g) ?? []
  ).length;
}

function readLines(folder) {
  return readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean),
  );
}

function groupingBeyondMemory() {
  const out = execFileSync(process.execPath, ['--max-old-space-size=160', join(here, 'peers/grouping.mjs')], {
    env: { ...process.env, SCRATCH: scratch },
  });
  return JSON.parse(out.toString());
}

/**
 * Reading the lines of a file: the splitter behind `text()` alone and a whole pipeline, beside `node:readline` as an
 * event and as an async iterator, on the same file in the same process.
 *
 *     node test/bench/lines.mjs [text file]
 */
import { createReadStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DirectRunner } from '@hornbeam/direct';
import { pipeline, run } from '@hornbeam/sdk';
import { text } from '@hornbeam/sdk/io';
import { measure, rounded } from './measure.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'hornbeam-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const input = process.argv[2] ?? sample(join(scratch, 'lines.txt'));
const bytes = statSync(input).size;

const contestants = {
  /** The pipeline in full: match, split, reshuffle, read, one callback a line. */
  async text() {
    const seen = { lines: 0, characters: 0 };
    await run(
      pipeline((p) => {
        p.read(text(input)).filter((line) => {
          seen.lines++;
          seen.characters += line.length;
          return false;
        });
      }),
      { runner: new DirectRunner() },
    );
    return seen;
  },
  async readline() {
    const seen = { lines: 0, characters: 0 };
    const reader = createInterface({ input: createReadStream(input), crlfDelay: Number.POSITIVE_INFINITY });
    reader.on('line', (line) => {
      seen.lines++;
      seen.characters += line.length;
    });
    await new Promise((resolve) => reader.on('close', resolve));
    return seen;
  },
  async readlineForAwait() {
    const seen = { lines: 0, characters: 0 };
    for await (const line of createInterface({ input: createReadStream(input) })) {
      seen.lines++;
      seen.characters += line.length;
    }
    return seen;
  },
};

const expected = await contestants.readline();
const found = await contestants.text();
if (found.lines !== expected.lines || found.characters !== expected.characters) {
  throw new Error(`text() saw ${JSON.stringify(found)}, readline ${JSON.stringify(expected)}`);
}

const times = await measure(contestants, Number(process.env.ROUNDS ?? 7));
const figures = { bytes, lines: expected.lines };
const ratios = {};
for (const [name, { median }] of Object.entries(times)) {
  figures[`${name}NsPerLine`] = rounded((median * 1e6) / expected.lines);
  figures[`${name}MBPerSecond`] = rounded(bytes / 1000 / median);
  if (name !== 'text') ratios[`text/${name}`] = rounded(times.text.median / median);
}
console.log(JSON.stringify({ bench: 'lines', ratios, figures }));

/** Two million lines of 20 to 120 characters, ASCII but for one word in a thousand. */
function sample(path) {
  let seed = 1;
  const next = (below) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const words = Array.from({ length: 1000 }, (_, i) =>
    i === 0
      ? 'größe'
      : Array.from({ length: 2 + next(9) }, () => String.fromCharCode(97 + next(26))).join(''),
  );
  const lines = Array.from({ length: 2_000_000 }, () =>
    Array.from({ length: 3 + next(14) }, () => words[next(1000)]).join(' '),
  );
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

// What the pages of this repository show is true:
//
//   ```ts                 is type-checked as a module of its own, against the built packages
//   ```ts run ARGS        is also run: beam-run FILE ARGS, in the root of the repository
//   ```ts sketch          is shown only: a draft or a fragment
//   ```sh run             is run by bash in the root of the repository and must end with 0
//   ```text output        right after a block that is run: what it prints to stdout, `...` for anything
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { filesUnder, pathOf, read } from '../tidy/repository.js';
import { typeErrors } from './blocks-program.js';
import { type Block, blocksOf, matchesOutput } from './markdown.js';

interface Example extends Block {
  readonly page: string;
  /** What it must print, where the page says so. */
  readonly output: string | undefined;
}

const examples = filesUnder()
  .filter((file) => file.endsWith('.md'))
  .flatMap((page): Example[] => {
    const blocks = blocksOf(read(page));
    return blocks.map((block, at) => {
      const next = blocks[at + 1];
      return { ...block, page, output: next?.info.join(' ') === 'text output' ? next.text : undefined };
    });
  });

const nameOf = ({ page, line }: Example): string =>
  `${page.replace(/[^a-z0-9]+/gi, '-').toLowerCase()}-${line}.ts`;
const isTs = ({ info }: Example): boolean => info[0] === 'ts' && info[1] !== 'sketch';
const isRun = ({ info }: Example): boolean => info[1] === 'run';

/** Runs a command as a user would, in the root of the repository, with `beam-run` on the path. */
function expectRuns(example: Example, command: string, args: readonly string[]): void {
  const { VITEST, NODE_ENV, NODE_OPTIONS, ...env } = process.env;
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: pathOf(''),
    env: { ...env, PATH: [pathOf('node_modules/.bin'), env.PATH].join(delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    timeout: 110_000,
  });
  const seen = `stdout:\n${stdout}\nstderr:\n${stderr}`;
  expect(error, seen).toBeUndefined();
  expect(status, seen).toBe(0);
  if (example.output === undefined) return;
  // Equal texts pass; for different ones the assertion shows both.
  if (!matchesOutput(stdout, example.output)) expect(stdout).toBe(example.output);
}

test('a block of TypeScript is checked, run, or says that it is a sketch', () => {
  const unclear = examples.filter(({ info: [language, mode] }) => {
    if (language === 'ts') return ![undefined, 'run', 'sketch'].includes(mode);
    return language === 'typescript' || language === 'tsx';
  });
  expect(unclear.map(({ page, line, info }) => `${page}:${line}: ${info.join(' ')}`)).toEqual([]);
});

test('expected output follows a block that is run', () => {
  const outputs = examples.filter(({ info }) => info.join(' ') === 'text output');
  const checked = examples.filter((example) => isRun(example) && example.output !== undefined);
  expect(outputs).toHaveLength(checked.length);
});

test('every block of TypeScript type-checks', { timeout: 120_000 }, () => {
  const checked = new Map(examples.filter(isTs).map((example) => [nameOf(example), example]));
  const errors = typeErrors(new Map([...checked].map(([name, { text }]) => [name, text])));
  const found = [...checked].flatMap(([name, { page, line }]) =>
    (errors.get(name) ?? []).map((error) => {
      const [, offset, message] = /^(\d+): ([\s\S]*)$/.exec(error) as RegExpExecArray;
      return `${page}:${line + Number(offset)}: ${message}`;
    }),
  );
  expect(found).toEqual([]);
});

for (const example of examples.filter(isRun)) {
  const { info, text, page, line } = example;
  test(`${page}:${line} runs`, { timeout: 120_000 }, () => {
    if (info[0] === 'sh') return expectRuns(example, 'bash', ['-euo', 'pipefail', '-c', text]);
    expect(info[0], 'only ts and sh blocks can be run').toBe('ts');
    // Inside the repository, so that its imports of our packages resolve; .cache is not under version control.
    const file = pathOf(`test/.cache/docs/${nameOf(example)}`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    expectRuns(example, 'beam-run', [file, ...info.slice(2)]);
  });
}

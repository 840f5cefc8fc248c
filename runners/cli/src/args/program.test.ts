import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Actions, commandNames, createProgram, type FileInvocation } from './program.js';
import type { RunFlags } from './run-flags.js';
import { mergeFlags } from './run-flags.js';
import { spellFlags } from './spell-flags.js';

interface Call {
  readonly command: string;
  readonly args: readonly unknown[];
}

/** What a command line calls. */
async function parse(...line: string[]): Promise<Call> {
  const calls: Call[] = [];
  const record =
    (command: string) =>
    async (...args: unknown[]): Promise<number> => {
      calls.push({ command, args });
      return 0;
    };
  const actions = Object.fromEntries(commandNames.map((name) => [name, record(name)])) as unknown as Actions;
  const program = createProgram('1.2.3', actions, () => undefined);
  for (const command of [program, ...program.commands])
    command.configureOutput({ outputError: () => undefined });
  await program.parseAsync(spellFlags(line, program), { from: 'user' });
  return calls[0] as Call;
}

const run = async (...line: string[]): Promise<FileInvocation> =>
  (await parse('run', ...line)).args[0] as FileInvocation;

test('flags before the file are parsed, everything behind it is kept as it is', async () => {
  const { flags, file, rest } = await run(
    '-vv',
    '--runner',
    'direct',
    '--set',
    'a=1',
    '--set=b=2',
    'p.ts',
    '--json',
    '-x',
    'y',
  );
  expect(flags).toEqual({ verbose: 2, runner: 'direct', set: ['a=1', 'b=2'] });
  expect(file).toBe('p.ts');
  expect(rest).toEqual(['--json', '-x', 'y']);
});

test('flags have one meaning in every spelling', async () => {
  for (const flag of ['--memory-budget', '--memoryBudget', '--memory_budget']) {
    expect((await run(`${flag}=1GB`, 'p.ts')).flags).toEqual({ memoryBudget: '1GB' });
  }
  expect((await run('p.ts', '--min_count=1', '--set', 'memoryBudget=1')).rest).toEqual([
    '--min_count=1',
    '--set',
    'memoryBudget=1',
  ]);
});

test('flags that were not given are not there, so that they win over nothing', async () => {
  const { flags, parse: again } = await run('p.ts');
  expect(flags).toEqual({});
  expect(again(['--no-color'])).toEqual({ color: false });
  expect(again([])).toEqual({});
});

test('flags before and behind the file add up, or the later one wins', () => {
  const before: RunFlags = { runner: 'a', verbose: 1, set: ['x=1'], color: false };
  expect(mergeFlags(before, { runner: 'b', verbose: 1, set: ['y=2'] })).toEqual({
    runner: 'b',
    verbose: 2,
    set: ['x=1', 'y=2'],
    color: false,
  });
});

test('commands take what they need', async () => {
  expect(await parse('check', 'a.ts', 'b.ts', '--json')).toEqual({
    command: 'check',
    args: [['a.ts', 'b.ts'], { json: true }],
  });
  expect(await parse('init', 'dir', '-t', 'report')).toMatchObject({ args: ['dir', { template: 'report' }] });
  expect(await parse('list', 'io')).toMatchObject({ args: ['io', {}] });
  expect(await parse('services', 'up', 'kafka', 'postgres')).toMatchObject({
    args: ['up', ['kafka', 'postgres'], {}],
  });
  expect(await parse('services', 'up', '--jobPort=0', '--checkpoint-interval=500ms')).toMatchObject({
    args: ['up', ['flink'], { jobPort: 0, checkpointInterval: 500 }],
  });
  expect(await parse('services', 'down', 'prism')).toMatchObject({ args: ['down', ['prism'], {}] });
  expect(await parse('services', 'up', 'kafka', '--brokers=3', '--keep')).toMatchObject({
    args: ['up', ['kafka'], { brokers: 3, keep: true }],
  });
});

test('what the grammar does not know is refused', async () => {
  await expect(run('--jsn', 'p.ts')).rejects.toMatchObject({ code: 'commander.unknownOption' });
  await expect(run('--output=xml', 'p.ts')).rejects.toMatchObject({ code: 'commander.invalidArgument' });
  await expect(parse('list', 'io', 'more')).rejects.toMatchObject({ code: 'commander.excessArguments' });
  await expect(parse('services', 'upp')).rejects.toMatchObject({ code: 'commander.invalidArgument' });
  await expect(parse('services', 'up', '--slots=0')).rejects.toMatchObject({ code: 'E_USAGE' });
  await expect(parse('services', 'up', 'kafka', '--brokers=2')).rejects.toMatchObject({ code: 'E_USAGE' });
  await expect(parse('completion')).rejects.toMatchObject({ code: 'commander.missingArgument' });
});

test('the page of the package lists every flag and every command', () => {
  const page = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const program = createProgram('', {} as Actions, () => undefined);
  for (const command of program.commands) {
    expect(page).toContain(`beam-run ${command.name() === 'run' ? '[run]' : command.name()}`);
  }
  const flags = program.commands
    .filter((command) => ['run', 'explain'].includes(command.name()))
    .flatMap((command) => command.options.map(({ long }) => long as string))
    .filter((flag) => flag !== '--help');
  expect(flags.filter((flag) => !page.includes(`\`${flag}`))).toEqual([]);
});

test('the job service listens on loopback, at the port of other job servers, unless told otherwise', async () => {
  expect((await parse('serve')).args).toEqual([{ host: '127.0.0.1', port: 8099 }]);
  expect((await parse('serve', '--port', '0', '--token-file=t', '--insecure')).args).toEqual([
    { host: '127.0.0.1', port: 0, tokenFile: 't', insecure: true },
  ]);
  await expect(parse('serve', '--port', '99999')).rejects.toMatchObject({ code: 'E_USAGE' });
});

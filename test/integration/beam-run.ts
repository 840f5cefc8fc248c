import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathOf } from '../tidy/repository.js';

const bin = pathOf('runners/cli/bin/beam-run.mjs');

/** The packages that `beam-run` is built from. */
const packages = [
  'proto',
  'sdk/core',
  'runners/engine',
  'runners/workers',
  'runners/store',
  'runners/direct',
  'runners/job-service',
  'runners/expansion',
  'runners/jobs',
  'runners/services',
  'runners/flink',
  'runners/cli',
];

/** Builds `beam-run` if a source is newer than what was built; `npm test` has done so before the tests. */
export function build(): void {
  const built = statSync(pathOf('runners/cli/dist/main.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const isStale = packages.some((folder) => {
    const ends = statSync(pathOf(`${folder}/dist/.tsbuildinfo`), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return built === 0 || newest(pathOf(`${folder}/src`)) > ends;
  });
  if (!isStale) return;
  execFileSync(process.execPath, [pathOf('node_modules/typescript/bin/tsc'), '-b', pathOf('runners/cli')]);
}

const newest = (folder: string): number =>
  Math.max(
    ...(readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => name.endsWith('.ts') && !/\.(test|test-d|fixture)\.ts$/.test(name))
      .map((name) => statSync(join(folder, name)).mtimeMs),
  );

/** How one run of `beam-run` is started. */
export interface RunSettings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a run of `beam-run` left. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds. */
  readonly took: number;
}

/** The environment of a user: without what test runner and build server set. */
function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { VITEST, NODE_ENV, NODE_OPTIONS, CI, FORCE_COLOR, NO_COLOR, BEAM_RUNNER, ...env } = process.env;
  return { ...env, ...more };
}

/** Runs `beam-run` to its end. */
export function beamRun(args: readonly string[], { cwd, env }: RunSettings = {}): Run {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    env: environment(env),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  return { code: status, stdout, stderr, took: performance.now() - started };
}

/** Starts `beam-run`. `ended` settles when the process does. */
export function startBeamRun(
  args: readonly string[],
  { cwd, env }: RunSettings = {},
): { child: ChildProcess; ended: Promise<Run>; seen: (text: string) => Promise<void> } {
  const started = performance.now();
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  const waiting: { text: string; resolve: () => void }[] = [];
  const look = (): void => {
    for (const { text, resolve } of waiting) {
      if (texts.stdout.includes(text) || texts.stderr.includes(text)) resolve();
    }
  };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    texts.stdout += text;
    look();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    texts.stderr += text;
    look();
  });
  const ended = new Promise<Run>((resolve) => {
    child.once('close', (code) => resolve({ code, ...texts, took: performance.now() - started }));
  });
  const seen = (text: string): Promise<void> =>
    new Promise((resolve) => {
      waiting.push({ text, resolve });
      look();
    });
  return { child, ended, seen };
}

/** Runs a command line of a shell with `beam-run` as a function of it; for pipes and terminals. */
export function shell(script: string, { cwd, env }: RunSettings = {}): Run {
  const started = performance.now();
  const head = `beam-run() { ${quote(process.execPath)} ${quote(bin)} "$@"; }`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `${head}\n${script}`], {
    cwd,
    env: environment(env),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  return { code: status, stdout, stderr, took: performance.now() - started };
}

/** A word that a shell takes as it is. */
export const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The command line that starts `beam-run`. */
export const commandLine = (args: readonly string[]): string =>
  [process.execPath, bin, ...args].map(quote).join(' ');

/** A folder outside of the repository with these files. */
export function folderWith(files: Readonly<Record<string, string>>): { path: string; remove: () => void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'hornbeam-test-')));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

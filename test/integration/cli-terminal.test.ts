import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { beamRun, build, commandLine, folderWith, quote, shell, startBeamRun } from './beam-run.js';

const files = {
  'slow.ts': `
    import { counter, pipeline } from '@hornbeam/sdk';
    import { fromIterable, print } from '@hornbeam/sdk/io';
    import { z } from 'zod';
    const options = z.object({ n: z.int().default(1000), ms: z.int().default(10), deaf: z.boolean().default(false) });
    export default pipeline({ name: 'slow', options }, (p, o) => {
      p.read(fromIterable(function* () { for (let i = 0; i < o.n; i++) yield i; }))
        .map(async (n, { log }) => {
          if (n === 0) log.warn('begun');
          if (o.deaf) await new Promise(() => {});
          await new Promise((resolve) => setTimeout(resolve, o.ms));
          return n;
        }, { concurrency: 1 })
        .named('Slow')
        .write(print());
    });`,
  'fast.ts': `
    import { pipeline } from '@hornbeam/sdk';
    import { fromIterable, print } from '@hornbeam/sdk/io';
    export default pipeline((p) => {
      p.read(fromIterable(function* () { for (let i = 0; i < 5_000_000; i++) yield 'line ' + i; })).write(print());
    });`,
  'hangs.ts': 'console.error("loading"); await new Promise((resolve) => setTimeout(resolve, 60_000));',
};

let folder: ReturnType<typeof folderWith>;
beforeAll(() => {
  build();
  folder = folderWith(files);
}, 120_000);
afterAll(() => folder.remove());

describe('signals', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s cancels the run, says so, and ends with %i', async (signal, exitCode) => {
    const { child, ended, seen } = startBeamRun(['slow.ts'], { cwd: folder.path });
    await seen('begun');
    child.kill(signal);
    const { code, stderr, took } = await ended;
    expect(stderr).toContain(`${signal}: cancelling the run`);
    expect(stderr).toContain('slow: cancelled after');
    expect(stderr).not.toContain('error[');
    expect(code).toBe(exitCode);
    expect(took).toBeLessThan(8000);
  });

  it('a second SIGINT ends a run at once that does not come back', async () => {
    const { child, ended, seen } = startBeamRun(['slow.ts', '--deaf'], { cwd: folder.path });
    await seen('begun');
    child.kill('SIGINT');
    await seen('cancelling');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
  });

  it('ends a file that is still being loaded', async () => {
    const { child, ended, seen } = startBeamRun(['hangs.ts'], { cwd: folder.path });
    await seen('loading');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
  });

  it('a time limit cancels the run and is an error', () => {
    const { code, stderr } = beamRun(['slow.ts', '--timeout=300ms'], { cwd: folder.path });
    expect(stderr).toContain('error[E_CANCELLED]: The run was cut off by --timeout after 0.3 s.');
    expect(code).toBe(1);
    const { stdout } = beamRun(['slow.ts', '--timeout=300ms', '--json'], { cwd: folder.path });
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      type: 'result',
      state: 'CANCELLED',
      error: { exitCode: 1 },
    });
  });
});

describe('a reader that goes away', () => {
  it('ends the run quietly', () => {
    const { stdout, stderr } = shell(`beam-run fast.ts -q | head -2; echo "\${PIPESTATUS[@]}" >&2`, {
      cwd: folder.path,
    });
    expect(stdout).toBe('line 0\nline 1\n');
    expect(stderr).toBe('141 0\n');
  });

  it('ends lists and pictures quietly', () => {
    const { stdout, stderr } = shell('for i in 1 2 3; do beam-run list | head -1; done', {
      cwd: folder.path,
    });
    expect(stdout.split('\n')).toHaveLength(4);
    expect(stderr).toBe('');
  });
});

test('what is printed slowly is seen before the end', async () => {
  const { child, ended, seen } = startBeamRun(['slow.ts', '--ms=50', '-q'], { cwd: folder.path });
  await seen('2\n');
  child.kill('SIGINT');
  const { stdout } = await ended;
  expect(stdout.split('\n').length).toBeLessThan(500);
});

// `script` gives a command a terminal; that of other systems takes other arguments.
const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;

// Where there is no such `script`, the drawing is tested in runners/cli/src/progress alone.
describe.skipIf(!hasScript)('on a terminal', () => {
  const onTerminal = (args: string[], settings = 'stty cols 60 rows 20') => {
    const command = `${settings}; cd ${quote(folder.path)}; ${commandLine(args)} 2>&1`;
    return shell(`script -qec ${quote(command)} /dev/null`, { env: { TERM: 'xterm' } });
  };
  const esc = String.fromCharCode(27);
  /** What was on the screen between two drawings of the block. */
  const frames = (text: string): string[] => text.split(new RegExp(`${esc}\\[\\d+A\\r${esc}\\[0J`));

  it('one block is drawn again and again, at most ten times a second, and goes for the summary', () => {
    const { stdout, took } = onTerminal(['slow.ts', '--n=60', '--ms=20', '-q', '--log-level=warn']);
    expect(stdout).not.toContain('steps done');
    const loud = onTerminal(['slow.ts', '--n=60', '--ms=20', '--output=json']).stdout;
    const drawn = frames(loud).filter((frame) => frame.includes('steps done'));
    expect(drawn.length).toBeGreaterThan(3);
    expect(drawn.length).toBeLessThanOrEqual(took / 100 + 1);
    expect(drawn.at(-1)).toMatch(/▸.* Slow +\d+ +\d+ +\d+\/s/);
    expect(loud.split(`${esc}[?25l`)).toHaveLength(2);
    expect(loud.lastIndexOf(`${esc}[?25h`)).toBeGreaterThan(loud.lastIndexOf('steps done'));
    expect(loud.slice(loud.lastIndexOf(`${esc}[?25h`))).toContain('done in');
  });

  it('no line of the block is wider than the terminal', () => {
    const { stdout } = onTerminal(
      ['slow.ts', '--n=30', '--ms=20', '--no-color', '--output=json'],
      'stty cols 32 rows 20',
    );
    const drawn = frames(stdout).filter((frame) => frame.includes('step '));
    expect(drawn.length).toBeGreaterThan(1);
    const block = (drawn[1] ?? '').split('\r\n').filter((line) => /^[▸✔·⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] /.test(line));
    expect(block.length).toBeGreaterThan(2);
    for (const line of block) expect([...line].length).toBeLessThan(32);
  });

  it('colours are used unless they are not wanted', () => {
    expect(onTerminal(['slow.ts', '--n=1']).stdout).toContain(`${esc}[32mdone in`);
    expect(onTerminal(['slow.ts', '--n=1', '--no-color']).stdout).not.toContain(`${esc}[32m`);
    expect(onTerminal(['slow.ts', '--n=1'], 'export NO_COLOR=1').stdout).not.toContain(`${esc}[32m`);
  });

  it('a build server gets lines', () => {
    const { stdout } = onTerminal(['slow.ts', '--n=1'], 'export CI=true');
    expect(stdout).toContain('slow: running on the direct runner');
    expect(stdout).not.toContain(`${esc}[?25l`);
  });
});

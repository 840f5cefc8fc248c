import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beamRun, build, folderWith } from './beam-run.js';

const head = "import { pipeline } from '@hornbeam/sdk';\nimport { print } from '@hornbeam/sdk/io';\n";

const files = {
  'throws.ts': `${head}
interface Sale { id: string; amount: number }
enum Unit { Cent = 100 }
const toCents = (sale: Sale): number => {
  if (sale.amount > 2) throw new RangeError('bad amount');
  return sale.amount * Unit.Cent;
};
export default pipeline((p) => {
  p.create<Sale>([{ id: 'a', amount: 3 }])
    .map(toCents)
    .write(print());
});
`,
  'later.ts': `${head}
export default pipeline((p) => {
  p.create([1]).map(async (n) => {
    setTimeout(() => { throw new Error('from a timer'); }, 5);
    await new Promise((resolve) => setTimeout(resolve, 5000));
    return n;
  });
});
`,
  'unawaited.ts': `${head}
export default pipeline((p) => {
  p.create([1]).map(async (n) => {
    Promise.reject(new Error('nobody awaits me'));
    await new Promise((resolve) => setTimeout(resolve, 5000));
    return n;
  });
});
`,
  'exits.ts': `${head}
export default pipeline((p) => {
  p.create([1]).map((n) => {
    process.exit(0);
    return n;
  }).write(print());
});
`,
  'changes.ts': `${head}
export default pipeline((p) => {
  p.create([{ n: 1 }]).map((each) => { each.n++; return each; }).write(print());
});
`,
  'build.ts': `${head}
export default pipeline((p) => {
  const numbers = p.create([1]);
  throw new Error('while building ' + typeof numbers);
});
`,
  'key.ts': `${head}
export default pipeline((p) => {
  p.create([1]).top(0).write(print());
});
`,
  'syntax.ts': 'export const answer: = 42;\n',
  'missing.ts':
    "import { something } from 'not-installed/part';\nimport local from './gone.js';\nconsole.log(something, local);\n",
  'name.ts': "import { pipelin } from '@hornbeam/sdk';\nexport default pipelin(() => {});\n",
  'top.ts': "await Promise.resolve();\nthrow new Error('at the top');\n",
  'nothing.ts': `${head}export const main = pipeline((p) => { p.create([1]).write(print()); });\n`,
  'function.ts': 'export default () => 1;\n',
  'cause.ts': `${head}
const read = (): never => { throw new Error('disk on fire'); };
export default pipeline((p) => {
  p.create([1]).map(function load() {
    try { return read(); } catch (cause) { throw new Error('cannot load', { cause }); }
  });
});
`,
  'open.ts': `${head}
setInterval(() => {}, 1000);
export default pipeline((p) => { p.create([1]).write(print()); });
`,
};

let folder: ReturnType<typeof folderWith>;
beforeAll(() => {
  build();
  folder = folderWith(files);
}, 120_000);
afterAll(() => folder.remove());

const run = (...args: string[]) => beamRun(args, { cwd: folder.path });
/** What is said from the error on. */
const error = (stderr: string): string => stderr.slice(Math.max(0, stderr.indexOf('error[')));

describe('an error of a callback', () => {
  it('shows the user’s line, the step and the element, and folds the frames of the runner', () => {
    const { code, stdout, stderr } = run('throws.ts');
    expect(error(stderr)).toMatch(
      new RegExp(
        [
          'error\\[E_USER\\]: RangeError: bad amount',
          '  --> throws\\.ts:7:30 in step "toCents"',
          '5 \\| enum Unit \\{ Cent = 100 \\}',
          '6 \\| const toCents = \\(sale: Sale\\): number => \\{',
          "7 \\|   if \\(sale\\.amount > 2\\) throw new RangeError\\('bad amount'\\);",
          '  \\|                              \\^',
          '   element: \\{"id":"a","amount":3\\}',
          '   step made: throws\\.ts:12:6',
          '   help: .+',
          '   \\.\\.\\. \\d+ frames inside the runner, --trace shows them',
          '$',
        ].join('\\n'),
      ),
    );
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it('shows all frames with --trace', () => {
    const { stderr } = run('throws.ts', '--trace');
    expect(stderr).toMatch(/at toCents \(.*throws\.ts:7:30\)/);
    expect(stderr).toContain('callback.js');
  });

  it('shows what lies behind it', () => {
    const { stderr } = run('cause.ts');
    expect(stderr).toContain('error[E_USER]: cannot load');
    expect(stderr).toContain('caused by: Error: disk on fire\n  --> cause.ts:4:');
  });

  it.each(['later.ts', 'unawaited.ts'])(
    'that no promise leads to the run ends it all the same: %s',
    (file) => {
      const { code, stderr, took } = run(file);
      expect(error(stderr)).toMatch(
        /^error\[E_USER\]: (from a timer|nobody awaits me)\n {2}--> (later|unawaited)\.ts:\d+:\d+\n/,
      );
      expect(stderr).not.toContain('node:internal');
      expect(code).toBe(1);
      expect(took).toBeLessThan(5000);
    },
  );

  it('is one when it ends the process while the run is open, with code 0 too', () => {
    const { code, stdout, stderr } = run('exits.ts');
    expect(error(stderr)).toMatch(
      /^error\[E_USER\]: The process was ended with code 0 while the run was open\.\n {2}--> exits\.ts:6:13\n/,
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const last = run('exits.ts', '--json').stdout.trim().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ type: 'result', state: 'FAILED', error: { code: 'E_USER' } });
  });

  it('is one when it changes an element and the test mode looks for that', () => {
    expect(run('changes.ts', '-q')).toMatchObject({ code: 0, stdout: '{"n":2}\n' });
    const { code, stderr } = run('changes.ts', '--check-immutability');
    expect(error(stderr)).toMatch(/^error\[E_USER\]/);
    expect(code).toBe(1);
    expect(run('changes.ts', '-q', '--encode-every-bundle')).toMatchObject({ code: 0, stdout: '{"n":2}\n' });
  });

  it('is in the result of --json too', () => {
    const { stdout } = run('throws.ts', '--json');
    const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, any>;
    expect(last).toMatchObject({
      type: 'result',
      state: 'FAILED',
      error: { code: 'E_USER', step: 'toCents' },
    });
  });
});

describe('an error before anything runs', () => {
  it.each([
    ['build.ts', 3, 'E_BUILD', 'while building object', 'build.ts:6:9', '6 |   throw new Error'],
    ['key.ts', 3, 'E_BAD_ARGUMENT', 'top', 'key.ts:5:17', '5 |   p.create([1]).top(0)'],
    ['syntax.ts', 3, 'E_BUILD', 'Unexpected "="', 'syntax.ts:1:22', '1 | export const answer: = 42;'],
    [
      'missing.ts',
      3,
      'E_BUILD',
      'Could not resolve "not-installed/part"',
      'missing.ts:1:27',
      'npm install not-installed',
    ],
    ['missing.ts', 3, 'E_BUILD', 'also missing.ts:2:19: Could not resolve "./gone.js"', 'missing.ts', ''],
    [
      'name.ts',
      3,
      'E_BUILD',
      '"@hornbeam/sdk" has no export "pipelin"',
      'name.ts:1:10',
      'did you mean "pipeline"?',
    ],
    ['top.ts', 3, 'E_BUILD', 'at the top', 'top.ts:2:7', "2 | throw new Error('at the top');"],
    ['nothing.ts', 2, 'E_NO_PIPELINE', 'is nothing, not a pipeline', '', 'export { main as default }'],
    ['function.ts', 2, 'E_NO_PIPELINE', 'a value of type function', '', 'export default pipeline('],
  ])('has its line: %s', (file, exitCode, errorCode, message, place, words) => {
    const { code, stdout, stderr } = run(file);
    expect(stderr).toContain(`error[${errorCode}]`);
    for (const part of [message, place, words]) expect(stderr).toContain(part);
    expect(stdout).toBe('');
    expect(code).toBe(exitCode);
  });

  it('is the result of --json, where the run never began', () => {
    const { stdout, code } = run('syntax.ts', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      type: 'result',
      state: 'FAILED',
      error: { code: 'E_BUILD', exitCode: 3 },
    });
    expect(code).toBe(3);
  });
});

it('a timer that user code left does not keep the command alive', () => {
  const { code, stdout, took } = run('open.ts');
  expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n' });
  expect(took).toBeLessThan(5000);
});

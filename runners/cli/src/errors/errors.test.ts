import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordingHost } from '../recording-host.fixture.js';
import { palette } from '../terminal/palette.js';
import { codeFrame } from './code-frame.js';
import { type ErrorView, renderError } from './render-error.js';
import { reportError } from './report-error.js';
import { parsePlace, stackFrames } from './stack-frames.js';

let folder: string;
let file: string;
const plain = palette(false);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
  file = join(folder, 'fraud.ts');
  writeFileSync(
    file,
    "import { pipeline } from '@hornbeam/sdk';\n\nconst toCents = (r) => {\n\tthrow new Error('bad');\n};\n",
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

const view = (settings: Partial<ErrorView> = {}): ErrorView => ({
  palette: plain,
  width: 80,
  cwd: folder,
  trace: false,
  isOwnCode: (path) => path.startsWith('/runner/'),
  ...settings,
});

/** An error as user code throws it, with this trace. */
function thrown(message: string, frames: readonly string[], cause?: unknown): Error {
  const error = new TypeError(message, cause === undefined ? undefined : { cause });
  error.stack = [`TypeError: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

describe('a stack trace', () => {
  it('is read frame by frame, with owner, function and place', () => {
    const stack = [
      'Error: no frame at (this:1:2)',
      '    at toCents (/my project (old)/fraud.ts:4:9)',
      '    at async Object.run [as go] (file:///runner/dist/a%20b.js:10:20)',
      '    at /x/node_modules/lib/index.js:1:2',
      '    at node:internal/process/task_queues:95:5',
      '    at new Promise (<anonymous>)',
    ].join('\n');
    const frames = stackFrames(stack, (path) => path.startsWith('/runner/'));
    expect(frames.map(({ fn, owner, place }) => [fn, owner, place?.file, place?.line])).toEqual([
      ['toCents', 'user', '/my project (old)/fraud.ts', 4],
      ['Object.run [as go]', 'runner', '/runner/dist/a b.js', 10],
      [undefined, 'package', '/x/node_modules/lib/index.js', 1],
      [undefined, 'runner', undefined, undefined],
      [undefined, 'runner', undefined, undefined],
    ]);
  });

  it('has places that are read from call sites too', () => {
    expect(parsePlace('/a b/c:d.ts:3:14')).toEqual({ file: '/a b/c:d.ts', line: 3, column: 14 });
    expect(parsePlace('nowhere')).toBeUndefined();
    expect(parsePlace(undefined)).toBeUndefined();
  });
});

describe('a code frame', () => {
  it('shows the line with those before it and a caret under the column', () => {
    expect(codeFrame({ file, line: 4, column: 2 }, 80, plain)).toEqual([
      '3 | const toCents = (r) => {',
      "4 |  throw new Error('bad');",
      '  |  ^',
    ]);
  });

  it('moves along a line that is longer than the terminal', () => {
    writeFileSync(file, `${'x'.repeat(500)}BAD${'y'.repeat(500)}\n`);
    const [line = '', caret = ''] = codeFrame({ file, line: 1, column: 501 }, 60, plain);
    expect(line.length).toBeLessThanOrEqual(60);
    expect(line.slice(caret.indexOf('^'), caret.indexOf('^') + 3)).toBe('BAD');
  });

  it('is empty for a file or a line that is not there', () => {
    expect(codeFrame({ file: join(folder, 'gone.ts'), line: 1, column: 1 }, 80, plain)).toEqual([]);
    expect(codeFrame({ file, line: 99, column: 1 }, 80, plain)).toEqual([]);
  });
});

describe('an error', () => {
  const frames = (): string[] => [
    `toCents (${file}:4:8)`,
    'call (/runner/dist/callback.js:1:1)',
    `main (${file}:1:1)`,
    'push (/runner/dist/callback.js:2:2)',
  ];

  it('of user code shows the line that threw, the step, the element, and folds the runner', () => {
    const error = new BeamError('E_USER', 'bad', {
      step: 'toCents',
      callSite: `${file}:1:5`,
      element: '{"amount":3}',
      help: 'keep going',
      cause: thrown('bad', frames()),
    });
    expect(renderError(error, view()).split('\n')).toEqual([
      'error[E_USER]: TypeError: bad',
      '  --> fraud.ts:4:8 in step "toCents"',
      '3 | const toCents = (r) => {',
      "4 |  throw new Error('bad');",
      '  |        ^',
      '   element: {"amount":3}',
      '   step made: fraud.ts:1:5',
      '   help: keep going',
      '   at main (fraud.ts:1:1)',
      '   ... 2 frames inside the runner, --trace shows them',
    ]);
  });

  it('shows every frame when asked', () => {
    const text = renderError(
      new BeamError('E_USER', 'bad', { cause: thrown('bad', frames()) }),
      view({ trace: true }),
    );
    expect(text).toContain('at push (/runner/dist/callback.js:2:2)');
    expect(text).not.toContain('--trace');
  });

  it('without a trace of the user shows the line that made the step', () => {
    const error = new BeamError('E_NO_CODER', 'no coder', { step: 'Group', callSite: `${file}:3:7` });
    expect(renderError(error, view())).toContain('--> fraud.ts:3:7 in step "Group"');
  });

  it('shows its chain of causes, also when it is a circle', () => {
    const root = thrown('root', [`deep (${file}:3:1)`]);
    const middle = thrown('middle', [], root);
    root.cause = middle;
    const text = renderError(new BeamError('E_USER', 'top', { cause: thrown('top', [], middle) }), view());
    expect(text).toContain('caused by: TypeError: middle');
    expect(text).toContain('caused by: TypeError: root\n  --> fraud.ts:3:1');
  });

  it('shows the first of several errors in one', () => {
    const cause = new AggregateError([new Error('first'), new Error('second')], 'all failed');
    expect(renderError(new BeamError('E_USER', 'all failed', { cause }), view())).toContain(
      'caused by: Error: first',
    );
  });

  it('does not say the same twice, nor show the empty element that a source begins with', () => {
    const said = "ENOENT: no such file or directory, open 'a.txt'";
    const again = new BeamError('E_IO', `Cannot read a.txt: ${said}`, {
      step: 'text/read',
      element: 'bytes[0]',
      cause: thrown(said, []),
    });
    expect(renderError(again, view())).toBe(
      `error[E_IO]: Cannot read a.txt: ${said}\n  --> in step "text/read"`,
    );
    const news = new BeamError('E_IO', 'Cannot read a.txt.', {
      element: 'bytes[1]',
      cause: thrown(said, []),
    });
    news.stack = '';
    expect(renderError(news, view())).toBe(
      `error[E_IO]: Cannot read a.txt.\n   element: bytes[1]\ncaused by: TypeError: ${said}`,
    );
  });

  it('cannot drive the terminal through its message or element', () => {
    const error = new BeamError('E_USER', 'bad \u001b[2J', { element: '\u0007', step: '\u001b]0;x' });
    expect(renderError(error, view())).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it('keeps the lines of a message that has several', () => {
    const error = new BeamError('E_BAD_OPTION', '--top: too small\n--input: missing');
    error.stack = '';
    expect(renderError(error, view())).toBe('error[E_BAD_OPTION]: --top: too small\n  --input: missing');
  });
});

describe('what a command throws', () => {
  it('is shown on stderr and gives the exit code', () => {
    const host = recordingHost();
    expect(reportError(new BeamError('E_NO_PIPELINE', 'There is no file.'), host, {})).toBe(2);
    expect(host.texts).toEqual({ stdout: '', stderr: 'error[E_NO_PIPELINE]: There is no file.\n' });
  });

  it('is a fault of hornbeam when nothing of the user is in it', () => {
    const host = recordingHost();
    expect(reportError(new RangeError('oops'), host, {})).toBe(1);
    expect(host.texts.stderr).toContain('error[E_INTERNAL]: RangeError: oops');
    expect(host.texts.stderr).toContain('please report it');
  });

  it('speaks of flags when it comes from the grammar', () => {
    const host = recordingHost();
    const error = Object.assign(new Error("error: unknown option '--jsn'\n(Did you mean --json?)"), {
      code: 'commander.unknownOption',
    });
    expect(reportError(error, host, {})).toBe(2);
    expect(host.texts.stderr).toBe(
      "error[E_USAGE]: Unknown option '--jsn'.\n   help: did you mean --json?\n",
    );
  });
});

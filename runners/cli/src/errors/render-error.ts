import { relative } from 'node:path';
import { type BeamError, preview } from '@hornbeam/sdk/model';
import type { SourcePlace } from '../load/stack-mapping.js';
import { counted } from '../terminal/amounts.js';
import type { Palette } from '../terminal/palette.js';
import { printable } from '../terminal/text-width.js';
import { codeFrame } from './code-frame.js';
import { type Frame, parsePlace, stackFrames } from './stack-frames.js';

/** How errors are shown. */
export interface ErrorView {
  readonly palette: Palette;
  /** Columns of the terminal. */
  readonly width: number;
  /** Paths below this folder are shown from it. */
  readonly cwd: string;
  /** Show every frame, also those inside the runner. */
  readonly trace: boolean;
  /** Tells the files of hornbeam itself. */
  readonly isOwnCode: (file: string) => boolean;
}

/** How many frames of the user's code are shown below the code. */
const USER_FRAMES = 8;

/** The element that a source begins with: nothing that a user has made. */
const NOTHING = preview(new Uint8Array());

/** How deep a chain of causes is followed: it may be a circle. */
const CAUSES = 5;

/**
 * An error as people want to read it:
 *
 *     error[E_USER]: bad amount
 *       --> pipelines/fraud.ts:31:45 in step "toCents"
 *     31 | const toCents = (r: Row) => (r.amount > 2 ? reject('bad amount') : 100 * r.amount);
 *        |                                             ^
 *        element: {"card":"c-204","amount":3}
 *        help: keep going with { onError: 'skip' }
 *        ... 6 frames inside the runner, --trace shows them
 */
export function renderError(error: BeamError, view: ErrorView): string {
  return [...mainPart(error, view), ...causes(error, view)].join('\n');
}

function mainPart(error: BeamError, view: ErrorView): string[] {
  const { palette } = view;
  const [first = '', ...more] = messageOf(error).split('\n');
  const lines = [`${palette.red(palette.bold(`error[${error.code}]`))}: ${palette.bold(printable(first))}`];
  lines.push(...more.filter((line) => line.trim() !== '').map((line) => `  ${printable(line)}`));

  const thrown = thrownBy(error);
  const frames = stackFrames(thrown instanceof Error ? thrown.stack : undefined, view.isOwnCode);
  const site = parsePlace(error.place.callSite);
  // The line that threw says more than the line that made the step; only errors of user code have one.
  const place = thrown === error ? (site ?? ownPlace(error, frames)) : (userPlace(frames) ?? site);
  const step = error.place.step === undefined ? '' : ` in step "${printable(error.place.step)}"`;
  if (place !== undefined) {
    lines.push(`  ${palette.cyan('-->')} ${placeText(place, view.cwd)}${step}`);
    lines.push(...codeFrame(place, view.width, palette));
  } else if (step !== '') lines.push(`  ${palette.cyan('-->')}${step}`);

  const fact = (label: string, text: string): void => {
    lines.push(`   ${palette.cyan(`${label}:`)} ${printable(text)}`);
  };
  const { path, element } = error.place;
  if (path !== undefined && !first.includes(path)) fact('at', path);
  if (element !== undefined && element !== NOTHING) fact('element', element);
  if (site !== undefined && place !== undefined && (site.file !== place.file || site.line !== place.line)) {
    fact('step made', placeText(site, view.cwd));
  }
  if (error.help !== undefined) fact('help', error.help);
  lines.push(...frameLines(frames, place, view, thrown !== error));
  if (error.code === 'E_INTERNAL') {
    fact(
      'note',
      'this is a fault of hornbeam, not of the pipeline; please report it with the output of --trace',
    );
  }
  return lines;
}

/** What user code threw, where that is what the error stands for; else the error itself. */
const thrownBy = (error: BeamError): unknown => {
  const wrapsCause = error.code === 'E_USER' || error.code === 'E_BUILD' || error.code === 'E_INTERNAL';
  return wrapsCause && error.cause !== undefined ? error.cause : error;
};

/** The message; with the class of what was thrown, where that says more than `Error`. */
function messageOf(error: BeamError): string {
  const thrown = thrownBy(error);
  if (thrown === error || !(thrown instanceof Error)) return error.message;
  const name = thrown.name;
  return name === 'Error' || name === 'BeamError' || error.message.startsWith(name)
    ? error.message
    : `${name}: ${error.message}`;
}

const userPlace = (frames: readonly Frame[]): SourcePlace | undefined =>
  frames.find(({ owner }) => owner === 'user')?.place;

/** Where the user called what threw: of use for errors made while the pipeline was built. */
const ownPlace = (error: BeamError, frames: readonly Frame[]): SourcePlace | undefined =>
  error.place.step === undefined && error.place.path === undefined ? userPlace(frames) : undefined;

function frameLines(
  frames: readonly Frame[],
  shown: SourcePlace | undefined,
  { palette, trace, cwd }: ErrorView,
  showUser: boolean,
): string[] {
  if (trace) return frames.map(({ text }) => palette.dim(`   at ${text}`));
  if (!showUser) return [];
  const mine = frames.filter(({ owner }) => owner === 'user');
  const lines = mine
    .slice(0, USER_FRAMES)
    // The first one is the code above.
    .filter(({ place }, i) => i > 0 || !samePlace(place, shown))
    .map(({ fn, place }) => {
      const where = place === undefined ? '' : placeText(place, cwd);
      return palette.dim(`   at ${fn === undefined ? where : `${fn} (${where})`}`);
    });
  const hidden = frames.length - Math.min(mine.length, USER_FRAMES);
  if (hidden > 0) {
    lines.push(
      palette.dim(
        `   ... ${counted(hidden, 'frame')} inside the runner, --trace shows ${hidden === 1 ? 'it' : 'them'}`,
      ),
    );
  }
  return lines;
}

const samePlace = (a: SourcePlace | undefined, b: SourcePlace | undefined): boolean =>
  a !== undefined && a.file === b?.file && a.line === b.line && a.column === b.column;

/** The chain of what lies behind the error, without what only says again what stands above it. */
function causes(error: BeamError, view: ErrorView): string[] {
  const lines: string[] = [];
  const thrown = thrownBy(error);
  const told = [messageOf(error)];
  let cause = causeOf(thrown);
  for (let depth = 0; cause !== undefined && depth < CAUSES; depth++, cause = causeOf(cause)) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const frames = stackFrames(cause instanceof Error ? cause.stack : undefined, view.isOwnCode);
    const place = userPlace(frames);
    const isNew = !told.some((text) => text.includes(message));
    told.push(message);
    if (!isNew && place === undefined && !view.trace) continue;
    lines.push(`${view.palette.yellow('caused by')}: ${printable(describe(cause))}`);
    if (place !== undefined && !view.trace)
      lines.push(`  ${view.palette.cyan('-->')} ${placeText(place, view.cwd)}`);
    if (view.trace) lines.push(...frames.map(({ text }) => view.palette.dim(`   at ${text}`)));
  }
  return lines;
}

/** The cause of a thrown thing; of several errors in one, the first. */
function causeOf(thrown: unknown): unknown {
  if (thrown instanceof AggregateError && thrown.cause === undefined) return thrown.errors[0];
  return thrown instanceof Error ? thrown.cause : undefined;
}

const describe = (thrown: unknown): string =>
  thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);

/** A place for people: relative to the working folder when it lies below. */
export function placeText({ file, line, column }: SourcePlace, cwd: string): string {
  const short = relative(cwd, file);
  return `${short === '' || short.startsWith('..') ? file : short}:${line}:${column}`;
}

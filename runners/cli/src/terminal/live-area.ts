/**
 * The block of lines at the bottom of a terminal that is drawn again and again.
 *
 * Owns: the lines on the screen below everything that has been written for good.
 * Does not own: what they say.
 *
 * Invariants:
 *  L1  nothing else is written while the block is on the screen: `above` takes it away first.
 *  L2  the cursor stands at the start of the line behind the block.
 *  L3  a line is never wider than the terminal was when it was drawn; after a change of size the rows that the
 *      block takes are counted anew before it is taken away.
 */
import type { Output } from '../host.js';
import { textWidth } from './text-width.js';

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const ERASE_BELOW = '\u001b[0J';

/** See the head of this file. */
export class LiveArea {
  private readonly output: Output;
  private drawn: readonly string[] = [];
  /** False while text stands on the last line that something else has not ended yet. */
  private atLineStart = true;
  private cursorHidden = false;
  private writing = false;

  constructor(output: Output) {
    this.output = output;
  }

  /** Shows these lines in place of the ones before. */
  draw(lines: readonly string[]): void {
    if (!this.atLineStart) return;
    const hide = this.cursorHidden ? '' : HIDE_CURSOR;
    this.write(`${hide}${this.erasure()}${lines.map((line) => `${line}\n`).join('')}`);
    this.cursorHidden = true;
    this.drawn = lines;
  }

  /** Takes the block away and lets something write above where it stood. */
  above<R>(text: string | Uint8Array, write: () => R): R {
    if (this.writing) return write();
    this.clear();
    const result = write();
    const end = typeof text === 'string' ? text.at(-1) : String.fromCharCode(text.at(-1) ?? 10);
    if (text.length > 0) this.atLineStart = end === '\n';
    return result;
  }

  /** Takes the block away. */
  clear(): void {
    const erasure = this.erasure();
    this.drawn = [];
    if (erasure !== '') this.write(erasure);
  }

  /** Ends it: the block goes, the cursor comes back. */
  close(): void {
    this.clear();
    if (this.cursorHidden) this.write(SHOW_CURSOR);
    this.cursorHidden = false;
  }

  private erasure(): string {
    if (this.drawn.length === 0) return '';
    // Terminals that do not know their size say 0.
    const width = this.output.columns || 80;
    const rows = this.drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / width)), 0);
    return `\u001b[${rows}A\r${ERASE_BELOW}`;
  }

  private write(text: string): void {
    this.writing = true;
    try {
      void this.output.write(text);
    } finally {
      this.writing = false;
    }
  }
}

/**
 * Makes everything that this process writes to these streams go above the area: `console.log` of user code,
 * `print()`, libraries.
 * @returns undoes it
 */
export function keepAbove(area: LiveArea, streams: readonly NodeJS.WriteStream[]): () => void {
  const undo = streams.map((stream) => {
    const { write } = stream;
    const guarded = (chunk: string | Uint8Array, ...rest: unknown[]): boolean =>
      area.above(chunk, () => Reflect.apply(write, stream, [chunk, ...rest]) as boolean);
    stream.write = guarded as typeof write;
    return () => {
      if (stream.write === guarded) stream.write = write;
    };
  });
  return () => {
    for (const each of undo) each();
  };
}

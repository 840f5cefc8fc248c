import { readFileSync } from 'node:fs';
import type { SourcePlace } from '../load/stack-mapping.js';
import type { Palette } from '../terminal/palette.js';
import { fit, pad, printable, textWidth } from '../terminal/text-width.js';

/** Lines shown before the one in question. */
const BEFORE = 2;

/**
 * The lines of a file around a place, with a caret under the column; nothing when the file cannot be read or
 * has no such line.
 */
export function codeFrame(place: SourcePlace, width: number, paint: Palette): string[] {
  const lines = linesOf(place.file);
  const target = lines[place.line - 1];
  if (target === undefined) return [];
  const first = Math.max(1, place.line - BEFORE);
  const gutter = String(place.line).length;
  const room = Math.max(20, width - gutter - 3);
  // A caret far to the right pulls the text along, so that it stays in sight.
  const before = textWidth(printable(target.slice(0, place.column - 1)));
  const skip = Math.max(0, before - room + 20);
  const shown = lines.slice(first - 1, place.line).map((line, i) => {
    const number = first + i;
    const text = fit(dropLeft(printable(line), skip), room);
    const label = pad(String(number), gutter, 'start');
    return number === place.line
      ? `${paint.bold(label)} ${paint.dim('|')} ${text}`.trimEnd()
      : `${paint.dim(`${label} | ${text}`)}`.trimEnd();
  });
  const caret = `${' '.repeat(gutter)} ${paint.dim('|')} ${' '.repeat(before - skip)}${paint.red('^')}`;
  return [...dropBlank(shown, paint), caret];
}

/** Blank lines at the top of the frame say nothing. */
function dropBlank(lines: readonly string[], paint: Palette): string[] {
  const blank = paint.enabled ? /^\S*\s*\d+ \|\S*$/ : /^\s*\d+ \|$/;
  let at = 0;
  while (at < lines.length - 1 && blank.test(lines[at] as string)) at++;
  return lines.slice(at);
}

function dropLeft(text: string, columns: number): string {
  if (columns === 0) return text;
  let dropped = 0;
  let at = 0;
  for (const char of text) {
    if (dropped >= columns) break;
    dropped += textWidth(char);
    at += char.length;
  }
  return text.slice(at);
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch {
    return [];
  }
}

const ESC = '\u001b';
/** ANSI sequences that colour text or move the cursor. */
const ansi = new RegExp(`${ESC}\\[[0-9;?]*[A-Za-z]`, 'g');
const combining = /^[\p{M}\p{Cf}]$/u;
/** Characters that terminals draw two columns wide: East Asian ones and emoji. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

/** Columns that a character takes in a terminal. */
function charWidth(char: string): number {
  if (combining.test(char)) return 0;
  return wide.test(char) ? 2 : 1;
}

/** Columns that a line of text takes in a terminal; colours take none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text.replace(ansi, '')) width += charWidth(char);
  return width;
}

/** Text without colours cut to `width` columns, with `…` where something was left out. */
export function fit(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width <= 0) return '';
  let cut = '';
  let used = 0;
  for (const char of text) {
    used += charWidth(char);
    if (used > width - 1) break;
    cut += char;
  }
  return `${cut}…`;
}

/** Text filled up to `width` columns, at its end or at its start. */
export function pad(text: string, width: number, side: 'start' | 'end' = 'end'): string {
  const fill = ' '.repeat(Math.max(0, width - textWidth(text)));
  return side === 'end' ? text + fill : fill + text;
}

const control = /\p{Cc}/gu;

/**
 * Text that came from outside as one harmless line: control characters, which could move the cursor or set
 * the window's title, are shown as symbols or escapes.
 */
export function printable(text: string): string {
  return text.replace(control, (char) => {
    if (char === '\n') return '⏎';
    if (char === '\t') return ' ';
    return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

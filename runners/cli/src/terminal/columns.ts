import { pad, textWidth } from './text-width.js';

/** How one column of a table stands. */
export type Align = 'left' | 'right';

/** Rows of cells as aligned lines, two blanks between columns, no blanks at the end of a line. */
export function columns(rows: readonly (readonly string[])[], aligns: readonly Align[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, textWidth(cell));
    });
  }
  return rows.map((row) =>
    row
      .map((cell, i) => pad(cell, widths[i] ?? 0, aligns[i] === 'right' ? 'start' : 'end'))
      .join('  ')
      .trimEnd(),
  );
}

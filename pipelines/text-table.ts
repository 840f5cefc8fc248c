/** A column of a {@link textTable}. */
export interface Column {
  readonly title: string;
  /** `left` for words (default), `right` for numbers. */
  readonly align?: 'left' | 'right';
}

/** A table of aligned columns as lines of text, two spaces between columns, no blanks at the end of lines. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const lines = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, i) => Math.max(...lines.map((cells) => cells[i]!.length)));
  return lines.map((cells) =>
    cells
      .map((cell, i) => (columns[i]!.align === 'right' ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}

import { pad, printable, textWidth } from '../terminal/text-width.js';
import { type Cell, type PrintedRow, VALUE_COLUMN } from './printed-row.js';

/** Columns of a text table: which there are, how wide, and on which side they are aligned. */
export class ColumnLayout {
  readonly columns: readonly string[];
  private readonly right: readonly boolean[];
  private readonly widths: readonly number[];

  /** As wide as these rows need. */
  constructor(columns: readonly string[], rows: readonly PrintedRow[]) {
    this.columns = columns;
    this.right = columns.map((column) => isNumeric(column, rows));
    this.widths = columns.map((column) =>
      rows.reduce((width, row) => Math.max(width, textWidth(shown(row.get(column)))), textWidth(column)),
    );
  }

  /** The lines above the rows. */
  head(): string[] {
    // A single column without a name needs no head.
    if (this.columns.length === 1 && this.columns[0] === VALUE_COLUMN) return [];
    return [this.line(this.columns), this.widths.map((width) => '─'.repeat(width)).join('  ')];
  }

  /** The line of a row; a cell that is wider than its column moves those behind it. */
  row(row: PrintedRow): string {
    return this.line(this.columns.map((column) => shown(row.get(column))));
  }

  private line(texts: readonly string[]): string {
    return texts
      .map((text, i) => pad(text, this.widths[i] as number, this.right[i] ? 'start' : 'end'))
      .join('  ')
      .trimEnd();
  }
}

/** Whether a column holds numbers alone. */
export const isNumeric = (column: string, rows: readonly PrintedRow[]): boolean =>
  rows.every((row) => typeof (row.get(column) ?? 0) === 'number');

/** A cell as text for people. */
export const shown = (cell: Cell | undefined): string => printable(String(cell ?? ''));

import { ColumnLayout, isNumeric, shown } from './column-layout.js';
import type { Cell } from './printed-row.js';
import type { TableFormat } from './table-output.js';

/** Rows that a table for people holds. */
const READABLE = 10_000;

/** Rows that a CSV table holds: all columns must be known before its first line is written. */
const CSV_ROWS = 1_000_000;

const advice = '--output json prints all of them';

/** A table with aligned columns. */
export const textTable: TableFormat = {
  limit: READABLE,
  advice,
  lines(columns, rows, title) {
    const layout = new ColumnLayout(columns, rows);
    return [...(title === undefined ? [] : [title]), ...layout.head(), ...rows.map((row) => layout.row(row))];
  },
};

/** A table in Markdown. */
export const markdownTable: TableFormat = {
  limit: READABLE,
  advice,
  lines(columns, rows, title) {
    const escapeMarks = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|');
    const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
    return [
      ...(title === undefined ? [] : [`**${title}**`, '']),
      line(columns.map(escapeMarks)),
      line(columns.map((column) => (isNumeric(column, rows) ? '---:' : '---'))),
      ...rows.map((row) => line(columns.map((column) => escapeMarks(shown(row.get(column)))))),
    ];
  },
};

/** Comma-separated values by RFC 4180, with a header. */
export const csvTable: TableFormat = {
  limit: CSV_ROWS,
  advice,
  lines(columns, rows, title) {
    const field = (cell: Cell | undefined): string => {
      const text = String(cell ?? '');
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    return [
      ...(title === undefined ? [] : [field(title)]),
      columns.map(field).join(','),
      ...rows.map((row) => columns.map((column) => field(row.get(column))).join(',')),
    ];
  },
};

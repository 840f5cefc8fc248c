import type { PrintOutput } from '@hornbeam/sdk/io';
import type { Output } from '../host.js';
import { type PrintedRow, printedRow } from './printed-row.js';

/** How a table is written. */
export interface TableFormat {
  /** The lines of a table with these columns. `title` is given when there are several tables. */
  lines(columns: readonly string[], rows: readonly PrintedRow[], title: string | undefined): string[];
  /** The most rows of one step that are kept for it. */
  readonly limit: number;
  /** What to do about rows beyond the limit, said on stderr. */
  readonly advice: string;
}

/** Collects what each step prints and writes it as one table when the run has ended. */
export class TableOutput implements PrintOutput {
  private readonly format: TableFormat;
  private readonly tables = new Map<string, { rows: PrintedRow[]; more: number }>();

  constructor(format: TableFormat) {
    this.format = format;
  }

  print(element: unknown, _text: () => string, step: string): void {
    let table = this.tables.get(step);
    if (table === undefined) {
      table = { rows: [], more: 0 };
      this.tables.set(step, table);
    }
    if (table.rows.length < this.format.limit) table.rows.push(printedRow(element));
    else table.more++;
  }

  flush(): void {}

  /** Writes the tables, and what is missing in them. */
  async finish(data: Output, notes: Output): Promise<void> {
    const several = this.tables.size > 1;
    let first = true;
    for (const [step, { rows, more }] of this.tables) {
      const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
      const lines = this.format.lines(columns, rows, several ? step : undefined);
      await data.write(`${first ? '' : '\n'}${lines.join('\n')}\n`);
      first = false;
      if (more > 0) {
        await notes.write(
          `note: ${more} more rows of "${step}" are not in the table; ${this.format.advice}\n`,
        );
      }
    }
  }
}

/**
 * A text table without an end: rows are written as they come.
 *
 * Owns: the rows that no line was written of yet, and the layout of each step's table.
 * Does not own: when a first screenful is complete, beside its size (`show` is called by who ticks).
 *
 * Invariants:
 *  S1  a table is laid out once, by the rows that are there when it is shown; until S2, no later cell changes a column.
 *  S2  every field of a row is shown: a new one gives the table a new head, with all columns so far.
 *  S3  rows of a step stand under a head of theirs: where steps take turns, title and head are repeated.
 */
import type { PrintOutput } from '@hornbeam/sdk/io';
import type { Output } from '../host.js';
import { ColumnLayout } from './column-layout.js';
import { type PrintedRow, printedRow } from './printed-row.js';

/** Rows that make a screenful: with so many, columns are wide enough for most that follow. */
const SCREENFUL = 50;

/** The table of one or more steps of an endless pipeline; see the head of this file. */
export class TableStream implements PrintOutput {
  private readonly output: Output;
  private readonly layouts = new Map<string, ColumnLayout>();
  private waiting: { readonly step: string; readonly row: PrintedRow }[] = [];
  /** The step whose rows were written last. */
  private last: string | undefined;

  constructor(output: Output) {
    this.output = output;
  }

  print(element: unknown, _text: () => string, step: string): Promise<void> | undefined {
    this.waiting.push({ step, row: printedRow(element) });
    return this.waiting.length < SCREENFUL ? undefined : this.show();
  }

  /** What a bundle made may be less than a screenful: it waits for `show`. */
  flush(): void {}

  /** Writes all rows that have come. */
  show(): Promise<void> | undefined {
    const rows = this.waiting;
    if (rows.length === 0) return undefined;
    this.waiting = [];
    const steps = new Map<string, PrintedRow[]>();
    for (const { step, row } of rows) {
      const those = steps.get(step);
      if (those === undefined) steps.set(step, [row]);
      else those.push(row);
    }
    const areSeveral = steps.size > 1;
    return this.output.write([...steps].map(([step, those]) => this.part(step, those, areSeveral)).join(''));
  }

  private part(step: string, rows: readonly PrintedRow[], isOneOfSeveral: boolean): string {
    const before = this.layouts.get(step);
    const columns = [...new Set([...(before?.columns ?? []), ...rows.flatMap((row) => [...row.keys()])])];
    const isNew = before === undefined || columns.length > before.columns.length; // S1, S2
    const layout = isNew ? new ColumnLayout(columns, rows) : before;
    this.layouts.set(step, layout);
    const isTurn = this.last !== undefined && this.last !== step;
    const hasGap = this.last !== undefined && (isNew || isTurn);
    this.last = step;
    const title = isTurn || isOneOfSeveral ? [step] : [];
    const head = isNew || isTurn ? [...title, ...layout.head()] : []; // S3
    return `${hasGap ? '\n' : ''}${[...head, ...rows.map((row) => layout.row(row))].join('\n')}\n`;
  }
}

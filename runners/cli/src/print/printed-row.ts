import { jsonText } from '@hornbeam/sdk/io';

/** One printed element as cells by column. */
export type PrintedRow = ReadonlyMap<string, Cell>;

/** What stands in a cell: text, or a number, which is aligned to the right. */
export type Cell = string | number;

/** The column of elements that have no fields. */
export const VALUE_COLUMN = 'value';

/**
 * An element as a row: its fields are the columns, fields of objects inside it get names with dots. Lists stand
 * in one cell, as JSON; an element that is no object is one cell.
 * @throws BeamError `E_ENCODE` for what JSON cannot show
 */
export function printedRow(element: unknown): PrintedRow {
  const cells = new Map<string, Cell>();
  const plain: unknown = typeof element === 'string' ? element : JSON.parse(jsonText(element));
  fill(cells, '', plain);
  return cells;
}

function fill(cells: Map<string, Cell>, prefix: string, value: unknown): void {
  if (isObject(value)) {
    const fields = Object.entries(value);
    if (fields.length > 0) {
      for (const [name, field] of fields) fill(cells, prefix === '' ? name : `${prefix}.${name}`, field);
      return;
    }
  }
  cells.set(prefix === '' ? VALUE_COLUMN : prefix, cellOf(value));
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return value === null ? '' : JSON.stringify(value);
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

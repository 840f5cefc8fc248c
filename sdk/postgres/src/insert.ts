import { BeamError, preview } from '@hornbeam/sdk/model';
import { quoted, quotedTable } from './identifier.js';
import { rowsText } from './row-text.js';

/** What becomes of a row whose key is in the table already. */
export interface OnConflict {
  /** The columns of the key: those of a unique index. */
  readonly columns: readonly string[];
  /** `update`: the new row takes the place of the old one; `ignore`: the old one stays. */
  readonly action: 'update' | 'ignore';
}

/** How rows go into a table. */
export interface InsertSettings {
  readonly table: string;
  readonly columns: readonly string[] | undefined;
  readonly onConflict: OnConflict | undefined;
}

/**
 * The statement that writes many rows at once: `$1` is their JSON.
 *
 * Owns: the columns, once they are known.
 */
export class Insert {
  private readonly settings: InsertSettings;
  private columns: readonly string[] | undefined;
  private known: ReadonlySet<string> = new Set();
  private statement = '';

  /** @throws BeamError `E_BAD_ARGUMENT` */
  constructor(settings: InsertSettings) {
    this.settings = settings;
    quotedTable(settings.table);
    if (settings.columns !== undefined) this.take(settings.columns);
  }

  get sql(): string {
    return this.statement;
  }

  /** @throws BeamError `E_BAD_RECORD` for a row that is no object, or has a property that no column is known for */
  check(row: unknown): asserts row is object {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new BeamError('E_BAD_RECORD', 'A row for Postgres must be an object.', {
        element: preview(row),
        help: 'map elements to objects whose properties are the columns',
      });
    }
    if (this.columns === undefined) this.take(Object.keys(row));
    if (this.settings.columns !== undefined) return;
    for (const name in row) {
      if (this.known.has(name)) continue;
      throw new BeamError('E_BAD_RECORD', `A row has the property "${name}", which the first one has not.`, {
        element: preview(row),
        help: 'name the columns with columns: [...]',
      });
    }
  }

  /** What `$1` is. */
  text(rows: readonly object[]): string {
    return rowsText(rows, this.columns ?? []);
  }

  /** One statement cannot write a key twice: of rows with the same the last stays, or the first where old ones stay. */
  withoutDoubles(rows: readonly object[]): readonly object[] {
    const { onConflict } = this.settings;
    if (onConflict === undefined) return rows;
    const byKey = new Map<string, object>();
    for (const row of rows) {
      const key = rowsText([row], onConflict.columns);
      if (onConflict.action === 'ignore' && byKey.has(key)) continue;
      byKey.delete(key);
      byKey.set(key, row);
    }
    return [...byKey.values()];
  }

  /** Rows of one key are to stay in their order; undefined where order does not matter. */
  keyOf(row: unknown): string | undefined {
    const { onConflict } = this.settings;
    return onConflict === undefined ? undefined : rowsText([row as object], onConflict.columns);
  }

  /** A row may take the place of one that is there. */
  get replaces(): boolean {
    return this.settings.onConflict?.action === 'update';
  }

  private take(columns: readonly string[]): void {
    const { table, onConflict } = this.settings;
    if (columns.length === 0) {
      throw new BeamError('E_BAD_ARGUMENT', 'Rows without columns cannot be written.', {
        help: 'name the columns with columns: [...]',
      });
    }
    const stray = onConflict?.columns.find((name) => !columns.includes(name));
    if (stray !== undefined || onConflict?.columns.length === 0) {
      throw new BeamError('E_BAD_ARGUMENT', 'onConflict must name columns that are written.', {
        help: `it may name ${columns.join(', ')}`,
      });
    }
    this.columns = columns;
    this.known = new Set(columns);
    const names = columns.map(quoted).join(', ');
    const into = quotedTable(table);
    this.statement =
      `INSERT INTO ${into} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${into}, $1::json)` +
      conflictClause(columns, onConflict);
  }
}

function conflictClause(columns: readonly string[], onConflict: OnConflict | undefined): string {
  if (onConflict === undefined) return '';
  const key = onConflict.columns.map(quoted).join(', ');
  const others = columns.filter((name) => !onConflict.columns.includes(name));
  if (onConflict.action === 'ignore' || others.length === 0) return ` ON CONFLICT (${key}) DO NOTHING`;
  const sets = others.map((name) => `${quoted(name)} = EXCLUDED.${quoted(name)}`);
  return ` ON CONFLICT (${key}) DO UPDATE SET ${sets.join(', ')}`;
}

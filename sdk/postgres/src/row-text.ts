import { BeamError, preview } from '@hornbeam/sdk/model';

/**
 * Rows as JSON for `json_populate_recordset`, which turns each value into the type of its column by that type's own
 * input: texts stand for what JSON has no exact form of.
 *
 * - bigint, Date: as text; bytes: as `\x…`; NaN and infinities: as text
 * - undefined: null
 */
export function rowsText(rows: readonly object[], columns: readonly string[]): string {
  const lines = rows.map((row) => {
    const fields = columns.map(
      (name) =>
        `${JSON.stringify(name)}:${JSON.stringify((row as Record<string, unknown>)[name] ?? null, exact)}`,
    );
    return `{${fields.join(',')}}`;
  });
  return `[${lines.join(',')}]`;
}

/** Sees what JSON would lose, before it is lost: dates have become texts when they come here, as ISO 8601. */
function exact(_name: string, value: unknown): unknown {
  switch (typeof value) {
    case 'bigint':
      return value.toString();
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'object':
      if (value instanceof Uint8Array) return hex(value);
      // What toJSON of Buffer made of bytes.
      if (isBufferText(value)) return hex(Uint8Array.from(value.data));
      if (value instanceof Map) return Object.fromEntries(value);
      if (value instanceof Set) return [...value];
      return value;
    case 'function':
    case 'symbol':
      throw new BeamError('E_ENCODE', `A ${typeof value} cannot be written to a table.`, {
        element: preview(value),
        help: 'map the element to an object of plain values first',
      });
    default:
      return value;
  }
}

const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;

function isBufferText(value: object | null): value is { type: 'Buffer'; data: number[] } {
  if (value === null) return false;
  const { type, data } = value as { type?: unknown; data?: unknown };
  return type === 'Buffer' && Array.isArray(data) && Object.keys(value).length === 2;
}

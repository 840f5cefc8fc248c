import { BeamError } from '@hornbeam/sdk/model';

/** A name of SQL as it is, quoted. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A table by its name, or schema and name with a dot between. @throws BeamError `E_BAD_ARGUMENT` */
export function quotedTable(table: string): string {
  const parts = table.split('.');
  if (parts.length > 2 || parts.some((part) => part === '')) {
    throw new BeamError('E_BAD_ARGUMENT', `"${table}" is no name of a table.`, {
      help: "write table: 'orders' or 'sales.orders'",
    });
  }
  return parts.map(quoted).join('.');
}

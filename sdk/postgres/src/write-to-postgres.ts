import type { Sink } from '@hornbeam/sdk';
import { epochSink } from '@hornbeam/sdk/io';
import { type PostgresSinkOptions, postgresSink } from './postgres-sink.js';

/** Options of {@link writeToPostgres}. */
export interface WriteToPostgresOptions<T> extends PostgresSinkOptions {
  readonly columns?: readonly (keyof T & string)[] | undefined;
}

/**
 * Writes every element as a row of a table: its properties are the columns. In runs that keep their state each comes
 * exactly once, see `postgresSink`.
 *
 * @example
 * totals.write(
 *   writeToPostgres({
 *     connection: 'postgres://app@localhost:5432/shop',
 *     table: 'totals',
 *     create: 'account text PRIMARY KEY, total bigint NOT NULL',
 *     onConflict: { columns: ['account'], action: 'update' },
 *   }),
 * );
 * @throws BeamError `E_BAD_ARGUMENT`; at run time `E_AUTH`, `E_SINK` (with the row that is refused), `E_FENCED`
 */
export const writeToPostgres = <T extends object>(options: WriteToPostgresOptions<T>): Sink<T, void> =>
  epochSink(postgresSink<T>(options));

/** Postgres as exactly-once sink. */
export type { PostgresConnectionOptions } from './connection.js';
export type { OnConflict } from './insert.js';
export { type PostgresSinkOptions, postgresSink } from './postgres-sink.js';
export { PROGRESS_TABLE } from './progress-table.js';
export { type WriteToPostgresOptions, writeToPostgres } from './write-to-postgres.js';

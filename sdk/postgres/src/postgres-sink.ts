/**
 * Writes rows to a table of Postgres.
 *
 * W1  In runs that keep their state the rows of an epoch and the row that says so are one transaction.
 * W2  After a failure nobody knows what was written: the connection is made anew, a transaction of the old one that may
 *     still be open is ended, and the progress is read before anything is written again.
 * W3  A transaction begins by locking the row of progress and looking for the own claim there: who finds another's ends
 *     with `E_FENCED`, and what it has sent comes to nothing.
 */
import { createHash } from 'node:crypto';
import type { EpochSink, SinkContext, SinkWriter } from '@hornbeam/sdk/construction';
import { BeamError, preview } from '@hornbeam/sdk/model';
import pg from 'pg';
import { addressOf, clientConfig, type PostgresConnectionOptions } from './connection.js';
import { quotedTable } from './identifier.js';
import { Insert, type OnConflict } from './insert.js';
import { isAboutRow, isDouble, postgresError } from './postgres-error.js';
import { createTable, PROGRESS_TABLE, ProgressTable } from './progress-table.js';

/** Options of {@link postgresSink}. */
export interface PostgresSinkOptions extends PostgresConnectionOptions {
  /** `orders`, or `sales.orders`; upper and lower case count. */
  readonly table: string;
  /** The properties to write, in columns of the same names; those of the first row without it. */
  readonly columns?: readonly string[] | undefined;
  /** What becomes of rows whose key is there already; without it they end the run. */
  readonly onConflict?: OnConflict | undefined;
  /**
   * What becomes of a row whose values the table refuses. `fail` (default): the run ends, and the row waits in its state
   * until the table takes it. `skip`: it is left out, with a warning that shows it.
   */
  readonly onRefused?: 'fail' | 'skip' | undefined;
  /** Makes the table when it is not there: its columns, `id bigint PRIMARY KEY, total numeric`. */
  readonly create?: string | undefined;
  /** Where it is kept which epochs are written (default `hornbeam_progress`); made when it is not there. */
  readonly progressTable?: string | undefined;
  /** Where a runner hands over what a checkpoint holds, how many write side by side, each with a connection of its own (default 4). */
  readonly shards?: number | undefined;
}

/** Rows of a statement, and how long its text may be. */
const CHUNK = 5000;
const CHUNK_TEXT = 8 * 1024 * 1024;
/** How long to wait for who holds a lock, before the run tries again. */
const LOCK_TIMEOUT = '30s';

/**
 * Writes rows to a table, each exactly once in runs that keep their state: a transaction for each epoch holds its rows and
 * the row that says so. In runs that keep nothing rows come twice when a bundle is repeated.
 * @throws BeamError `E_BAD_ARGUMENT`
 */
export function postgresSink<T extends object>(options: PostgresSinkOptions): EpochSink<T> {
  const { connection, table, columns, onConflict } = options;
  // What is wrong with them is said here, and not when the run has begun.
  const address = addressOf(connection);
  const insert = new Insert({ table, columns, onConflict });
  quotedTable(options.progressTable ?? PROGRESS_TABLE);
  return {
    name: 'writeToPostgres',
    guarantee: 'transactional',
    target: `table ${table} at ${address}`,
    keyOf: (row) => insert.keyOf(row),
    shards: options.shards,
    open: (context) => PostgresWriter.open(options, context),
  };
}

class PostgresWriter<T extends object> implements SinkWriter<T> {
  private readonly options: PostgresSinkOptions;
  private readonly context: SinkContext;
  private readonly address: string;
  private readonly applicationName: string;
  private readonly progress: ProgressTable;
  private readonly insert: Insert;
  private client: pg.Client | undefined;
  private claim = 0;
  private last: number | undefined;

  private constructor(options: PostgresSinkOptions, context: SinkContext) {
    const { connection, table, columns, onConflict, progressTable = PROGRESS_TABLE } = options;
    this.options = options;
    this.context = context;
    this.address = addressOf(connection);
    // 63 bytes are kept of it.
    const owner = createHash('sha256').update(context.owner).digest('hex').slice(0, 32);
    this.applicationName = context.isDurable ? `hornbeam ${owner}` : 'hornbeam';
    this.progress = new ProgressTable(progressTable, context.owner);
    this.insert = new Insert({ table, columns, onConflict });
  }

  static async open<T extends object>(
    options: PostgresSinkOptions,
    context: SinkContext,
  ): Promise<PostgresWriter<T>> {
    const writer = new PostgresWriter<T>(options, context);
    try {
      await writer.prepare();
    } catch (thrown) {
      await writer.letGo();
      throw postgresError(thrown, writer.address, `opening table ${options.table}`);
    }
    return writer;
  }

  async lastCommitted(): Promise<number | undefined> {
    return this.last;
  }

  async commit(epoch: number, rows: Iterable<T>): Promise<void> {
    try {
      if (this.client === undefined) await this.recover();
      if (this.last !== undefined && epoch <= this.last) return;
      await this.write(epoch, rows);
    } catch (thrown) {
      await this.letGo(); // W2
      throw postgresError(thrown, this.address, `writing to table ${this.options.table}`);
    }
  }

  async close(): Promise<void> {
    await this.client?.end().catch(() => undefined);
    this.client = undefined;
  }

  private async prepare(): Promise<void> {
    const { table, create } = this.options;
    const client = await this.connect();
    if (create !== undefined) await createTable(client, quotedTable(table), create);
    // A table that is missing is said before anything is written.
    await client.query(`SELECT 1 FROM ${quotedTable(table)} LIMIT 0`);
    if (!this.context.isDurable) return;
    await this.progress.create(client);
    await this.endOthers(client);
    const { claim, epoch } = await this.progress.claim(client);
    this.claim = claim;
    this.last = epoch;
  }

  /** W2, W3. */
  private async recover(): Promise<void> {
    const client = await this.connect();
    if (!this.context.isDurable) return;
    // Looked at first: who was shut out must not cut off who has taken over.
    this.checkClaim((await this.progress.read(client))?.claim);
    await this.endOthers(client);
    const found = await this.progress.claimAgain(client, this.claim);
    if (found === undefined) throw this.fenced();
    this.claim = found.claim;
    this.last = found.epoch;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client(clientConfig(this.options, this.applicationName));
    // A connection that breaks while nothing is asked of it: the next question fails.
    client.on('error', () => undefined);
    await client.connect();
    this.client = client;
    await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`);
    return client;
  }

  /** Ends connections of earlier writers, whose transactions would hold locks until the server misses them. */
  private async endOthers(client: pg.Client): Promise<void> {
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity ' +
        'WHERE application_name = $1 AND usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()',
      [this.applicationName],
    );
  }

  private checkClaim(claim: number | undefined): void {
    if (claim !== this.claim) throw this.fenced();
  }

  private fenced(): BeamError {
    return new BeamError(
      'E_FENCED',
      `Another run writes to ${this.options.table} as ${this.context.owner}.`,
      {
        path: this.address,
        help: 'end one of the two; a run that was copied needs a job name of its own',
      },
    );
  }

  /** W1. */
  private async write(epoch: number, rows: Iterable<T>): Promise<void> {
    const client = this.client as pg.Client;
    const { isDurable } = this.context;
    let chunk: object[] = [];
    let hasBegun = false;
    for (const row of rows) {
      this.insert.check(row);
      if (!hasBegun) {
        hasBegun = true;
        await client.query('BEGIN');
        if (isDurable) this.checkClaim((await this.progress.lock(client))?.claim);
      }
      chunk.push(row);
      if (chunk.length < CHUNK) continue;
      await this.writeChunk(client, chunk);
      chunk = [];
    }
    // An epoch without rows leaves no mark: doing it again would do nothing again.
    if (!hasBegun) return;
    if (chunk.length > 0) await this.writeChunk(client, chunk);
    if (isDurable) await this.progress.write(client, epoch);
    await client.query('COMMIT');
    this.last = epoch;
  }

  private async writeChunk(client: pg.Client, chunk: readonly object[]): Promise<void> {
    const rows = this.insert.withoutDoubles(chunk);
    const text = this.insert.text(rows);
    if (rows.length > 1 && text.length > CHUNK_TEXT) return this.writeHalves(client, rows);
    const { replaces } = this.insert;
    const skips = this.options.onRefused === 'skip';
    try {
      if (replaces || skips) await client.query('SAVEPOINT chunk');
      await client.query(this.insert.sql, [text]);
      if (replaces || skips) await client.query('RELEASE SAVEPOINT chunk');
    } catch (thrown) {
      // Keys that differ as JSON may be the same in their column, such as 1 and "1".
      const isTwice = replaces && isDouble(thrown) && rows.length > 1;
      if (isTwice || (skips && isAboutRow(thrown))) {
        await client.query('ROLLBACK TO SAVEPOINT chunk');
        if (rows.length > 1) return this.writeHalves(client, rows);
        this.skipped(thrown, rows[0]);
        return;
      }
      if (!isAboutRow(thrown)) throw thrown;
      const row = await this.refusedRow(rows);
      throw postgresError(thrown, this.address, `writing to table ${this.options.table}`, row);
    }
  }

  private skipped(thrown: unknown, row: object | undefined): void {
    const error = postgresError(
      thrown,
      this.address,
      `a row for table ${this.options.table} is left out`,
      row,
    );
    this.context.log({ severity: 'warn', message: error.message, details: { row: preview(row) } });
  }

  private async writeHalves(client: pg.Client, rows: readonly object[]): Promise<void> {
    const middle = Math.ceil(rows.length / 2);
    await this.writeChunk(client, rows.slice(0, middle));
    await this.writeChunk(client, rows.slice(middle));
  }

  /** Which of the rows is refused, by halves, in a transaction that is given up. */
  private async refusedRow(rows: readonly object[]): Promise<object | undefined> {
    const client = this.client as pg.Client;
    try {
      await client.query('ROLLBACK');
      await client.query('BEGIN');
      let [from, to] = [0, rows.length];
      while (to - from > 1) {
        const middle = Math.floor((from + to) / 2);
        await client.query('SAVEPOINT half');
        const isFine = await client.query(this.insert.sql, [this.insert.text(rows.slice(from, middle))]).then(
          () => true,
          () => false,
        );
        if (isFine) from = middle;
        else {
          to = middle;
          await client.query('ROLLBACK TO SAVEPOINT half');
        }
      }
      return rows[from];
    } catch {
      return undefined;
    }
  }

  private async letGo(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    // Not `end`, which waits for an answer of who may be away.
    client?.connection?.stream?.destroy();
  }
}

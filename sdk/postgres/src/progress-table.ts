import type { Client } from 'pg';
import { quotedTable } from './identifier.js';

/** The table of progress where none is named. */
export const PROGRESS_TABLE = 'hornbeam_progress';

/** Where an owner is. */
export interface Progress {
  /** Counts who has taken over. */
  readonly claim: number;
  /** The last epoch that was written; undefined before the first. */
  readonly epoch: number | undefined;
}

/**
 * The table that says how far every owner is: one row each.
 *
 *     owner text primary key · claim bigint · epoch bigint · written_at timestamptz
 */
export class ProgressTable {
  private readonly table: string;
  private readonly owner: string;

  constructor(table: string, owner: string) {
    this.table = quotedTable(table);
    this.owner = owner;
  }

  async create(client: Client): Promise<void> {
    await createTable(
      client,
      this.table,
      'owner text PRIMARY KEY, claim bigint NOT NULL, epoch bigint, written_at timestamptz NOT NULL DEFAULT now()',
    );
  }

  /** What was committed, whoever else is at work. */
  async read(client: Client): Promise<Progress | undefined> {
    return this.one(client, `SELECT claim, epoch FROM ${this.table} WHERE owner = $1`);
  }

  /** Takes over: whoever claimed before finds another claim. Waits for a transaction of theirs that is under way. */
  async claim(client: Client): Promise<Progress> {
    const claimed = await this.one(
      client,
      `INSERT INTO ${this.table} AS known (owner, claim) VALUES ($1, 1) ` +
        'ON CONFLICT (owner) DO UPDATE SET claim = known.claim + 1 RETURNING claim, epoch',
    );
    return claimed as Progress;
  }

  /** Takes over from oneself. @returns undefined when the claim is no more the one that is given */
  async claimAgain(client: Client, claim: number): Promise<Progress | undefined> {
    return this.one(
      client,
      `UPDATE ${this.table} SET claim = claim + 1 WHERE owner = $1 AND claim = $2 RETURNING claim, epoch`,
      [claim],
    );
  }

  /** In a transaction: nobody else changes it before that has ended. */
  async lock(client: Client): Promise<Progress | undefined> {
    return this.one(client, `SELECT claim, epoch FROM ${this.table} WHERE owner = $1 FOR UPDATE`);
  }

  async write(client: Client, epoch: number): Promise<void> {
    await client.query(`UPDATE ${this.table} SET epoch = $2, written_at = now() WHERE owner = $1`, [
      this.owner,
      epoch,
    ]);
  }

  private async one(
    client: Client,
    sql: string,
    more: readonly unknown[] = [],
  ): Promise<Progress | undefined> {
    const { rows } = await client.query<{ claim: string; epoch: string | null }>(sql, [this.owner, ...more]);
    const [row] = rows;
    if (row === undefined) return undefined;
    return { claim: Number(row.claim), epoch: row.epoch === null ? undefined : Number(row.epoch) };
  }
}

/** Any number: sinks that make tables wait for each other by it. */
const CREATING = 4_711_001;

/**
 * Makes a table when it is not there. Where it is, no right to make tables is needed. Postgres does not take two CREATE
 * TABLE IF NOT EXISTS of one table at once.
 */
export async function createTable(client: Client, table: string, columns: string): Promise<void> {
  const { rows } = await client.query<{ known: string | null }>('SELECT to_regclass($1)::text AS known', [
    table,
  ]);
  if (rows[0]?.known != null) return;
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1)', [CREATING]);
  await client.query(`CREATE TABLE IF NOT EXISTS ${table} (${columns})`);
  await client.query('COMMIT');
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  localPostgresStatus,
  type PostgresService,
  startLocalPostgres,
  stopLocalPostgres,
} from '@hornbeam/services';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoPostgres } from './postgres-tools.js';

/** Asks one question on a connection of its own. */
async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

// Its programs come from npm: without that there are none.
describe.skipIf((await whyNoPostgres()) !== undefined)('a Postgres of this machine', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hornbeam-postgres-service-'));
  let service: PostgresService;

  beforeAll(async () => {
    service = await startLocalPostgres({ dir });
    await ask(service.url, 'CREATE TABLE kept (n int)');
  }, 120_000);
  afterAll(async () => {
    await service?.stop();
    rmSync(dir, { recursive: true });
  });

  test('lets its changes be followed', async () => {
    const made = await ask(
      service.url,
      "SELECT slot_name FROM pg_create_logical_replication_slot('changes', 'pgoutput')",
    );
    expect(made).toEqual([{ slot_name: 'changes' }]);
    await ask(service.url, "SELECT pg_drop_replication_slot('changes')");
  });

  test('is not started twice in one folder', async () => {
    await expect(startLocalPostgres({ dir })).rejects.toMatchObject({ code: 'E_SERVICE' });
    expect(service.running).toBe(true);
  });

  test('has what was committed when it is started again after a kill -9, on the same port', async () => {
    const { url } = service;
    await ask(url, 'INSERT INTO kept VALUES (1)');
    await service.kill();
    expect(service.running).toBe(false);
    await expect(ask(url, 'SELECT 1')).rejects.toThrow();
    await service.startAgain();
    expect(service.url).toBe(url);
    expect(await ask(url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  }, 90_000);

  test('is found and ended by its folder, goes on with its data, or begins anew', async () => {
    await ask(service.url, 'INSERT INTO kept VALUES (2)');
    expect(localPostgresStatus(dir)).toMatchObject({ running: true });
    expect(await stopLocalPostgres(dir)).toHaveLength(1);
    expect(localPostgresStatus(dir)).toMatchObject({ running: false });
    expect(await stopLocalPostgres(dir)).toEqual([]);

    service = await startLocalPostgres({ dir, keep: true });
    expect(await ask(service.url, 'SELECT count(*)::int AS n FROM kept WHERE n = 2')).toEqual([{ n: 1 }]);
    await service.stop();

    service = await startLocalPostgres({ dir });
    expect(await ask(service.url, "SELECT to_regclass('kept') AS kept")).toEqual([{ kept: null }]);
  }, 120_000);

  test('lets nobody in without the password it was given', async () => {
    const other = mkdtempSync(join(tmpdir(), 'hornbeam-postgres-password-'));
    const guarded = await startLocalPostgres({ dir: other, password: 's/e:c@ret' });
    try {
      expect(await ask(guarded.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      const wrong = new URL(guarded.url);
      wrong.password = 'wrong';
      await expect(ask(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    } finally {
      await guarded.stop();
      rmSync(other, { recursive: true });
    }
  }, 90_000);
});

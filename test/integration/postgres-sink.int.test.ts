import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresSinkOptions, postgresSink } from '@hornbeam/postgres';
import type { SinkContext, SinkWriter } from '@hornbeam/sdk/construction';
import { type PostgresService, startLocalPostgres } from '@hornbeam/services';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { epochSinkContract } from '../contract/sink/epoch-sink-contract.js';
import { Link } from './kill-storm/link.mjs';
import { whyNoPostgres } from './postgres-tools.js';

const context = (owner = 'job/sink'): SinkContext => ({
  owner,
  run: 'run',
  epochs: 'commits',
  isDurable: true,
  log: () => undefined,
  signal: new AbortController().signal,
});

// Its programs come from npm: without that there are none.
describe.skipIf((await whyNoPostgres()) !== undefined)('on a real Postgres', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hornbeam-postgres-'));
  let service: PostgresService;
  let client: pg.Client;
  let tables = 0;

  beforeAll(async () => {
    service = await startLocalPostgres({ dir, password: 'secret' });
    await reconnect();
  }, 120_000);
  afterAll(async () => {
    await client?.end().catch(() => undefined);
    await service?.stop();
    rmSync(dir, { recursive: true });
  });

  async function reconnect(): Promise<void> {
    client = new pg.Client(service.url);
    client.on('error', () => undefined);
    await client.connect();
  }

  const select = async (sql: string): Promise<Record<string, unknown>[]> => (await client.query(sql)).rows;
  const open = (
    options: Omit<PostgresSinkOptions, 'connection'> & { connection?: PostgresSinkOptions['connection'] },
    owner?: string,
  ): Promise<SinkWriter<object>> =>
    postgresSink<object>({ connection: service.url, ...options }).open(context(owner));

  epochSinkContract('Postgres', async () => {
    const table = `contract_${tables++}`;
    return {
      sink: postgresSink<{ text: string }>({
        ...{ connection: service.url, table, progressTable: `${table}_progress`, columns: ['text'] },
        create: 'n bigint GENERATED ALWAYS AS IDENTITY, text text',
      }),
      row: (text) => ({ text }),
      rows: async () =>
        (await select(`SELECT text FROM ${table} ORDER BY n`)).map(({ text }) => String(text)),
      close: async () => undefined,
    };
  });

  test('values of every kind come as they were', async () => {
    const writer = await open({
      table: 'kinds',
      create:
        'big bigint, number double precision, exact numeric, flag boolean, at timestamptz, raw bytea, doc jsonb, list text[], text text, nothing text',
    });
    const row = {
      big: 2n ** 62n + 1n,
      number: Number.NEGATIVE_INFINITY,
      exact: '12345678901234567890.123456789',
      flag: true,
      at: new Date('2024-02-29T12:34:56.789Z'),
      raw: Uint8Array.of(0, 255, 16),
      doc: { deep: [1, { text: 'x"y' }], none: null },
      list: ['a', 'b,c', '"'],
      text: "it's “quoted” \\ and \n broken 🐝",
      nothing: undefined,
    };
    await writer.commit(1, [row, { ...row, raw: Buffer.from([1, 2]), number: Number.NaN, big: -5n }]);
    await writer.close();
    const [first, second] = await select('SELECT * FROM kinds');
    expect(first).toEqual({
      ...row,
      big: String(row.big),
      raw: Buffer.from([0, 255, 16]),
      nothing: null,
    });
    expect(second).toMatchObject({ raw: Buffer.from([1, 2]), number: Number.NaN, big: '-5' });
  });

  test('keys that are one in their column, and two as JSON, are written one after the other', async () => {
    const writer = await open(
      {
        ...{ table: 'twins', create: 'id int PRIMARY KEY, text text' },
        onConflict: { columns: ['id'], action: 'update' },
      },
      'twins',
    );
    const ids = [1, '1', 2, 3, '01', 4, '2', 1];
    await writer.commit(
      1,
      ids.map((id, n) => ({ id, text: `${n}` })),
    );
    await writer.close();
    const rows = await select('SELECT id, text FROM twins ORDER BY id');
    expect(rows.map(({ id, text }) => `${id} ${text}`)).toEqual(['1 7', '2 6', '3 3', '4 5']);
  });

  test('rows that are large go in several statements', async () => {
    const writer = await open({ table: 'large', create: 'n int, text text' }, 'large');
    const text = 'x'.repeat(1024 * 1024);
    await writer.commit(
      1,
      Array.from({ length: 20 }, (_, n) => ({ n, text })),
    );
    await writer.close();
    expect(await select('SELECT count(*)::int, sum(length(text))::int FROM large')).toEqual([
      { count: 20, sum: 20 * text.length },
    ]);
  });

  test('rows that the table refuses are left out where that is wanted, and shown', async () => {
    const warnings: string[] = [];
    const writer = await postgresSink<object>({
      ...{ connection: service.url, table: 'picky', create: 'n int CHECK (n < 10)', onRefused: 'skip' },
    }).open({ ...context('picky'), log: ({ message }) => void warnings.push(message) });
    await writer.commit(1, [{ n: 1 }, { n: 11 }, { n: 2 }, { n: 'no number' }, { n: 3 }]);
    expect(await writer.lastCommitted()).toBe(1);
    await writer.close();
    expect(await select('SELECT n FROM picky ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(warnings).toEqual([
      expect.stringMatching(/a row for table picky is left out.*violates check constraint/),
      expect.stringMatching(/a row for table picky is left out.*no number/),
    ]);
  });

  test('rows whose key is there take its place, or leave it, or end the run', async () => {
    const create = 'id int PRIMARY KEY, text text';
    const columns = ['id'] as const;
    const update = await open({ table: 'updated', create, onConflict: { columns, action: 'update' } }, 'u/1');
    await update.commit(1, [
      { id: 1, text: 'a' },
      { id: 2, text: 'b' },
      { id: 1, text: 'c' },
    ]);
    await update.commit(2, [{ id: 2, text: 'd' }]);
    expect(await select('SELECT * FROM updated ORDER BY id')).toEqual([
      { id: 1, text: 'c' },
      { id: 2, text: 'd' },
    ]);
    const ignore = await open({ table: 'ignored', create, onConflict: { columns, action: 'ignore' } }, 'i/1');
    await ignore.commit(1, [
      { id: 1, text: 'a' },
      { id: 1, text: 'b' },
    ]);
    await ignore.commit(2, [{ id: 1, text: 'c' }]);
    expect(await select('SELECT * FROM ignored')).toEqual([{ id: 1, text: 'a' }]);
    const refuse = await open({ table: 'refused', create }, 'r/1');
    await refuse.commit(1, [{ id: 1, text: 'a' }]);
    await expect(
      refuse.commit(2, [
        { id: 2, text: 'fine' },
        { id: 1, text: 'again' },
      ]),
    ).rejects.toMatchObject({
      code: 'E_SINK',
      message: expect.stringMatching(/duplicate key.*Key \(id\)=\(1\) already exists/),
      help: expect.stringContaining("action: 'update'"),
      place: expect.objectContaining({ element: expect.stringContaining('again') }),
    });
    expect(await select('SELECT * FROM refused')).toEqual([{ id: 1, text: 'a' }]);
    for (const writer of [update, ignore, refuse]) await writer.close();
  });

  test('sinks that open at once make their tables together, and need no right to where they are', async () => {
    for (let round = 0; round < 10; round++) {
      const tables = {
        table: `together_${round}`,
        progressTable: `together_progress_${round}`,
        create: 'n int',
      };
      const writers = await Promise.all([0, 1, 2].map((n) => open(tables, `together/${n}`)));
      await Promise.all(writers.map((writer, n) => writer.commit(1, [{ n }])));
      for (const writer of writers) await writer.close();
      expect(await select(`SELECT n FROM together_${round} ORDER BY n`)).toEqual([
        { n: 0 },
        { n: 1 },
        { n: 2 },
      ]);
    }
    await client.query("CREATE ROLE guest LOGIN PASSWORD 'guest'");
    await client.query('GRANT ALL ON together_0, together_progress_0 TO guest');
    const url = service.url.replace('postgres:secret@', 'guest:guest@');
    const tables = {
      connection: url,
      table: 'together_0',
      progressTable: 'together_progress_0',
      create: 'n int',
    };
    const guest = await open(tables, 'guest/1');
    await guest.commit(1, [{ n: 9 }]);
    await guest.close();
  });

  test('what is wrong is named, with what to do', async () => {
    const { port } = service;
    const at = (url: string) => open({ connection: url, table: 'orders' });
    await expect(at(`postgres://postgres:wrong@localhost:${port}/postgres`)).rejects.toMatchObject({
      code: 'E_AUTH',
      help: expect.stringContaining('check user, password'),
    });
    await expect(at(`postgres://postgres@localhost:${port}/postgres`)).rejects.toMatchObject({
      code: 'E_AUTH',
    });
    await expect(at(`postgres://postgres:secret@localhost:${port}/nowhere`)).rejects.toMatchObject({
      code: 'E_SINK',
      message: expect.stringContaining('database "nowhere" does not exist'),
    });
    await expect(at('postgres://postgres:secret@localhost:1/postgres')).rejects.toMatchObject({
      code: 'E_UNAVAILABLE',
    });
    await expect(at(service.url)).rejects.toMatchObject({
      code: 'E_SINK',
      message: expect.stringContaining('relation "orders" does not exist'),
      help: expect.stringContaining('create:'),
    });
    // The password is in no message.
    await expect(at(service.url)).rejects.not.toThrow(/secret/);
    const writer = await open({ table: 'small', create: 'n smallint' }, 'small/1');
    await expect(writer.commit(1, [{ n: 1 }, { n: 70_000 }, { n: 2 }])).rejects.toMatchObject({
      code: 'E_SINK',
      place: expect.objectContaining({ element: expect.stringContaining('70000') }),
    });
    await expect(writer.commit(1, [{ n: 1, more: 2 }])).rejects.toMatchObject({ code: 'E_BAD_RECORD' });
    await writer.commit(1, [{ n: 1 }]);
    expect(await select('SELECT * FROM small')).toEqual([{ n: 1 }]);
    await writer.close();
    expect(() => postgresSink({ connection: 'localhost', table: 'x' })).toThrow(/no URL of a database/);
    expect(() => postgresSink({ connection: service.url, table: 'a.b.c' })).toThrow(/no name of a table/);
  });

  test('a connection that is cut at any byte of the answers leaves every epoch once', async () => {
    const link = await Link.open(0);
    link.target = service.port;
    const url = service.url.replace(`:${service.port}/`, `:${link.port}/`);
    const writer = await open(
      { connection: url, table: 'cut', create: 'epoch int, n int', answerTimeout: 2000 },
      'cut/1',
    );
    const rowsOf = (epoch: number) => [0, 1, 2].map((n) => ({ epoch, n }));
    for (let epoch = 1; epoch <= 60; epoch++) {
      // From nothing to more than what a commit is answered.
      link.cutAfter(epoch * 9);
      for (;;) {
        const failure = await writer.commit(epoch, rowsOf(epoch)).then(
          () => undefined,
          (thrown: { code: string }) => thrown,
        );
        link.mend();
        if (failure === undefined) break;
        expect(failure).toMatchObject({ code: 'E_UNAVAILABLE' });
      }
    }
    await writer.close();
    link.close();
    expect(
      await select('SELECT count(*)::int AS rows, count(DISTINCT (epoch, n))::int AS kinds FROM cut'),
    ).toEqual([{ rows: 180, kinds: 180 }]);
  }, 60_000);

  test('a server that is killed while it is written to has every epoch once when it is up again', async () => {
    const writer = await open({ table: 'killed', create: 'epoch int' }, 'killed/1');
    let epoch = 0;
    let kills = 0;
    const end = Date.now() + 4000;
    while (Date.now() < end || kills < 2) {
      epoch++;
      if (epoch % 40 === 0) {
        kills++;
        void service.kill().then(() => service.startAgain());
      }
      for (;;) {
        const failure = await writer.commit(epoch, [{ epoch }]).then(
          () => undefined,
          (thrown: { code: string; message: string }) => thrown,
        );
        if (failure === undefined) break;
        expect(failure).toMatchObject({ code: 'E_UNAVAILABLE' });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    await writer.close();
    await service.startAgain();
    await reconnect();
    expect(kills).toBeGreaterThan(1);
    expect(
      await select('SELECT count(*)::int AS rows, count(DISTINCT epoch)::int AS kinds FROM killed'),
    ).toEqual([{ rows: epoch, kinds: epoch }]);
  }, 90_000);

  test('a writer that stands still with an open transaction is shut out at once', async () => {
    const old = await open({ table: 'still', create: 'n int' }, 'still/1');
    // Its transaction is open, and holds the lock of its owner, while it waits for the table.
    const blocked = new pg.Client({ connectionString: service.url });
    await blocked.connect();
    await blocked.query('BEGIN; LOCK TABLE still IN SHARE MODE');
    const writing = old.commit(1, [{ n: 1 }]).catch((thrown: { code: string }) => thrown.code);
    await expect
      .poll(
        async () => (await select("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")).length,
      )
      .toBe(1);
    const young = await open({ table: 'still' }, 'still/1');
    await blocked.query('ROLLBACK');
    await blocked.end();
    expect(await writing).toBe('E_UNAVAILABLE');
    await expect(old.commit(1, [{ n: 1 }])).rejects.toMatchObject({ code: 'E_FENCED' });
    await young.commit(1, [{ n: 2 }]);
    await young.close();
    expect(await select('SELECT * FROM still')).toEqual([{ n: 2 }]);
  }, 60_000);
});

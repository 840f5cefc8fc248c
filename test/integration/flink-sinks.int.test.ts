import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalServices, startLocalServices } from '@hornbeam/flink';
import { connectKafka } from '@hornbeam/kafka';
import {
  type KafkaService,
  type PostgresService,
  startLocalKafka,
  startLocalPostgres,
} from '@hornbeam/services';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pathOf } from '../tidy/repository.js';
import { build, startBeamRun } from './beam-run.js';
import { whyNoFlink } from './flink-tools.js';
import { whyNoKafka } from './kafka-tools.js';
import { recordsOf } from './kill-storm/oracle.mjs';
import { whyNoPostgres } from './postgres-tools.js';

const FIRST_USE = 600_000;
const ROWS = 4000;
const KEYS = 7;

/** What is written of an element. */
interface Row {
  readonly n: number;
  readonly key: string;
  /** Drawn anew whenever the element is made again. */
  readonly draw: number;
}

const missing = [await whyNoFlink(), await whyNoKafka(), await whyNoPostgres()].filter(
  (why) => why !== undefined,
);

// An experiment that is off by default (docs/design/0027): under load it has been seen to lose rows. HORNBEAM_FLINK_SINKS=yes
// turns on both it and this test. Else where Java, or what fetches one of the three, is missing; the reason is printed.
describe.skipIf(process.env.HORNBEAM_FLINK_SINKS !== 'yes' || missing.length > 0)(
  'sinks on Flink',
  { timeout: 240_000 },
  () => {
    const dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
    const [workers, rolled, shelf] = ['workers', 'rolled', 'shelf'].map((name) => join(dir, name)) as [
      string,
      string,
      string,
    ];
    let flink: LocalServices;
    let kafka: KafkaService;
    let postgres: PostgresService;
    let client: pg.Client;

    beforeAll(async () => {
      build();
      for (const folder of [workers, rolled, shelf]) mkdirSync(folder);
      [flink, kafka, postgres] = await Promise.all([
        startLocalServices({ dir: join(dir, 'flink'), slots: 4 }),
        startLocalKafka({ dir: join(dir, 'kafka') }),
        startLocalPostgres({ dir: join(dir, 'postgres') }),
      ]);
      client = new pg.Client(postgres.url);
      await client.connect();
      await client.query('CREATE TABLE draws (n int, key text, draw float8)');
    }, FIRST_USE);

    afterAll(async () => {
      await client?.end();
      await Promise.all([flink?.stop(), kafka?.stop(), postgres?.stop()]);
      rmSync(dir, { recursive: true, force: true });
    }, 60_000);

    const written = async (): Promise<Row[]> =>
      (await client.query<Row>('SELECT n, key, draw FROM draws ORDER BY n')).rows;

    const linesOf = (file: string): string[] =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '');

    async function addTaskManager(): Promise<void> {
      const [running] = flink.cluster.processes.filter(({ name }) => name.startsWith('TaskManager'));
      await flink.cluster.killTaskManager(Number(/\d+/.exec(running!.name)?.[0] ?? 0));
      await flink.cluster.addTaskManager();
    }

    function killWorkers(): void {
      for (const pid of readdirSync(workers).map(Number)) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // One of those that ended before.
        }
      }
    }

    test('have each row once and in order, though TaskManager and worker are killed and rows change when they are made again', async () => {
      const { ended } = startBeamRun([
        ...['--runner=flink', `--flink-master=${flink.cluster.endpoint}`, '--environment-type=process'],
        ...[`--job-endpoint=${flink.jobServer.endpoint}`, '--checkpoint-interval=500ms', '--no-color'],
        pathOf('test/integration/flink-sinks/pipeline.ts'),
        ...[`--brokers=${kafka.endpoints[0]}`, `--postgres=${postgres.url}`],
        ...[
          `--rolled=${rolled}`,
          `--shelf=${shelf}`,
          `--workers=${workers}`,
          `--rows=${ROWS}`,
          `--keys=${KEYS}`,
        ],
      ]);
      for (const [share, kill] of [
        [0.15, killWorkers],
        [0.4, addTaskManager],
        [0.6, killWorkers],
      ] as const) {
        const isThere = expect
          .poll(async () => (await written()).length, { timeout: 90_000, interval: 20 })
          .toBeGreaterThan(ROWS * share);
        // A run that ends before says why.
        await Promise.race([isThere, ended.then(({ stderr }) => expect.fail(stderr))]);
        await kill();
      }
      const { code, stderr } = await ended;
      expect(code, stderr).toBe(0);
      expect(stderr).toContain('Flink restarts the job');
      // Both are once-only here, so nobody is warned.
      expect(stderr).not.toContain('at least once');

      const inTable = await written();
      expect(inTable.map(({ n }) => n)).toEqual(Array.from({ length: ROWS }, (_, n) => n));
      const consumer = connectKafka({ brokers: kafka.endpoints });
      let partitions = await recordsOf(consumer, 'draws');
      // Brokers put the marks of a transaction into its partitions a moment after it is committed.
      await expect
        .poll(async () => {
          partitions = await recordsOf(consumer, 'draws');
          return partitions.flat().length;
        })
        .toBeGreaterThanOrEqual(ROWS);
      await consumer.close();
      const inTopic = partitions.map((records) =>
        records.map(({ value }) => JSON.parse(new TextDecoder().decode(value)) as Row),
      );
      // The same rows: those of one checkpoint, in both.
      expect(inTopic.flat().sort((a, b) => a.n - b.n)).toEqual(inTable);
      const names = readdirSync(rolled).filter((name) => !name.startsWith('.'));
      expect(names.length).toBeGreaterThan(1);
      const inFiles = names.sort().flatMap((name) => linesOf(join(rolled, name)));
      expect(inFiles.map((line) => JSON.parse(line))).toEqual(inTable);
      const onShelf = readdirSync(shelf).flatMap((name) => linesOf(join(shelf, name)));
      expect(onShelf.map((line) => JSON.parse(line) as Row).sort((a, b) => a.n - b.n)).toEqual(inTable);
      for (let k = 0; k < KEYS; k++) {
        const ofKey = inTopic.flatMap((rows) => rows.filter(({ key }) => key === `key ${k}`));
        expect(ofKey.map(({ n }) => n)).toEqual(ofKey.map((_, place) => k + place * KEYS));
      }
    });
  },
);

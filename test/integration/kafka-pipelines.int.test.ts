import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectKafka, type KafkaClient } from '@hornbeam/kafka';
import { type KafkaService, startLocalKafka } from '@hornbeam/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathOf } from '../tidy/repository.js';
import { beamRun, build, startBeamRun } from './beam-run.js';
import { whyNoFlink } from './flink-tools.js';
import { whyNoKafka } from './kafka-tools.js';
import { recordsOf } from './kill-storm/oracle.mjs';

const noFlink = await whyNoFlink();

// Kafka comes from Maven Central and runs on Java: without either there is none.
describe.skipIf((await whyNoKafka()) !== undefined)(
  'pipelines of the gallery between topics of Kafka',
  () => {
    let dir: string;
    let kafka: KafkaService;
    let client: KafkaClient;
    let address: string;
    const cwd = pathOf('.');

    beforeAll(build, 120_000);
    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
      kafka = await startLocalKafka({ dir: join(dir, 'kafka') });
      address = `--brokers=${kafka.endpoints[0]}`;
      client = connectKafka({ brokers: kafka.endpoints });
    }, 300_000);
    afterAll(async () => {
      await client?.close();
      await kafka?.stop();
      rmSync(dir, { recursive: true, force: true });
    }, 60_000);

    const run = (...args: string[]): string => {
      const { code, stdout, stderr } = beamRun(['-q', ...args], { cwd });
      expect(code, stderr).toBe(0);
      return stdout;
    };
    const textsOf = async (topic: string): Promise<string[]> =>
      (await recordsOf(client, topic)).flat().map(({ value }) => new TextDecoder().decode(value));

    it('fraud detection finds in topics what it finds in files, once, also when it is killed', async () => {
      run('pipelines/fraud-detection/send-payments.ts', address);
      const producer = await client.producer();
      await producer.send([{ topic: 'payments', partition: 0, value: Buffer.from('{"card":"x"}') }]);
      await producer.close();
      const args = ['-q', 'pipelines/fraud-detection/kafka.ts', address, '--until=latest'];
      const kept = [`--state-dir=${join(dir, 'fraud')}`, '--epoch-interval=5ms', '--resume'];
      for (let kills = 0; kills < 2; kills++) {
        const { child, ended } = startBeamRun([...args, ...kept], { cwd });
        await expect
          .poll(
            () => {
              const { stdout } = beamRun(['checkpoint', 'ls', join(dir, 'fraud'), '--json'], { cwd });
              return stdout.split('"epoch"').length;
            },
            { timeout: 20_000 },
          )
          .toBeGreaterThan(1);
        child.kill('SIGKILL');
        await ended;
      }
      // It may have come to its end before it was killed.
      const { code, stderr } = beamRun([...args, ...kept], { cwd });
      if (code !== 0) expect(stderr).toContain('has come to its end');
      const lineOf = (text: string): string => {
        const { at, card, cents, finding } = JSON.parse(text);
        const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
        const dollars = `$${(cents / 100).toFixed(2)}`.padStart(8);
        return `${time}  card ${card}  ${dollars}  ${finding.startsWith('above') ? 'review: ' : ''}${finding}`;
      };
      const meant = run('pipelines/fraud-detection/pipeline.ts').trimEnd().split('\n');
      // Kafka says that a transaction is committed a moment before readers of all partitions see it.
      await expect
        .poll(async () => (await textsOf('findings')).map(lineOf).sort(), { timeout: 20_000 })
        .toEqual(meant.sort());
      expect(await textsOf('rejected-payments')).toEqual(['{"card":"x"}']);
    }, 120_000);

    // Flink comes from PyPI and Maven Central: without these there is none.
    it.skipIf(noFlink !== undefined)(
      'on Flink the findings are the same, at least once',
      async () => {
        const to = '--findings=findings-of-flink';
        const args = ['pipelines/fraud-detection/kafka.ts', address, to, '--until=latest', '--runner=flink'];
        const { code, stderr } = beamRun(args, { cwd });
        expect(code, stderr).toBe(0);
        expect(stderr).toMatch(
          /\[writeToKafka.*\] Flink may repeat .*at least once; each exactly once is for the direct/,
        );
        const found = new Set(await textsOf('findings-of-flink'));
        expect([...found].sort()).toEqual((await textsOf('findings')).sort());
      },
      120_000,
    );

    it('a consumer group goes on behind what it has read', async () => {
      run('pipelines/clicks/send-clicks.ts', address);
      const first = run('pipelines/clicks/pipeline.ts', address, '--until=latest').trimEnd().split('\n');
      const counts = first.map((line) => Number(line.slice(-7).replaceAll(',', '').trim()));
      const sent = (await recordsOf(client, 'clicks')).flat().length;
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(sent);
      expect(first.sort()[0]).toBe('2024-01  account_page         11');
      const { partitions } = (await client.describeTopic('clicks'))!;
      const offsets = await client.groupOffsets(
        'clicks-by-month',
        partitions.map(({ partition }) => ({ topic: 'clicks', partition })),
      );
      expect(offsets.reduce((sum, { offset }) => sum + (offset ?? 0), 0)).toBe(sent);
      expect(run('pipelines/clicks/pipeline.ts', address, '--until=latest')).toBe('');
    }, 120_000);
  },
);

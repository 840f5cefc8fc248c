import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedConfig, FlinkRunner, JobServer } from '@hornbeam/flink';
import { flinkParts, freePort } from '@hornbeam/services';
import { afterAll, beforeAll, describe } from 'vitest';
import { whyNoFlink } from '../../integration/flink-tools.js';
import { runners } from './runners.js';
import { runnerContract } from './suite.js';

/**
 * The contract on a real Flink, embedded in Beam's job server; user code runs in this process. A job takes a second or
 * two whatever it does, so that the first behaviour of each feature is what runs unless HORNBEAM_CONTRACT is `all`.
 */
const missing = await whyNoFlink();
const dir = mkdtempSync(join(tmpdir(), 'hornbeam-contract-'));
let server: JobServer | undefined;
/** Flink's REST API, which is there while a job runs. */
let flinkMaster = '';

beforeAll(async () => {
  if (missing !== undefined) return;
  const { cache, java, home, jars } = await flinkParts();
  const restPort = await freePort();
  flinkMaster = `localhost:${restPort}`;
  server = await JobServer.start({
    ...{ flinkMaster: '[local]', dir, jar: jars, flinkHome: home, java, cache },
    confDir: embeddedConfig(dir, restPort, join(dir, 'savepoints')),
  });
}, 300_000);

afterAll(async () => {
  await server?.stop();
  rmSync(dir, { recursive: true, force: true });
});

// Only where Java, or what fetches Flink, is missing; the reason is printed.
describe.skipIf(missing !== undefined)('on a real Flink', () => {
  runnerContract(
    'flink',
    () => new FlinkRunner({ jobEndpoint: server!.endpoint, flinkMaster, embedded: true }),
    runners.flink,
    {
      onlyFirst: process.env.HORNBEAM_CONTRACT !== 'all',
      timeoutMillis: 60_000,
    },
  );
});

import { ArtifactStagingToRolePayload, Environment, ExternalPayload, ProcessPayload } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { launchHere, WorkerPool } from '@hornbeam/sdk/fn-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FnApiServer } from './fn-api-server.js';
import { openFleet } from './open-fleet.js';
import type { WorkerFleet } from './worker-fleet.js';

let server: FnApiServer;
const fleets: WorkerFleet[] = [];

beforeEach(async () => {
  server = await FnApiServer.listen();
});

afterEach(async () => {
  for (const fleet of fleets.splice(0)) await fleet.close();
  server.close();
});

/** Time that is over as soon as somebody waits for it. */
const hasty = {
  monotonic: () => 0,
  after(_: number, callback: () => void) {
    const timer = setImmediate(callback);
    return () => clearImmediate(timer);
  },
};

const processOf = (command: string): Environment =>
  Environment.create({
    urn: urns.environments.process,
    payload: ProcessPayload.encode({ command, env: {} }).finish(),
  });

function fleetOf(environments: Record<string, Environment>, more: object = {}): WorkerFleet {
  const fleet = openFleet(server, { jobId: 'job', environments, log: () => undefined, ...more });
  fleets.push(fleet);
  return fleet;
}

describe('a worker that', () => {
  const refusals: [string, Environment, object, object][] = [
    [
      'ends at once says how',
      processOf('/bin/false'),
      {},
      { code: 'E_WORKER', message: expect.stringContaining('"/bin/false" ended with exit code 1') },
    ],
    [
      'cannot be started names its program',
      processOf('/no/such/worker'),
      {},
      { code: 'E_WORKER', message: expect.stringContaining('/no/such/worker') },
    ],
    [
      'never connects is given up',
      processOf('/bin/cat'),
      { clock: hasty },
      { code: 'E_WORKER', message: expect.stringContaining('did not connect within 60 s') },
    ],
    [
      'is to come from a pool that is not there names the pool',
      Environment.create({
        urn: urns.environments.external,
        payload: ExternalPayload.encode({ endpoint: { url: '127.0.0.1:1' } }).finish(),
      }),
      {},
      { code: 'E_WORKER', message: expect.stringContaining('127.0.0.1:1') },
    ],
    [
      'runs in an environment of another kind is refused by its URN',
      Environment.create({ urn: 'beam:env:moon:v1' }),
      {},
      { code: 'E_UNSUPPORTED', message: expect.stringContaining('beam:env:moon:v1') },
    ],
  ];
  test.each(refusals)('%s', async (_, environment, more, error) => {
    await expect(fleetOf({ env: environment }, more).workerOf('env')).rejects.toMatchObject(error);
  });

  test.each(['../evil', '/etc/passwd', 'a/../../b', 'C:\\evil', ''])(
    'would put a file to "%s" is not started',
    async (stagedName) => {
      const environment = Environment.create({
        ...processOf('/bin/false'),
        dependencies: [
          {
            typeUrn: urns.artifactTypes.file,
            typePayload: new Uint8Array(),
            roleUrn: urns.artifactRoles.stagingTo,
            rolePayload: ArtifactStagingToRolePayload.encode({ stagedName }).finish(),
          },
        ],
      });
      await expect(fleetOf({ env: environment }).workerOf('env')).rejects.toMatchObject({
        code: 'E_BAD_PLAN',
        message: expect.stringContaining('outside of its folder'),
      });
    },
  );
});

describe('a fleet', () => {
  test('has one worker for environments that say the same, and ends it with the job', async () => {
    const pool = await WorkerPool.listen({
      launch: launchHere({ code: async () => ({ steps: new Map(), coders: new Map() }) }),
    });
    const environment = Environment.create({
      urn: urns.environments.external,
      payload: ExternalPayload.encode({ endpoint: { url: pool.endpoint } }).finish(),
    });
    const fleet = fleetOf({ one: environment, other: environment });
    const [one, other] = await Promise.all([fleet.workerOf('one'), fleet.workerOf('other')]);
    expect(one).toBe(other);
    await fleet.close();
    expect((await one.gone).message).toBe('The job has ended.');
    await expect(fleet.workerOf('third')).rejects.toMatchObject({ code: 'E_BAD_PLAN' });
    await pool.close();
  });

  test('ends a worker whose start was under way', async () => {
    const fleet = fleetOf({ env: processOf('/bin/cat') });
    const worker = fleet.workerOf('env');
    await fleet.close();
    await expect(worker).rejects.toMatchObject({ code: 'E_CANCELLED' });
  });
});

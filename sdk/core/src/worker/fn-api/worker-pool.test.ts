import { Client, credentials } from '@grpc/grpc-js';
import {
  BeamFnExternalWorkerPool,
  type Method,
  type StartWorkerResponse,
  type StopWorkerResponse,
} from '@hornbeam/proto/services';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorFromText } from '../../model/error-text.js';
import { BeamError } from '../../model/errors.js';
import { SmallRunner } from './small-runner.fixture.js';
import { launchHere, type PooledWorker, WorkerPool, type WorkerPoolSettings } from './worker-pool.js';

let runner: SmallRunner;
const opened: (() => unknown)[] = [];

beforeEach(async () => {
  runner = await SmallRunner.start();
  opened.push(() => runner.stop());
});

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function poolOf(settings: WorkerPoolSettings) {
  const pool = await WorkerPool.listen(settings);
  opened.push(() => pool.close());
  const client = new Client(pool.endpoint, credentials.createInsecure());
  opened.push(() => client.close());
  const call = <Q, R>(method: Method<Q, R>, request: object): Promise<R> =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request as Q,
        (error, response) => (error ? reject(error) : resolve(response as R)),
      );
    });
  return {
    pool,
    start: (workerId: string, provision = runner.address, params = {}): Promise<StartWorkerResponse> =>
      call(BeamFnExternalWorkerPool.startWorker, {
        ...{ workerId, params },
        provisionEndpoint: { url: provision },
      }),
    stop: (workerId: string): Promise<StopWorkerResponse> =>
      call(BeamFnExternalWorkerPool.stopWorker, { workerId }),
  };
}

const noParts = { steps: new Map(), coders: new Map() };

/** Workers that only are there. */
function idleWorkers() {
  const started: (PooledWorker & { id: string; end(): void })[] = [];
  const launch: WorkerPoolSettings['launch'] = async ({ workerId }) => {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const worker = { id: workerId, ended, end: () => end(), stop: async () => end() };
    started.push(worker);
    return worker;
  };
  return { started, launch };
}

describe('a pool of workers', () => {
  it('starts a worker that connects with its id, and knows what the environment says', async () => {
    const seen: unknown[] = [];
    const { start, stop, pool } = await poolOf({
      launch: launchHere({
        code: async ({ params }) => {
          seen.push(params);
          return noParts;
        },
      }),
    });
    expect(await start('w7', runner.address, { a: 'b' })).toEqual({ error: '' });
    expect(seen).toEqual([{ a: 'b' }]);
    await runner.until(() => runner.workerIds.get('control')?.has('w7') === true);
    expect(pool.size).toBe(1);
    expect(await stop('w7')).toEqual({ error: '' });
    expect(pool.size).toBe(0);
  });

  it('has one worker for a runner that asks twice, and another for another runner', async () => {
    const { started, launch } = idleWorkers();
    const { start } = await poolOf({ launch });
    await Promise.all([start('w1'), start('w1'), start('w1', 'localhost:1')]);
    expect(started.map(({ id }) => id)).toEqual(['w1', 'w1']);
  });

  it('starts a worker anew whose process was killed', async () => {
    const { started, launch } = idleWorkers();
    const { start, pool } = await poolOf({ launch });
    await start('w1');
    started[0]!.end();
    await expect.poll(() => pool.size).toBe(0);
    await start('w1');
    expect(started).toHaveLength(2);
  });

  it('answers with the error of a worker that cannot begin, and begins the next', async () => {
    const failures: BeamError[] = [];
    const { launch } = idleWorkers();
    let isFirst = true;
    const { start } = await poolOf({
      launch: async (request) => {
        if (!isFirst) return launch(request);
        isFirst = false;
        throw new BeamError('E_GRAPH_DIFFERS', 'another graph', { step: 'Work' });
      },
      failed: (error) => void failures.push(error),
    });
    const { error } = await start('w1');
    expect(errorFromText(error)).toMatchObject({ code: 'E_GRAPH_DIFFERS', place: { step: 'Work' } });
    expect(failures).toHaveLength(1);
    expect(await start('w1')).toEqual({ error: '' });
  });

  it('says that it has no such worker', async () => {
    const { stop } = await poolOf(idleWorkers());
    expect(await stop('w9')).toEqual({ error: 'there is no worker "w9" here' });
  });

  it('ends its workers when it is closed', async () => {
    const { started, launch } = idleWorkers();
    const { start, pool } = await poolOf({ launch });
    await start('w1');
    await pool.close();
    await started[0]!.ended;
    expect(pool.size).toBe(0);
  });

  it('is refused a port that is taken', async () => {
    const { pool } = await poolOf(idleWorkers());
    const port = Number(pool.endpoint.split(':')[1]);
    await expect(WorkerPool.listen({ ...idleWorkers(), port })).rejects.toMatchObject({ code: 'E_SERVICE' });
  });
});

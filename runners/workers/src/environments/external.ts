import { Client, credentials } from '@grpc/grpc-js';
import { ExternalPayload } from '@hornbeam/proto';
import {
  BeamFnExternalWorkerPool,
  type Method,
  type StartWorkerRequest,
  type StartWorkerResponse,
  type StopWorkerRequest,
  type StopWorkerResponse,
} from '@hornbeam/proto/services';
import { CHANNEL_OPTIONS } from '@hornbeam/sdk/fn-api';
import { BeamError } from '@hornbeam/sdk/model';
import type { StartedWorker, WorkerPlace } from './started-worker.js';

/** How long a pool may take to answer, ms. */
const ANSWER_MILLIS = 30_000;

/**
 * Asks a worker pool for a worker (`beam:env:external:v1`).
 * @throws BeamError `E_WORKER` when the pool does not answer, or refuses
 */
export async function startExternal(
  payload: Uint8Array,
  { workerId, address }: WorkerPlace,
): Promise<StartedWorker> {
  const { endpoint, params } = ExternalPayload.decode(payload);
  const pool = endpoint?.url ?? '';
  if (pool === '')
    throw new BeamError('E_BAD_PLAN', 'An external environment of the plan names no worker pool.');
  const client = new Client(pool, credentials.createInsecure(), CHANNEL_OPTIONS);
  const here = { url: address };
  try {
    const { startWorker } = BeamFnExternalWorkerPool;
    const { error } = await call<StartWorkerRequest, StartWorkerResponse>(client, pool, startWorker, {
      workerId,
      controlEndpoint: here,
      loggingEndpoint: here,
      artifactEndpoint: here,
      provisionEndpoint: here,
      params,
    });
    if (error !== '')
      throw new BeamError('E_WORKER', `The worker pool at ${pool} starts no worker: ${error}`);
  } catch (thrown) {
    client.close();
    throw thrown;
  }
  return {
    ended: new Promise(() => undefined),
    async end() {
      const { stopWorker } = BeamFnExternalWorkerPool;
      await call<StopWorkerRequest, StopWorkerResponse>(client, pool, stopWorker, { workerId }).catch(
        () => undefined,
      );
      client.close();
    },
  };
}

function call<Q, R>(client: Client, pool: string, method: Method<Q, R>, request: Q): Promise<R> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      { deadline: Date.now() + ANSWER_MILLIS },
      (error, response) => {
        if (error === null) resolve(response as R);
        else
          reject(
            new BeamError(
              'E_WORKER',
              `The worker pool at ${pool} does not answer: ${error.details || error.message}.`,
              { help: 'check that the pool is up and can be reached from here' },
            ),
          );
      },
    );
  });
}

import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { JobService, JobState } from '@hornbeam/proto/services';
import { afterEach, describe, expect, it } from 'vitest';
import { JobClient } from './job-client.js';
import { PortableJob } from './portable-job.js';

let server: Server | undefined;
let client: JobClient | undefined;

async function serve(methods: UntypedServiceImplementation): Promise<JobClient> {
  const started = new Server();
  server = started;
  const { getState, getMessageStream, cancel, getJobMetrics } = JobService;
  started.addService({ getState, getMessageStream, cancel, getJobMetrics }, methods);
  const port = await new Promise<number>((resolve, reject) =>
    started.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  client = new JobClient(`127.0.0.1:${port}`);
  return client;
}

afterEach(() => {
  client?.close();
  server?.forceShutdown();
});

describe('a job at a service without a stream of messages', () => {
  it('ends when its state says so', async () => {
    const connection = await serve({
      getState: (_call: unknown, done: (error: null, value: unknown) => void) =>
        done(null, { state: JobState.DONE }),
    });
    const job = new PortableJob({
      client: connection,
      jobId: 'one',
      jobName: 'one',
      transforms: {},
      failure: () => undefined,
      close: () => Promise.resolve(),
    });
    await job.done;
    expect(job.state).toBe('DONE');
  });
});

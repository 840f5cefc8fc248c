import { Environment, ExternalPayload } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { LogRecord } from '@hornbeam/sdk/construction';
import { WORKER_CAPABILITIES, WorkerPool } from '@hornbeam/sdk/fn-api';
import type { Plan } from '@hornbeam/sdk/translate';
import type { WorkerEnvironment } from './worker-environment.js';

/** The submitting process itself runs the user's code: nothing is staged, and everything of the process is at hand. */
export async function openLoopback(
  plan: Plan,
  { log, host }: { log?: (record: LogRecord) => void; host?: string },
): Promise<WorkerEnvironment> {
  const pool = await WorkerPool.listen({
    code: async () => plan,
    ...(log && { log }),
    ...(host !== undefined && { host }),
  });
  const payload = ExternalPayload.encode({ endpoint: { url: pool.endpoint } }).finish();
  return {
    environment: Environment.create({
      urn: urns.environments.external,
      payload,
      capabilities: [...WORKER_CAPABILITIES],
    }),
    get failure() {
      return pool.failure;
    },
    close: () => pool.close(),
  };
}

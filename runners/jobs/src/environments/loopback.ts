import { Environment, ExternalPayload } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { LogRecord } from '@hornbeam/sdk/construction';
import { launchHere, WORKER_CAPABILITIES, WorkerPool } from '@hornbeam/sdk/fn-api';
import type { BeamError } from '@hornbeam/sdk/model';
import type { Plan } from '@hornbeam/sdk/translate';
import type { WorkerEnvironment } from './worker-environment.js';

/**
 * The submitting process itself runs the user's code: nothing is staged, and everything of the process is at hand.
 * @param settings `host`: where workers are served; this machine alone unless given
 * @throws BeamError `E_SERVICE` for a host that is not of this machine
 */
export async function openLoopback(
  plan: Plan,
  { log, host }: { log?: (record: LogRecord) => void; host?: string },
): Promise<WorkerEnvironment> {
  let first: BeamError | undefined;
  const failed = (error: BeamError): void => {
    first ??= error;
  };
  const pool = await WorkerPool.listen({
    launch: launchHere({ code: async () => plan, failed, ...(log && { log }) }),
    failed,
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
      return first;
    },
    close: () => pool.close(),
  };
}

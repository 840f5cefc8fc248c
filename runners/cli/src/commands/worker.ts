import { WorkerPool } from '@hornbeam/sdk/fn-api';
import { BeamError } from '@hornbeam/sdk/model';
import type { WorkerFlags } from '../args/worker-grammar.js';
import type { Session } from '../session.js';
import { launchProcess } from '../worker/launch-process.js';

/**
 * Serves workers until a signal ends it.
 * @returns the exit code of the signal
 * @throws BeamError `E_USAGE`, `E_SERVICE` when the port is taken
 */
export async function workerCommand(
  { pool: isPool, host: address, port }: WorkerFlags,
  { host, interruptions }: Session,
): Promise<number> {
  if (!isPool) {
    throw new BeamError('E_USAGE', 'A single worker is started by a runner, not by hand.', {
      help: 'write beam-run worker --pool, and run the pipeline with --environment-type=external --environment-config=host:port',
    });
  }
  const pool = await WorkerPool.listen({
    ...{ host: address, port, launch: launchProcess(host.env) },
    failed: (error) => void host.stderr.write(`a worker did not begin: ${error.message}\n`),
  });
  await host.stdout.write(`workers at ${pool.endpoint}\n`);
  try {
    return await interruptions.happened;
  } finally {
    await pool.close();
  }
}

import type { PortableRunnerSettings } from '@hornbeam/jobs';
import type { RunOptions } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import type { FlinkClient } from './rest-client.js';

/** How a job is ended other than by cancelling it. */
export type FlinkEndings = Required<Pick<PortableRunnerSettings, 'stop' | 'drain'>>;

/**
 * The ways in which only Flink itself can end a job well.
 * @param find gives the id that the job has on the cluster
 */
export function flinkEndings(
  client: FlinkClient,
  find: () => Promise<string>,
  { log }: Pick<RunOptions, 'log'>,
): FlinkEndings {
  return {
    stop: async () => {
      const savepoint = await client.stop(await find());
      const message = `the job goes on from its savepoint by --from-savepoint=${savepoint}`;
      log?.({ severity: 'info', message });
    },
    drain: refuseToDrain,
  };
}

/**
 * Flink has a stop that brings event time to its end. Beam's runner then begins what is left of endless steps again and
 * again without a pause, and the job never ends.
 * @throws BeamError `E_UNSUPPORTED`
 */
export async function refuseToDrain(): Promise<never> {
  throw new BeamError('E_UNSUPPORTED', 'Flink cannot drain jobs of Beam.', {
    help: 'stop the job with a savepoint, from which it can go on',
  });
}

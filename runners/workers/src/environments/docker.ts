import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DockerPayload } from '@hornbeam/proto';
import { BeamError } from '@hornbeam/sdk/model';
import { bootFlags, startProgram } from './process.js';
import type { StartedWorker, WorkerPlace } from './started-worker.js';

/** Whether this machine has the command `docker`. */
export const hasDocker = (): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, 'docker'), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/**
 * Runs the image of a docker environment (`beam:env:docker:v1`), in the network of this machine.
 * @throws BeamError `E_ENVIRONMENT` where there is no docker, `E_WORKER` when it does not start
 */
export async function startDocker(payload: Uint8Array, place: WorkerPlace): Promise<StartedWorker> {
  const { containerImage } = DockerPayload.decode(payload);
  if (!hasDocker()) {
    throw new BeamError(
      'E_ENVIRONMENT',
      `Steps of the plan run in the image ${containerImage}, but there is no docker here.`,
      {
        help: 'install docker, or submit with another environment: --environment_type=LOOPBACK, EXTERNAL or PROCESS',
      },
    );
  }
  const args = ['run', '--rm', '--network=host', containerImage, ...bootFlags(place)];
  return startProgram({ command: 'docker', args, env: {} });
}

import { AnyOfEnvironmentPayload, type Environment } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';
import { hasDocker, startDocker } from './docker.js';
import { startExternal } from './external.js';
import { startProcess } from './process.js';
import type { StartedWorker, WorkerPlace } from './started-worker.js';

const { environments } = urns;

/** Of several environments of which any will do, those that need least come first. */
const preferred: readonly string[] = [environments.external, environments.process, environments.docker];

/**
 * Starts a worker as its environment says.
 * @throws BeamError `E_WORKER` `E_ENVIRONMENT` `E_BAD_PLAN`; `E_UNSUPPORTED` for an environment of another kind
 */
export async function startWorker(environment: Environment, place: WorkerPlace): Promise<StartedWorker> {
  const { urn, payload } = choose(environment);
  switch (urn) {
    case environments.external:
      return startExternal(payload, place);
    case environments.process:
      return startProcess(payload, place);
    case environments.docker:
      return startDocker(payload, place);
    default:
      throw new BeamError('E_UNSUPPORTED', `Steps of the plan run in an environment of the kind "${urn}".`, {
        help: 'submit with --environment_type=LOOPBACK, EXTERNAL, PROCESS or DOCKER',
      });
  }
}

function choose(environment: Environment): Environment {
  if (environment.urn !== environments.anyOf) return environment;
  const offered = AnyOfEnvironmentPayload.decode(environment.payload).environments;
  for (const urn of preferred) {
    const found = offered.find((each) => each.urn === urn);
    if (found !== undefined && (urn !== environments.docker || hasDocker())) return found;
  }
  return offered[0] ?? environment;
}

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ArtifactFilePayload,
  ArtifactInformation,
  ArtifactStagingToRolePayload,
  DockerPayload,
  Environment,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { RunOptions } from '@hornbeam/sdk/construction';
import { WORKER_CAPABILITIES } from '@hornbeam/sdk/fn-api';
import { BeamError } from '@hornbeam/sdk/model';
import type { Plan } from '@hornbeam/sdk/translate';
import type { WorkerEnvironment } from './worker-environment.js';
import { encodeWorkerSpec, SPEC_FILE, workerSpec } from './worker-spec.js';

/**
 * The runner starts the workers as containers. What they need is staged: the runner takes it from this process and hands
 * it on to them.
 * @param image a container image whose entry is the worker
 * @throws BeamError `E_USAGE` `E_BUILD`, `E_IO` when the file to be staged cannot be written
 */
export async function openDocker(plan: Plan, options: RunOptions, image: string): Promise<WorkerEnvironment> {
  const spec = encodeWorkerSpec(await workerSpec(plan, options, 'anywhere'));
  let dir: string;
  try {
    dir = mkdtempSync(join(tmpdir(), 'hornbeam-worker-'));
    writeFileSync(join(dir, SPEC_FILE), spec);
  } catch (thrown) {
    throw BeamError.from(thrown, 'E_IO', { path: tmpdir() });
  }
  const sha256 = createHash('sha256').update(spec).digest('hex');
  return {
    environment: Environment.create({
      urn: urns.environments.docker,
      payload: DockerPayload.encode({ containerImage: image }).finish(),
      capabilities: [...WORKER_CAPABILITIES],
      dependencies: [
        ArtifactInformation.create({
          typeUrn: urns.artifactTypes.file,
          typePayload: ArtifactFilePayload.encode({ path: join(dir, SPEC_FILE), sha256 }).finish(),
          roleUrn: urns.artifactRoles.stagingTo,
          rolePayload: ArtifactStagingToRolePayload.encode({ stagedName: SPEC_FILE }).finish(),
        }),
      ],
    }),
    failure: undefined,
    close: async () => rmSync(dir, { recursive: true, force: true }),
  };
}

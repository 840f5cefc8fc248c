import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Environment, ProcessPayload } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { RunOptions } from '@hornbeam/sdk/construction';
import { WORKER_CAPABILITIES } from '@hornbeam/sdk/fn-api';
import { BeamError } from '@hornbeam/sdk/model';
import type { Plan } from '@hornbeam/sdk/translate';
import type { WorkerEnvironment } from './worker-environment.js';
import { encodeWorkerSpec, SPEC_FILE, SPEC_VARIABLE, workerSpec } from './worker-spec.js';

/** What a runner starts as a worker. */
export interface ProcessSettings {
  /** The program, absolute. */
  readonly command: string;
  /** Variables that it gets beside those of the runner. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether the program belongs to the packages of this process, and so finds what they find. */
  readonly isOurs: boolean;
}

/**
 * The runner starts the workers as processes, on machines that see the files of this one. What they need lies in a
 * folder for temporary files until the job has ended; it stays when this process is killed, since the job may go on.
 * @throws BeamError `E_USAGE` for a program that cannot be started here, `E_BUILD`, `E_IO` when the folder cannot be
 *   written
 */
export async function openProcess(
  plan: Plan,
  options: RunOptions,
  { command, env, isOurs }: ProcessSettings,
): Promise<WorkerEnvironment> {
  try {
    accessSync(command, constants.X_OK);
  } catch (thrown) {
    // Runners need not say that they cannot start a program: Prism waits for it.
    throw new BeamError('E_USAGE', `There is no program "${command}" that could be started as a worker.`, {
      cause: thrown,
      path: command,
      help: 'give the absolute path of an executable file, here and where the runner is, or leave it out',
    });
  }
  const spec = encodeWorkerSpec(await workerSpec(plan, options, isOurs ? 'here' : 'anywhere'));
  const { dir, file } = keep(spec);
  const payload = ProcessPayload.encode({ command, env: { ...env, [SPEC_VARIABLE]: file } }).finish();
  return {
    environment: Environment.create({
      urn: urns.environments.process,
      payload,
      capabilities: [...WORKER_CAPABILITIES],
    }),
    failure: undefined,
    close: async () => rmSync(dir, { recursive: true, force: true }),
  };
}

function keep(spec: Buffer): { dir: string; file: string } {
  try {
    const dir = mkdtempSync(join(tmpdir(), 'hornbeam-worker-'));
    const file = join(dir, SPEC_FILE);
    writeFileSync(file, spec);
    return { dir, file };
  } catch (thrown) {
    throw BeamError.from(thrown, 'E_IO', { path: tmpdir() });
  }
}

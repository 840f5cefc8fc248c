import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { decodeWorkerSpec, SPEC_FILE, SPEC_VARIABLE, type WorkerSpec } from '@hornbeam/jobs';
import type { WorkerBoot } from '@hornbeam/sdk/fn-api';
import { BeamError } from '@hornbeam/sdk/model';

/** What `HORNBEAM_SPEC` names where the spec comes on standard input, as a pool gives it. */
export const STANDARD_INPUT = '-';

/**
 * The spec of the job that a worker is started for: the file that `HORNBEAM_SPEC` names, or standard input, else the one among the staged
 * files.
 * @throws BeamError `E_USAGE` when there is neither, `E_IO` `E_BAD_PLAN` `E_UNSUPPORTED`
 */
export async function findSpec(
  env: Readonly<Record<string, string | undefined>>,
  artifacts: WorkerBoot['artifacts'],
): Promise<WorkerSpec> {
  const path = env[SPEC_VARIABLE] ?? (await artifacts()).find(({ name }) => name === SPEC_FILE)?.path;
  if (path === undefined) {
    throw new BeamError('E_USAGE', 'The worker was not told which pipeline it is to run.', {
      help: `the job must be submitted by beam-run, which gives workers a spec: ${SPEC_VARIABLE}=<file>, or staged as ${SPEC_FILE}`,
    });
  }
  const reading = path === STANDARD_INPUT ? buffer(process.stdin) : readFile(path);
  const bytes = await reading.catch((thrown: unknown) => {
    throw new BeamError('E_IO', `The worker cannot read the spec of its job: ${(thrown as Error).message}.`, {
      cause: thrown,
      path,
      help: 'a worker that a runner starts as a process must see the files of the machine that submitted the job',
    });
  });
  return decodeWorkerSpec(bytes);
}

import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How another program starts a worker. */
export interface WorkerProgram {
  /** Absolute path of an executable file. */
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The worker of this package. It begins with a line that looks for Node, so the Node that runs here is put first. */
export function workerProgram({ PATH = '' }: Readonly<Record<string, string | undefined>>): WorkerProgram {
  return {
    command: fileURLToPath(new URL('../../bin/beam-worker.mjs', import.meta.url)),
    env: { PATH: [dirname(process.execPath), ...PATH.split(delimiter)].join(delimiter) },
  };
}

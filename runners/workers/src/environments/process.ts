import { type ChildProcess, spawn } from 'node:child_process';
import { ProcessPayload } from '@hornbeam/proto';
import { BeamError } from '@hornbeam/sdk/model';
import type { StartedWorker, WorkerPlace } from './started-worker.js';

/** So much of what a worker says last is kept for an error. */
const TAIL = 4000;
/** How long a worker may take to end before it is killed, ms. */
const GRACE_MILLIS = 5000;

/** A program that is a worker. */
export interface WorkerProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Starts the program of a process environment (`beam:env:process:v1`) with the flags of Beam's boot contract.
 * @throws BeamError `E_WORKER` when it cannot be started
 */
export function startProcess(payload: Uint8Array, place: WorkerPlace): Promise<StartedWorker> {
  const { command, env } = ProcessPayload.decode(payload);
  if (command === '')
    throw new BeamError('E_BAD_PLAN', 'A process environment of the plan names no program.');
  return startProgram({ command, args: bootFlags(place), env });
}

/** What a worker's program is told, as by every Beam runner. */
export const bootFlags = ({ workerId, address }: WorkerPlace): string[] => [
  `--id=${workerId}`,
  `--provision_endpoint=${address}`,
  `--logging_endpoint=${address}`,
  `--artifact_endpoint=${address}`,
  `--control_endpoint=${address}`,
];

/** Starts a program as the head of a process group, so that all it starts ends with it. @throws BeamError `E_WORKER` */
export async function startProgram({ command, args, env }: WorkerProgram): Promise<StartedWorker> {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let tail = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      tail = (tail + bytes.toString()).slice(-TAIL);
    });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (thrown) =>
      reject(
        new BeamError('E_WORKER', `The worker program "${command}" does not start: ${thrown.message}.`, {
          help: 'check that the file is there, on this machine, and may be executed',
        }),
      ),
    );
  });
  let hasEnded = false;
  const ended = new Promise<string>((resolve) => {
    child.once('close', (code, signal) => {
      hasEnded = true;
      const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
      resolve(`The worker program "${command}" ended ${how}.${tail === '' ? '' : ` It said:\n${tail}`}`);
    });
  });
  // A runner that is killed cannot end it: the worker ends when its streams do.
  const onExit = (): void => kill(child, 'SIGKILL');
  process.once('exit', onExit);
  return {
    ended,
    async end() {
      if (!hasEnded) {
        kill(child, 'SIGTERM');
        const killing = setTimeout(() => kill(child, 'SIGKILL'), GRACE_MILLIS);
        await ended;
        clearTimeout(killing);
      }
      process.removeListener('exit', onExit);
    },
  };
}

function kill({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

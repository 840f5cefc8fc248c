import { type ChildProcess, spawn } from 'node:child_process';
import { SPEC_PARAMETER, SPEC_VARIABLE } from '@hornbeam/jobs';
import type { LaunchWorker, PooledWorker } from '@hornbeam/sdk/fn-api';
import { BeamError, errorFromText } from '@hornbeam/sdk/model';
import { STANDARD_INPUT } from './find-spec.js';
import type { WorkerMessage } from './main.js';
import { workerProgram } from './worker-program.js';

/** After so long a worker that was asked to end is killed, ms. */
const KILL_MILLIS = 6000;
/**
 * The heap a worker begins with: 128 MB, which are not taken before they are used. V8 would mark a smaller one anew for
 * every few dozen messages, which lie outside of it: a third of the time of a stage that passes strings on
 * (docs/design/0016-worker.md).
 */
const ROOMY_HEAP = '--initial-heap-size=128';

/**
 * Starts each worker of a pool as a process of its own: pipelines of many users do not share a thread, and one that ends
 * its process ends no other. A worker ends when this process does.
 */
export function launchProcess(env: Readonly<Record<string, string | undefined>>): LaunchWorker {
  return async ({ workerId, params, ...endpoints }) => {
    const spec = params[SPEC_PARAMETER];
    const { command, env: own } = workerProgram(env);
    const flags = {
      id: workerId,
      provision_endpoint: endpoints.provisionEndpoint?.url,
      control_endpoint: endpoints.controlEndpoint?.url,
      logging_endpoint: endpoints.loggingEndpoint?.url,
      artifact_endpoint: endpoints.artifactEndpoint?.url,
    };
    const args = Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}=${value}`] : []));
    const child = spawn(process.execPath, [ROOMY_HEAP, command, ...args], {
      env: { ...env, ...own, [SPEC_VARIABLE]: spec === undefined ? undefined : STANDARD_INPUT },
      stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
    });
    // One that ends before it has read all says why by its end.
    child.stdin?.on('error', () => undefined).end(Buffer.from(spec ?? '', 'base64'));
    const worker = workerOf(child);
    await begun(child, workerId);
    return worker;
  };
}

function workerOf(child: ChildProcess): PooledWorker {
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), KILL_MILLIS);
    await ended;
    clearTimeout(patience);
  };
  return { ended, stop };
}

/** Resolves when the worker says that it works. @throws BeamError what it says else */
function begun(child: ChildProcess, workerId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (why: string, cause?: unknown): void =>
      reject(
        new BeamError('E_SERVICE', `The worker "${workerId}" did not begin: ${why}.`, {
          cause,
          help: "the pool's own output says more",
        }),
      );
    child.once('message', (message: WorkerMessage) => {
      if ('begun' in message) resolve();
      else reject(errorFromText(message.failed) ?? new BeamError('E_INTERNAL', message.failed));
    });
    child.once('error', (thrown) => failed(thrown.message, thrown));
    child.once('exit', (code, signal) => failed(`it ended with ${signal ?? `code ${code}`}`));
  });
}

/**
 * The program `beam-worker`: one worker, started by a runner (PROCESS, DOCKER) or by a pool (EXTERNAL).
 *
 * Owns: this process, a folder for its staged files. It ends when the runner is gone, at SIGTERM and SIGINT, and with the pool that started it.
 *
 * Exit codes: 0 when the runner or the pool ended it, 143 and 130 by signals, else that of the error on stderr.
 */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchStagedFiles, WorkerHarness } from '@hornbeam/sdk/fn-api';
import { BeamError, errorToText } from '@hornbeam/sdk/model';
import { reportError } from '../errors/report-error.js';
import { StackMapping } from '../load/stack-mapping.js';
import { processHost } from '../process-host.js';
import { type BootFlags, bootFlags } from './boot-flags.js';
import { findSpec } from './find-spec.js';
import { loadWorkerCode } from './load-worker-code.js';

/** What a worker tells the pool that started it: an error as `errorToText` writes it when it cannot begin. */
export type WorkerMessage = { readonly begun: true } | { readonly failed: string };

const signals = { SIGTERM: 143, SIGINT: 130 } as const;

/** How long a worker that is to end may take, ms. */
const GRACE_MILLIS = 5000;

/** See the head of this file. @param argv the command line without the program's name */
export async function workerMain(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', ignore);
  process.stderr.on('error', ignore);
  let code: number;
  try {
    code = await work(bootFlags(argv));
  } catch (thrown) {
    await tell({ failed: errorToText(BeamError.from(thrown)) });
    code = reportError(thrown, processHost(), {});
  }
  process.exit(code);
}

async function work(flags: BootFlags): Promise<number> {
  const home = join(flags.semiPersistDir ?? tmpdir(), `hornbeam-${process.pid}`);
  process.once('exit', () => rmSync(home, { recursive: true, force: true }));
  const mapping = new StackMapping();
  mapping.install();
  const ending = new Ending();
  const harness = await WorkerHarness.start({
    ...flags,
    code: async ({ artifacts }) => loadWorkerCode(await findSpec(process.env, artifacts), mapping),
    artifacts: (endpoints, address, provision) =>
      fetchStagedFiles({
        ...{ endpoints, address, files: provision?.dependencies ?? [] },
        dir: join(home, 'staged'),
      }),
  });
  ending.watch(harness);
  const { refusal } = harness;
  await tell({ begun: true });
  if (refusal !== undefined) reportError(refusal, processHost(), {});
  await harness.ended;
  if (ending.code === undefined && harness.failure !== undefined) throw harness.failure;
  return ending.code ?? refusal?.exitCode ?? 0;
}

/** What ends a worker but its runner. */
class Ending {
  /** Undefined while only the runner has. */
  code: number | undefined;
  private harness: WorkerHarness | undefined;

  constructor() {
    for (const [name, code] of Object.entries(signals)) process.on(name, () => this.end(code));
    process.on('disconnect', () => this.end(0));
    process.on('uncaughtException', (thrown) => this.crash(thrown));
    process.on('unhandledRejection', (thrown) => this.crash(thrown));
  }

  watch(harness: WorkerHarness): void {
    this.harness = harness;
    if (this.code !== undefined) void harness.stop();
  }

  private end(code: number): void {
    if (this.begin(code)) void this.harness?.stop();
  }

  /** User code threw where nobody waits for it: the bundles under way hear of it, since one of them is its own. */
  private crash(thrown: unknown): void {
    const error = BeamError.from(thrown, 'E_USER', {
      help: 'nobody awaited the promise or handled the event that this came from',
    });
    if (this.code === undefined) reportError(error, processHost(), {});
    if (this.begin(error.exitCode)) void this.harness?.fail(error);
  }

  private begin(code: number): boolean {
    if (this.code !== undefined) return false;
    this.code = code;
    // Before the worker has begun there is nothing to be closed.
    if (this.harness === undefined) process.exit(code);
    setTimeout(() => process.exit(code), GRACE_MILLIS).unref();
    return true;
  }
}

function tell(message: WorkerMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, () => resolve());
  });
}

const ignore = (): void => undefined;

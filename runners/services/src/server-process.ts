import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BeamError } from '@hornbeam/sdk/model';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';
import { lastLines, type Variables } from './tool.js';

/** What a server is started with. */
export interface ServerSettings {
  /** What messages call it, such as `the job server`. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Both outputs are appended to this file. */
  readonly logFile: string;
  readonly cwd?: string;
  readonly env?: Variables;
  /** What asks it to end in good order; default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
}

/** How a server ended: with a code, or by a signal. */
export interface ServerEnd {
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
}

/** How often a server is asked whether it is ready, in milliseconds. */
const ASK_AGAIN = 100;
/** How long a server may take to end after it was asked before it is killed, in milliseconds. */
const GRACE = 20_000;

/**
 * Waits until its standard input is closed, which the system does when the process that holds the other end is gone,
 * killed or not. Then ends process $1, first politely by signal $2. Only words that every shell has built in, so that nothing is
 * left behind when the shell itself is killed; `sleep` runs after the end of the parent alone.
 */
const WATCHMAN = `while read -r line; do :; done
kill -"$2" "$1" 2>/dev/null || exit 0
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  sleep 1
  kill -0 "$1" 2>/dev/null || exit 0
done
kill -KILL "$1"`;

/**
 * One server that runs as a process.
 *
 * Owns the process, a small shell beside it that ends it when this process is gone, and nothing on disk but lines of
 * the log file. Does not own ports or folders of the server.
 *
 * P1  The server never outlives this process by more than its own ending takes, unless it was detached.
 * P2  The server has a session of its own: Ctrl-C in the terminal reaches this process only, which ends its servers in
 *     an order that suits them.
 * P3  A server does not keep this process alive; only `start`, `ready` and `stop` under way do.
 */
export class ServerProcess {
  readonly identity: ProcessIdentity;
  readonly name: string;
  readonly logFile: string;
  /** Settled when the process has ended; never rejected. */
  readonly ended: Promise<ServerEnd>;
  private readonly child: ChildProcess;
  private readonly logStart: number;
  private readonly dismissWatchman: () => void;
  private readonly stopSignal: NodeJS.Signals;
  private end: ServerEnd | undefined;
  private stopping = false;

  private constructor(child: ChildProcess, settings: ServerSettings, logStart: number) {
    this.child = child;
    this.name = settings.name;
    this.logFile = settings.logFile;
    this.logStart = logStart;
    const pid = child.pid as number;
    // A process that has already ended has no start any more, and needs none.
    this.identity = identify(pid) ?? { pid, start: '' };
    this.stopSignal = settings.stopSignal ?? 'SIGTERM';
    this.dismissWatchman = watch(pid, this.stopSignal);
    this.ended = new Promise((done) => {
      child.once('exit', (code, signal) => {
        this.dismissWatchman();
        this.end = { code: code ?? undefined, signal: signal ?? undefined };
        done(this.end);
      });
    });
    child.unref();
  }

  /** @throws BeamError E_ENVIRONMENT when the program cannot be started */
  static async start(settings: ServerSettings): Promise<ServerProcess> {
    mkdirSync(dirname(settings.logFile), { recursive: true });
    const log = openSync(settings.logFile, 'a');
    try {
      const logStart = statSync(settings.logFile).size;
      const child = spawn(settings.program, settings.args, {
        cwd: settings.cwd,
        env: { ...(settings.env ?? process.env) },
        stdio: ['ignore', log, log],
        detached: true,
      });
      await new Promise<void>((done, failed) => {
        child.once('spawn', done);
        child.once('error', (thrown) => {
          const message = `${settings.name} does not start: ${thrown.message}`;
          failed(new BeamError('E_ENVIRONMENT', message, { cause: thrown }));
        });
      });
      return new ServerProcess(child, settings, logStart);
    } finally {
      closeSync(log);
    }
  }

  /** Whether the process still runs. */
  get running(): boolean {
    return this.end === undefined;
  }

  /** Whether `stop` was called. */
  get stopped(): boolean {
    return this.stopping;
  }

  /** What the server wrote last; the frames of stacks and mere information only when there is nothing else. */
  lastLines(count = 10): string {
    const text = readFileSync(this.logFile).subarray(this.logStart).toString('utf8');
    const telling = text
      .split('\n')
      .filter((line) => !/^\s+at |^\s+\.\.\. \d+ more| (INFO|DEBUG) /.test(line));
    return lastLines(telling.join('\n'), count) || lastLines(text, count);
  }

  /**
   * Waits until `probe` says yes.
   * @throws BeamError E_SERVICE with the last lines of the log when the server ends before, or takes longer than
   *   `timeout` milliseconds; in both cases it has ended then
   */
  async ready(probe: () => Promise<boolean>, timeout: number): Promise<void> {
    const until = performance.now() + timeout;
    while (!(await probe())) {
      if (!this.running) throw this.failure('ended while it was starting');
      if (performance.now() > until) {
        await this.stop(0);
        throw this.failure(`was not ready after ${Math.round(timeout / 1000)} s`);
      }
      await delay(ASK_AGAIN);
    }
  }

  /** An error that says what happened to this server, how it ended and what it wrote last. */
  failure(happened: string): BeamError {
    const how = this.end && !this.stopping ? ` (${describe(this.end)})` : '';
    const said = this.lastLines();
    return new BeamError(
      'E_SERVICE',
      `${this.name} ${happened}${how}${said && `; its last lines:\n${said}`}`,
      {
        path: this.logFile,
        help: `look into ${this.logFile}`,
      },
    );
  }

  /** Lets the server go on when this process ends. */
  detach(): void {
    this.dismissWatchman();
  }

  /** Ends the server at once, as a crash would (SIGKILL). */
  async kill(): Promise<void> {
    if (this.running) this.child.kill('SIGKILL');
    await this.untilEnded();
  }

  /** Ends the server: asks it to, and kills it when it takes longer than `grace` milliseconds. */
  async stop(grace: number = GRACE): Promise<void> {
    if (!this.running) return;
    this.stopping = true;
    if (grace > 0) {
      this.child.kill(this.stopSignal);
      const timer = setTimeout(() => this.child.kill('SIGKILL'), grace);
      await this.untilEnded();
      clearTimeout(timer);
      return;
    }
    await this.kill();
  }

  private async untilEnded(): Promise<void> {
    this.child.ref();
    await this.ended;
  }
}

/** Ends processes that earlier runs have recorded; what has ended by itself is passed over. */
export async function stopProcesses(
  all: readonly (ProcessIdentity & { readonly stopSignal?: NodeJS.Signals })[],
  grace: number = GRACE,
): Promise<void> {
  const living = all.filter(isAlive);
  for (const { pid, stopSignal = 'SIGTERM' } of living) signal(pid, stopSignal);
  const until = performance.now() + grace;
  while (living.some(isAlive) && performance.now() < until) await delay(ASK_AGAIN);
  for (const each of living.filter(isAlive)) signal(each.pid, 'SIGKILL');
  while (living.some(isAlive)) await delay(ASK_AGAIN);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (thrown) {
    // It has ended in between.
    if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown;
  }
}

/** Starts the shell that ends process `pid` when this process is gone; gives what sends it away. */
function watch(pid: number, stopSignal: NodeJS.Signals): () => void {
  if (process.platform === 'win32') return () => undefined;
  const shell = spawn('/bin/sh', ['-c', WATCHMAN, 'sh', String(pid), stopSignal.slice('SIG'.length)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.unref();
  // Without a shell the server is still ended by `stop`.
  shell.once('error', () => undefined);
  shell.stdin.once('error', () => undefined);
  (shell.stdin as unknown as { unref?: () => void }).unref?.();
  return () => {
    shell.kill('SIGKILL');
    shell.stdin.destroy();
  };
}

function describe({ code, signal: by }: ServerEnd): string {
  return by === undefined ? `exit code ${code}` : `by ${by}`;
}

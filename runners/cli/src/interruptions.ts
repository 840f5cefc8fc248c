/**
 * What comes at a command from outside: signals, a reader of stdout that is gone, errors that nobody caught.
 *
 * Owns: the process's handlers for these, from `listen` until its undo.
 *
 * Life cycle: quiet → interrupted (`signal` aborts, `happened` rejects) → a second signal ends the process.
 */
import { BeamError } from '@hornbeam/sdk/model';

/** Signals that ask a command to end, and the exit code of each. */
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** The exit code of a program whose reader has gone (128 + SIGPIPE), as every other program has it. */
const PIPE_EXIT_CODE = 141;

/** How long a command that was asked to end may take, ms. */
const GRACE_MILLIS = 10_000;

/** Why a command was interrupted. */
export type Interruption =
  | { readonly kind: 'signal'; readonly name: keyof typeof exitCodes; readonly exitCode: number }
  /** The reader of stdout is gone: nothing more is said. */
  | { readonly kind: 'pipe'; readonly exitCode: number }
  /** An error in user code that no promise led to the run. */
  | { readonly kind: 'fault'; readonly error: BeamError };

/** See the head of this file. */
export class Interruptions {
  /** Rejects at the first interruption; never resolves. */
  readonly happened: Promise<never>;
  private readonly abort = new AbortController();
  private first: Interruption | undefined;
  private reject!: (reason: BeamError) => void;
  private readonly last: Array<() => void> = [];
  private ending = false;

  constructor() {
    this.happened = new Promise((_, reject) => {
      this.reject = reject;
    });
    // Whoever waits for it sees it; nobody need wait.
    this.happened.catch(() => undefined);
  }

  /** Aborted at the first interruption. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** The first interruption, if there was one. */
  get cause(): Interruption | undefined {
    return this.first;
  }

  /** Something to do when the process is ended at once, such as giving the terminal back. */
  beforeEnd(action: () => void): void {
    this.last.push(action);
  }

  /**
   * Something to do when user code ends the process, which only the command should do: until its undo.
   * It runs inside of the call that ends the process, so that only what is written at once is seen.
   * @returns undoes it
   */
  onForeignExit(action: (code: number) => void): () => void {
    const onExit = (code: number): void => {
      if (!this.ending) action(code);
    };
    process.on('exit', onExit);
    return () => process.off('exit', onExit);
  }

  /** Begins to listen. @returns ends it */
  listen(): () => void {
    const signals = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
    const onSignal = (name: NodeJS.Signals): void => this.onSignal(name as keyof typeof exitCodes);
    const onFault = (thrown: unknown): void => {
      this.interrupt({ kind: 'fault', error: BeamError.from(thrown, 'E_USER', { help: FAULT_HELP }) });
    };
    const onPipe = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EPIPE') this.interrupt({ kind: 'pipe', exitCode: PIPE_EXIT_CODE });
    };
    for (const name of signals) process.on(name, onSignal);
    process.on('uncaughtException', onFault);
    process.on('unhandledRejection', onFault);
    process.stdout.on('error', onPipe);
    process.stderr.on('error', ignore);
    return () => {
      for (const name of signals) process.off(name, onSignal);
      process.off('uncaughtException', onFault);
      process.off('unhandledRejection', onFault);
      process.stdout.off('error', onPipe);
      process.stderr.off('error', ignore);
    };
  }

  private onSignal(name: keyof typeof exitCodes): void {
    const exitCode = exitCodes[name];
    if (this.first === undefined) this.interrupt({ kind: 'signal', name, exitCode });
    else this.end(exitCode);
  }

  private interrupt(interruption: Interruption): void {
    if (this.first !== undefined) return;
    this.first = interruption;
    const error =
      interruption.kind === 'fault'
        ? interruption.error
        : new BeamError('E_CANCELLED', 'The command was interrupted.');
    this.reject(error);
    this.abort.abort(error);
    const exitCode = interruption.kind === 'fault' ? interruption.error.exitCode : interruption.exitCode;
    // A callback that never comes back must not keep a process alive that was asked to end.
    if (!(interruption.kind === 'signal' && interruption.name === 'SIGINT')) {
      setTimeout(() => this.end(exitCode), GRACE_MILLIS).unref();
    }
  }

  private end(exitCode: number): never {
    this.ending = true;
    for (const action of this.last) action();
    process.exit(exitCode);
  }
}

const FAULT_HELP = 'nobody awaited the promise or handled the event that this came from';

const ignore = (): void => undefined;

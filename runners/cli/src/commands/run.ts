import type { Job, JobSnapshot, LogRecord, Runner } from '@hornbeam/sdk';
import type { Graph, PipelineCode } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { durableSettings } from '../args/durable-settings.js';
import { byteSize, timeLimit } from '../args/flag-values.js';
import type { FileInvocation } from '../args/program.js';
import { remoteSettings } from '../args/remote-settings.js';
import { reportError } from '../errors/report-error.js';
import type { Interruptions } from '../interruptions.js';
import { JobPost } from '../jobs/job-post.js';
import { type Printer, printer } from '../print/printer.js';
import { chooseReporter } from '../progress/choose-reporter.js';
import { type Reporter, TICK_MILLIS } from '../progress/reporter.js';
import { findRunner } from '../runners.js';
import type { Session } from '../session.js';
import { counted, elapsed } from '../terminal/amounts.js';
import { optionsHelp } from './options-help.js';
import { PhaseTimes } from './phase-times.js';
import { buildPrepared, prepare } from './prepare.js';

/** Runs a pipeline file. @returns the exit code */
export async function runCommand(invocation: FileInvocation, session: Session): Promise<number> {
  const times = new PhaseTimes(session.host);
  const ready = await makeReady(invocation, session, times).catch(async (thrown: unknown) => {
    if (session.flags.json) await sayFailed(thrown, session);
    throw thrown;
  });
  if (typeof ready === 'number') return ready;
  const code = await execute(ready);
  times.mark('run');
  if ((session.flags.verbose ?? 0) > 1) ready.reporter.note(times.text());
  return code;
}

/** Everything before the run. @returns the exit code when nothing is to be run */
async function makeReady(
  invocation: FileInvocation,
  session: Session,
  times: PhaseTimes,
): Promise<Execution | number> {
  const { host, interruptions } = session;
  // What the run needs is loaded while the compiler works in its own process.
  const ahead = Promise.all([
    import('@hornbeam/sdk'),
    import('@hornbeam/sdk/io'),
    import('@hornbeam/direct'),
  ]);
  const prepared = await interruptible(prepare(invocation, session), interruptions);
  const [, { printTo }] = await ahead;
  times.mark('load');
  const { flags, loaded, options } = prepared;
  if (flags.help) {
    await host.stdout.write(optionsHelp(loaded, options, invocation, host.cwd, session.palette('stdout')));
    return 0;
  }
  const entry = findRunner(flags.runner ?? host.env.BEAM_RUNNER ?? 'direct');
  const memoryBudget =
    flags.memoryBudget === undefined ? undefined : byteSize(flags.memoryBudget, '--memory-budget');
  const limitMillis = flags.timeout === undefined ? undefined : timeLimit(flags.timeout, '--timeout');
  const drainMillis =
    flags.drainTimeout === undefined ? undefined : timeLimit(flags.drainTimeout, '--drain-timeout');
  const { graph, code } = await interruptible(buildPrepared(prepared, session), interruptions);
  times.mark('build');
  const jobName = flags.jobName ?? loaded.name;
  if (flags.dryRun) {
    await entry.check(graph);
    return dryRun(graph, jobName, entry.name, session);
  }
  const { checkImmutability, encodeEveryBundle } = flags;
  const reporter = chooseReporter(session);
  const remote = remoteSettings(flags, host, (what) => {
    if (!flags.quiet) reporter.note(what);
  });
  const durable = durableSettings(flags, entry.name, host.cwd);
  const local = { memoryBudget, drainMillis, durable, checkImmutability, encodeEveryBundle };
  const runner = await entry.create({ ...local, remote });
  const isStreaming = flags.streaming === true || hasEndlessSteps(graph);
  const prints = printer(flags.json ? 'events' : (flags.output ?? 'text'), host, { isEndless: isStreaming });
  const printing = printTo(graph, prints.output);
  if (flags.output !== undefined && printing === 0) {
    reporter.note('note: the pipeline prints nothing, so --output changes nothing');
  }
  const isKept = durable !== undefined;
  return { graph, code, jobName, runner, reporter, prints, limitMillis, isStreaming, isKept, session };
}

const hasEndlessSteps = ({ steps }: Graph): boolean =>
  steps.some(({ outputs }) => [...outputs.values()].some(({ bounded }) => !bounded));

/** With `--json` the last line is the result, also of a run that never began. */
async function sayFailed(thrown: unknown, { host }: Session): Promise<void> {
  const { JsonReporter } = await import('../progress/json-reporter.js');
  new JsonReporter(host, 'error').ended({ error: BeamError.from(thrown), snapshot: undefined });
}

/** Waits for a phase in which nothing needs to be undone: an interruption ends it at once. */
const interruptible = <T>(phase: Promise<T>, { happened }: Interruptions): Promise<T> =>
  Promise.race([phase, happened]);

interface Execution {
  readonly graph: Graph;
  readonly code: PipelineCode;
  readonly jobName: string;
  readonly runner: Runner;
  readonly reporter: Reporter;
  readonly prints: Printer;
  /** How long the run may take. */
  readonly limitMillis: number | undefined;
  /** It may have no end: what ends it from outside ends it well. */
  readonly isStreaming: boolean;
  /** It has a state directory: what ends it from outside stops it, and it can go on later. */
  readonly isKept: boolean;
  readonly session: Session;
}

/** The exit code of a run that did not do what it was to do, whatever its error's own is. */
const FAILED = 1;

async function execute(execution: Execution): Promise<number> {
  const { graph, code, jobName, runner, reporter, prints, limitMillis, isStreaming, isKept, session } =
    execution;
  const { interruptions } = session;
  let job: Job | undefined;
  let ticking: NodeJS.Timeout | undefined;
  const limit = new TimeLimit(limitMillis);
  const ending = new Ending({ isStreaming, isKept, reporter, interruptions, limit });
  const { env } = session.host;
  const post = new JobPost({
    ...{ env, name: jobName, runner: runner.name, startedAt: session.host.now() },
    cancel: () => ending.cancel('The run was cancelled by another command.'),
  });
  const forget = interruptions.onForeignExit((code) => {
    process.exitCode = FAILED;
    const error = exitError(code);
    prints.flush();
    reporter.ended({ error, snapshot: job?.snapshot() });
    reportError(error, session.host, session.flags);
  });
  try {
    const log = (record: LogRecord): void => {
      post.log(record);
      reporter.log(record);
    };
    const streaming = session.flags.streaming === true;
    const started = await runner.run(graph, { jobName, signal: ending.giveUp, log, streaming, code });
    job = started;
    ending.watch(started);
    post.open(started);
    reporter.started({ jobName, jobId: started.id, runner: runner.name });
    ticking = setInterval(() => {
      prints.flush();
      reporter.tick(started.snapshot());
    }, TICK_MILLIS);
    const result = await started.done;
    clearInterval(ticking);
    await prints.finish();
    reporter.ended({ result });
    if (result.state === 'STOPPED' && isKept) reporter.note('the run is kept: go on with it by --resume');
    return interruptions.cause?.kind === 'signal' ? interruptions.cause.exitCode : 0;
  } catch (thrown) {
    clearInterval(ticking);
    const { cause } = interruptions;
    if (cause?.kind === 'pipe') {
      reporter.close();
      return cause.exitCode;
    }
    const error = cause?.kind === 'fault' ? cause.error : BeamError.from(thrown);
    await prints.finish();
    if (cause === undefined && limit.reached && error.code === 'E_CANCELLED') {
      const cutOff = timeError(limitMillis as number);
      reporter.ended({ error: cutOff, snapshot: job?.snapshot(), exitCode: FAILED });
      reportError(cutOff, session.host, session.flags);
      return FAILED;
    }
    reporter.ended({ error, snapshot: job?.snapshot() satisfies JobSnapshot | undefined });
    if (cause?.kind === 'signal' && error.code === 'E_CANCELLED') return cause.exitCode;
    throw error;
  } finally {
    post.close();
    limit.clear();
    forget();
  }
}

/** What an {@link Ending} goes by. */
interface EndingParts extends Pick<Execution, 'isStreaming' | 'isKept' | 'reporter'> {
  readonly interruptions: Interruptions;
  readonly limit: TimeLimit;
}

/**
 * What ends a run from outside. A run that ends by itself is given up: half of an answer is none. One that may go on
 * for ever is ended well: Ctrl-C and the time limit drain it, so that what it has so far comes out, other signals
 * stop it, which is quicker and leaves windows open. One that is kept is stopped by all of them: it is to go on later.
 */
class Ending {
  private readonly parts: EndingParts;
  private readonly abort = new AbortController();

  constructor(parts: EndingParts) {
    this.parts = parts;
    if (this.endsWell) return;
    const { interruptions, limit } = parts;
    onAbort(interruptions.signal, () => this.abort.abort(interruptions.signal.reason));
    onAbort(limit.signal, () => this.abort.abort(limit.signal.reason));
  }

  /** Aborted when the run is to be given up. */
  get giveUp(): AbortSignal {
    return this.abort.signal;
  }

  /** Ends this run when something asks for it. */
  watch(job: Job): void {
    const { interruptions, limit, reporter } = this.parts;
    onAbort(interruptions.signal, () => this.interrupted(job));
    onAbort(limit.signal, () => {
      if (!this.endsWell) return;
      reporter.note(`the time is up: ${this.drains ? 'draining' : 'stopping'} the run`);
      this.end(job, this.drains);
    });
  }

  private get endsWell(): boolean {
    return this.parts.isStreaming || this.parts.isKept;
  }

  private get drains(): boolean {
    return !this.parts.isKept;
  }

  private end(job: Job, drains: boolean): void {
    void (drains ? this.drain(job) : job.stop()).catch((thrown: unknown) => this.cancelInstead(thrown, job));
  }

  /** Drains a run; stops it where the runner cannot drain. */
  private async drain(job: Job): Promise<void> {
    try {
      await job.drain();
    } catch (thrown) {
      if (job.state !== 'RUNNING' || BeamError.from(thrown).code !== 'E_UNSUPPORTED') throw thrown;
      this.parts.reporter.note(`${BeamError.from(thrown).message.replace(/\.$/, '')}: stopping the run`);
      await job.stop();
    }
  }

  /** A run that cannot be ended well is given up; what goes wrong when it has ended already is its own error. */
  private cancelInstead(thrown: unknown, job: Job): void {
    if (job.state !== 'RUNNING') return;
    const why = BeamError.from(thrown).message.replace(/\.$/, '');
    this.parts.reporter.note(`${why}: cancelling the run`);
    this.cancel('The run was cancelled.');
  }

  /** Gives the run up. */
  cancel(why: string): void {
    this.abort.abort(new BeamError('E_CANCELLED', why));
  }

  private interrupted(job: Job): void {
    const { interruptions, reporter } = this.parts;
    const { cause, signal } = interruptions;
    if (cause?.kind !== 'signal') {
      this.abort.abort(signal.reason);
      return;
    }
    const again = cause.name === 'SIGINT' ? ' (Ctrl-C again ends at once)' : '';
    if (!this.endsWell) {
      reporter.note(`${cause.name}: cancelling the run${again}`);
      return;
    }
    const drains = cause.name === 'SIGINT' && this.drains;
    reporter.note(`${cause.name}: ${drains ? 'draining' : 'stopping'} the run${again}`);
    this.end(job, drains);
  }
}

function onAbort(signal: AbortSignal, action: () => void): void {
  if (signal.aborted) action();
  else signal.addEventListener('abort', action, { once: true });
}

/** A time after which a run is ended. */
class TimeLimit {
  private readonly abort = new AbortController();
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(millis: number | undefined) {
    if (millis !== undefined) this.timer = setTimeout(() => this.abort.abort(), millis);
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  get reached(): boolean {
    return this.abort.signal.aborted;
  }

  clear(): void {
    clearTimeout(this.timer);
  }
}

const timeError = (millis: number): BeamError =>
  new BeamError('E_CANCELLED', `The run was cut off by --timeout after ${elapsed(millis)}.`, {
    help: 'give it more time, or less to do; outputs that were not complete are not there',
  });

/** Made inside of the call that ends the process, so that its trace leads to it. */
const exitError = (code: number): BeamError =>
  new BeamError('E_USER', `The process was ended with code ${code} while the run was open.`, {
    help: 'throw an error instead of calling process.exit',
  });

async function dryRun(
  graph: Graph,
  jobName: string,
  runner: string,
  { host, flags }: Session,
): Promise<number> {
  const { toPlan } = await import('@hornbeam/sdk/translate');
  const { planStages } = await import('@hornbeam/direct');
  const { stages } = planStages(toPlan(graph).pipeline, { streaming: flags.streaming === true });
  const facts = { jobName, runner, steps: graph.steps.length, stages: stages.length };
  if (flags.json) {
    const { eventLine } = await import('../progress/json-reporter.js');
    await host.stdout.write(eventLine('result', { ...facts, state: 'PLANNED' }, host.now()));
  } else if (!flags.quiet) {
    const size = `${counted(facts.steps, 'step')} in ${counted(facts.stages, 'stage')}`;
    await host.stderr.write(`${jobName}: ${size} on the ${runner} runner; nothing was run\n`);
  }
  return 0;
}

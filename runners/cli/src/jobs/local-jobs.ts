/**
 * The runs of `beam-run` on this machine, as another command sees them.
 *
 * Each run has two files in one folder, both gone when it has ended:
 *
 *     local-<process>.json    { "version": 1, "id", "name", "runner", "startedAt" }
 *     local-<process>.sock    a Unix socket; one line of JSON is asked, one line of JSON answered
 *
 * Owns: nothing but the files that crashed runs left behind, which are removed when nobody answers.
 *
 * Invariants:
 *  L1  a run counts when it answers; what its files say alone is not believed.
 *  L2  the folder belongs to this user, and nobody else can look into it.
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobOperations, JobRow, JobStatus } from '@hornbeam/jobs';
import type { MetricResult } from '@hornbeam/sdk/construction';
import { BeamError, errorFromText } from '@hornbeam/sdk/model';

/** What a run can be asked for. */
export type JobQuestion = 'status' | 'metrics' | 'logs' | 'cancel' | 'stop' | 'drain';

/** What a run answers. */
export type JobAnswer = { readonly value: unknown } | { readonly error: string };

/** What is written of a run. */
export interface JobEntry {
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  readonly runner: string;
  /** ms since 1970 */
  readonly startedAt: number;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** A run that says nothing for so long does not answer, ms. */
const ANSWER_MILLIS = 3000;
/** Ending a run well may take as long as its windows need, ms. */
const ENDING_MILLIS = 600_000;

/**
 * The folder of runs. Made when it is missing.
 * @throws BeamError `E_IO` when it belongs to somebody else, or cannot be made
 */
export function jobsFolder(env: Variables): string {
  const user = process.getuid?.() ?? 0;
  const dir = env.XDG_RUNTIME_DIR
    ? join(env.XDG_RUNTIME_DIR, 'hornbeam-runs')
    : join(tmpdir(), `hornbeam-runs-${user}`);
  const help = 'set XDG_RUNTIME_DIR to a folder of your own';
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw BeamError.from(thrown, 'E_IO', { path: dir, help });
  }
  if (lstatSync(dir).uid !== user) {
    throw new BeamError('E_IO', 'The folder of runs belongs to another user.', { path: dir, help });
  }
  return dir;
}

/** Removes the folder of runs when nothing is in it. */
export function leaveJobsFolder(dir: string): void {
  try {
    rmdirSync(dir);
  } catch {
    // Others are in it, or have removed it.
  }
}

/** See the head of this file. */
export class LocalJobs implements JobOperations {
  private readonly dir: string;

  constructor(env: Variables) {
    this.dir = jobsFolder(env);
  }

  async list(): Promise<readonly JobRow[]> {
    const rows = await Promise.all(this.entries().map((entry) => this.row(entry)));
    return rows
      .filter((row) => row !== undefined)
      .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0))
      .map(({ id, name, state, startedAt, elapsedMillis }) => ({
        id,
        name,
        state,
        startedAt,
        elapsedMillis,
      }));
  }

  status(id: string): Promise<JobStatus> {
    return this.ask<JobStatus>(id, 'status');
  }

  async cancel(id: string): Promise<void> {
    await this.ask(id, 'cancel');
  }

  async stop(id: string): Promise<undefined> {
    await this.ask(id, 'stop');
  }

  async drain(id: string): Promise<void> {
    await this.ask(id, 'drain');
  }

  async savepoint(id: string): Promise<string> {
    await this.status(id);
    throw new BeamError('E_UNSUPPORTED', 'A run of this machine takes no savepoints by itself.', {
      help: 'of a run on Flink, ask the cluster: --flink-master=host:port',
    });
  }

  logs(id: string): Promise<readonly string[]> {
    return this.ask<readonly string[]>(id, 'logs');
  }

  metrics(id: string): Promise<readonly MetricResult[]> {
    return this.ask<readonly MetricResult[]>(id, 'metrics');
  }

  close(): void {
    leaveJobsFolder(this.dir);
  }

  private entries(): JobEntry[] {
    // The last run to end removes the folder.
    const names = existsSync(this.dir) ? readdirSync(this.dir) : [];
    return names.flatMap((name) => {
      if (!name.endsWith('.json')) return [];
      try {
        const entry = JSON.parse(readFileSync(join(this.dir, name), 'utf8')) as JobEntry;
        return entry.version === 1 ? [entry] : [];
      } catch {
        return []; // it has ended meanwhile
      }
    });
  }

  private async row(entry: JobEntry): Promise<JobStatus | undefined> {
    try {
      return await this.question<JobStatus>(entry.id, 'status');
    } catch (thrown) {
      if (isNobody(thrown)) this.forget(entry.id);
      return undefined;
    }
  }

  /** @param id also the name of the job, where no other run has it */
  private async ask<T>(id: string, question: JobQuestion): Promise<T> {
    const named = this.entries().filter((entry) => entry.name === id);
    const found =
      this.entries().find((entry) => entry.id === id) ?? (named.length === 1 ? named[0] : undefined);
    const missing = (): BeamError =>
      new BeamError('E_USAGE', `No run on this machine is ${id}.`, {
        help: 'beam-run jobs list shows them; of a cluster, say which: --flink-master or --job-endpoint',
      });
    if (found === undefined) throw missing();
    try {
      return await this.question<T>(found.id, question);
    } catch (thrown) {
      if (!isNobody(thrown)) throw thrown;
      this.forget(found.id);
      throw missing();
    }
  }

  private question<T>(id: string, question: JobQuestion): Promise<T> {
    return new Promise((resolve, reject) => {
      const socket = connect(join(this.dir, `${id}.sock`));
      const isEnding = question === 'cancel' || question === 'stop' || question === 'drain';
      let text = '';
      socket.setEncoding('utf8');
      socket.setTimeout(isEnding ? ENDING_MILLIS : ANSWER_MILLIS, () => {
        socket.destroy();
        reject(
          new BeamError('E_SERVICE', `The run ${id} does not answer.`, {
            help: 'a callback of it may keep its thread; end the process if nothing else helps',
          }),
        );
      });
      socket.on('error', reject);
      socket.on('data', (chunk: string) => {
        text += chunk;
      });
      socket.on('end', () => {
        socket.destroy();
        try {
          const answer = JSON.parse(text) as JobAnswer;
          if ('value' in answer) resolve(answer.value as T);
          else reject(errorFromText(answer.error) ?? new BeamError('E_SERVICE', answer.error));
        } catch {
          // It ended before it could answer; an ending was what some had asked for.
          if (isEnding) resolve(undefined as T);
          else reject(new BeamError('E_SERVICE', `The run ${id} broke off.`, { help: 'it may have ended' }));
        }
      });
      socket.write(`${JSON.stringify({ question })}\n`);
    });
  }

  private forget(id: string): void {
    for (const end of ['json', 'sock']) rmSync(join(this.dir, `${id}.${end}`), { force: true });
  }
}

const isNobody = (thrown: unknown): boolean =>
  ['ECONNREFUSED', 'ENOENT'].includes((thrown as NodeJS.ErrnoException).code ?? '');

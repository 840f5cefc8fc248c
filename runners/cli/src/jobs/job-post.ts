/**
 * Where other commands reach a run of `beam-run`.
 *
 * Owns: the files of the run in the folder of runs (local-jobs.ts), its socket, its last log records.
 * Does not own: the job.
 *
 * Invariants:
 *  O1  a run works the same without it: what goes wrong here is no failure of the run.
 *  O2  it does not keep the process alive, and its files go with the run.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { JobStatus } from '@hornbeam/jobs';
import type { Job, LogRecord } from '@hornbeam/sdk';
import { BeamError, errorToText } from '@hornbeam/sdk/model';
import {
  type JobAnswer,
  type JobEntry,
  type JobQuestion,
  jobsFolder,
  leaveJobsFolder,
} from './local-jobs.js';

/** So many log records are kept. */
const LOG_LIMIT = 500;

/** What is told of a run. */
export interface JobPostSettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly name: string;
  readonly runner: string;
  /** ms since 1970 */
  readonly startedAt: number;
  /** Gives the run up, as a signal would. */
  readonly cancel: () => void;
}

/** See the head of this file. */
export class JobPost {
  private readonly settings: JobPostSettings;
  private readonly records: string[] = [];
  private readonly id = `local-${process.pid}`;
  private server: Server | undefined;
  private dir: string | undefined;

  constructor(settings: JobPostSettings) {
    this.settings = settings;
  }

  /** Keeps a log record. */
  log({ severity, message, step }: LogRecord): void {
    this.records.push(`${severity} ${step === undefined ? '' : `${step}: `}${message}`);
    if (this.records.length > LOG_LIMIT) this.records.shift();
  }

  /** Begins to answer for a job. */
  open(job: Job): void {
    try {
      const { env, name, runner, startedAt } = this.settings;
      const dir = jobsFolder(env);
      const socket = join(dir, `${this.id}.sock`);
      rmSync(socket, { force: true });
      const server = createServer((each) => this.serve(each, job));
      server.on('error', () => this.close());
      server.listen(socket);
      server.unref();
      const entry: JobEntry = { version: 1, id: this.id, name, runner, startedAt };
      writeFileSync(join(dir, `${this.id}.json`), `${JSON.stringify(entry)}\n`, { mode: 0o600 });
      this.server = server;
      this.dir = dir;
    } catch {
      this.close(); // O1
    }
  }

  close(): void {
    this.server?.close();
    if (this.dir === undefined) return;
    for (const end of ['json', 'sock']) rmSync(join(this.dir, `${this.id}.${end}`), { force: true });
    leaveJobsFolder(this.dir);
    this.dir = undefined;
  }

  private serve(socket: Socket, job: Job): void {
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    let text = '';
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (!text.includes('\n')) return;
      void this.answer(text, job).then((answer) => socket.end(`${JSON.stringify(answer)}\n`));
      text = '';
    });
  }

  private async answer(text: string, job: Job): Promise<JobAnswer> {
    try {
      const { question } = JSON.parse(text) as { question: JobQuestion };
      return { value: (await this.carryOut(question, job)) ?? null };
    } catch (thrown) {
      return { error: errorToText(BeamError.from(thrown)) };
    }
  }

  private async carryOut(question: JobQuestion, job: Job): Promise<unknown> {
    switch (question) {
      case 'status':
        return this.status(job);
      case 'metrics':
        return job.snapshot().metrics;
      case 'logs':
        return this.records;
      case 'cancel':
        this.settings.cancel();
        await job.done.catch(() => undefined);
        return undefined;
      case 'stop':
        return job.stop();
      case 'drain':
        return job.drain();
    }
  }

  private status(job: Job): JobStatus {
    const { name, runner, startedAt } = this.settings;
    const { state, elapsedMillis, steps } = job.snapshot();
    return {
      ...{ id: this.id, name, state, startedAt, elapsedMillis },
      parts: steps.map((step) => ({
        ...{ name: step.name, state: step.state },
        ...{ elementsIn: step.elementsIn, elementsOut: step.elementsOut },
      })),
      facts: { runner, process: process.pid, ...(job.id !== '' && { 'job of the runner': job.id }) },
    };
  }
}

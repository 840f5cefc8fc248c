import { createReadStream, statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { rootCauseOf } from '@hornbeam/jobs';
import { BeamError } from '@hornbeam/sdk/model';
import { FLINK_VERSION } from '@hornbeam/services';
import { restUrlOf } from './flink-address.js';
import {
  type FlinkCheckpoints,
  type FlinkJobDetails,
  type FlinkJobState,
  type FlinkJobSummary,
  type FlinkOverview,
  finalFlinkStates,
} from './flink-answers.js';
import { flinkFailure } from './flink-failure.js';

/** How long a call may take, ms. */
const CALL_MILLIS = 20_000;
/** How long the sending of a jar, and the translation of a plan on the cluster, may take, ms. */
const SUBMIT_MILLIS = 180_000;
/** How long a savepoint may take, ms. */
const SAVEPOINT_MILLIS = 600_000;
/** How long the tasks of a job may take to be ready for a savepoint, ms. */
const TASKS_MILLIS = 30_000;
/** What Flink says when they are not. */
const TASKS_NOT_READY = /not being executed at the moment|required tasks are (?:not )?currently/;
/** How often a savepoint is asked for, ms. */
const POLL_MILLIS = 300;

/** How a job is started from an uploaded jar. */
export interface RunJarSettings {
  readonly entryClass: string;
  readonly parallelism?: number | undefined;
  readonly savepointPath?: string | undefined;
  readonly allowNonRestoredState?: boolean | undefined;
}

/** How a savepoint is taken. */
export interface SavepointSettings {
  /** A URL or path of the cluster's file system; the cluster's own setting (`state.savepoints.dir`) by default. */
  readonly directory?: string | undefined;
}

/**
 * Flink's REST API, as far as jobs of Beam need it. Every call has a deadline.
 *
 * Each call throws a BeamError: `E_SERVICE` when the cluster does not answer or refuses, `E_USAGE` when it has no such
 * job.
 */
export class FlinkClient {
  /** URL without a slash at its end. */
  readonly url: string;

  /** @param master `host:port` or a URL */
  constructor(master: string) {
    this.url = restUrlOf(master);
  }

  async overview(): Promise<FlinkOverview> {
    const answer = await this.call<{
      'flink-version': string;
      taskmanagers: number;
      'slots-total': number;
      'slots-available': number;
    }>('GET', '/overview');
    return {
      version: answer['flink-version'],
      taskManagers: answer.taskmanagers,
      slots: answer['slots-total'],
      slotsFree: answer['slots-available'],
    };
  }

  /**
   * What the cluster says of itself, if Beam's runner can run there.
   * @throws BeamError `E_UNSUPPORTED` when it is another version of Flink than Beam's runner is made for
   */
  async requireSupported(): Promise<FlinkOverview> {
    const overview = await this.overview();
    const minor = (version: string): string => version.split('.').slice(0, 2).join('.');
    if (minor(overview.version) === minor(FLINK_VERSION)) return overview;
    throw new BeamError(
      'E_UNSUPPORTED',
      `The cluster at ${this.url} runs Flink ${overview.version}; this runner is made for Flink ${minor(FLINK_VERSION)}.`,
      { help: `use a cluster of Flink ${minor(FLINK_VERSION)}; beam-run services up flink starts one here` },
    );
  }

  async jobs(): Promise<readonly FlinkJobSummary[]> {
    const { jobs } = await this.call<{ jobs: JobAnswer[] }>('GET', '/jobs/overview');
    return jobs.map(summaryOf);
  }

  async job(id: string): Promise<FlinkJobDetails> {
    const answer = await this.call<
      JobAnswer & { vertices: VertexAnswer[]; now?: number; timestamps?: Record<string, number> }
    >('GET', `/jobs/${id}`);
    const { now = 0, timestamps: { RESTARTING = 0, RUNNING = 0 } = {} } = answer;
    return {
      ...summaryOf(answer),
      restartedAt: RESTARTING > 0 ? RESTARTING : undefined,
      runningAgain: RESTARTING > 0 ? Math.max(0, now - Math.max(RUNNING, RESTARTING)) : undefined,
      vertices: answer.vertices.map(({ name, parallelism, status, metrics }) => ({
        ...{ name, parallelism, state: status },
        ...{ recordsIn: metrics['read-records'], recordsOut: metrics['write-records'] },
      })),
    };
  }

  /** The failures of a job as Java's stack traces, the newest first. */
  async exceptions(id: string): Promise<readonly string[]> {
    const { exceptionHistory } = await this.call<{
      exceptionHistory: { entries: { stacktrace: string }[] };
    }>('GET', `/jobs/${id}/exceptions`);
    return exceptionHistory.entries.map(({ stacktrace }) => stacktrace);
  }

  async checkpoints(id: string): Promise<FlinkCheckpoints> {
    const { counts, latest } = await this.call<CheckpointAnswer>('GET', `/jobs/${id}/checkpoints`);
    return {
      completed: counts?.completed ?? 0,
      failed: counts?.failed ?? 0,
      inProgress: counts?.in_progress ?? 0,
      lastPath: latest?.completed?.external_path,
      savepointPath: latest?.savepoint?.external_path,
    };
  }

  /** The value of one accumulator that the tasks of a job share; undefined when there is none. */
  async accumulator(id: string, name: string): Promise<string | undefined> {
    const path = `/jobs/${id}/accumulators`;
    const answer = await this.call<{ 'user-task-accumulators': { name: string; value: string }[] }>(
      'GET',
      path,
    );
    return answer['user-task-accumulators'].find((each) => each.name === name)?.value;
  }

  /**
   * How far event time has come behind every operator of a job, ms since 1970: what is earlier has been worked on and
   * handed on. Empty while some task has not told yet.
   */
  async outputWatermarks(id: string, stableSteps: readonly string[] = []): Promise<readonly number[]> {
    const isStable = stableTasks(stableSteps);
    const { vertices } = await this.call<{ vertices: { id: string }[] }>('GET', `/jobs/${id}`);
    const each = await Promise.all(
      vertices.map(async (vertex) => {
        const path = `/jobs/${id}/vertices/${vertex.id}/metrics`;
        const names = (await this.call<{ id: string }[]>('GET', path)).map((metric) => metric.id);
        const wanted = names
          .filter((name) => name.endsWith(OUTPUT_WATERMARK))
          .map((name) => (isStable(name) ? name.replace(OUTPUT_WATERMARK, '.currentInputWatermark') : name));
        if (wanted.length === 0) return [];
        const query = wanted.map(encodeURIComponent).join(',');
        return (await this.call<{ value: string }[]>('GET', `${path}?get=${query}`)).map(({ value }) =>
          Number(value),
        );
      }),
    );
    return each.every((watermarks) => watermarks.length > 0) ? each.flat() : [];
  }

  /** Brings event time to its end, lets all tasks finish and takes a savepoint. @returns where the savepoint is */
  finish(id: string, { directory }: SavepointSettings = {}): Promise<string> {
    return this.savepointBy(id, 'stop', { targetDirectory: directory, drain: true });
  }

  /** Takes a checkpoint now, and waits until it is complete. */
  async checkpoint(id: string): Promise<void> {
    const trigger = await this.call<{ 'request-id': string }>('POST', `/jobs/${id}/checkpoints`, {
      checkpointType: 'CONFIGURED',
    });
    const poll = `/jobs/${id}/checkpoints/${trigger['request-id']}`;
    const until = Date.now() + SAVEPOINT_MILLIS;
    while (Date.now() < until) {
      const { status, operation } = await this.call<CheckpointTriggerAnswer>('GET', poll);
      const failure = operation?.failureCause?.['stack-trace'];
      if (failure !== undefined) {
        const why = (rootCauseOf([failure]) ?? 'the cluster does not say why').replace(/\.+$/, '');
        throw new BeamError('E_SERVICE', `A checkpoint of job ${id} failed: ${why}.`, {
          help: 'the job goes on; see that the folder can be written by the cluster, and that all tasks run',
        });
      }
      if (status.id === 'COMPLETED') return;
      await delay(POLL_MILLIS);
    }
    throw new BeamError('E_SERVICE', `The checkpoint of job ${id} is not complete after 10 minutes.`, {
      help: `look at ${this.url}/#/job/${id}/checkpoints`,
    });
  }

  /** Begins to remove a savepoint. */
  async disposeSavepoint(location: string): Promise<void> {
    await this.call('POST', '/savepoint-disposal', { 'savepoint-path': location });
  }

  /** Asks for the end of a job; it ends soon after. */
  async cancel(id: string): Promise<void> {
    await this.call('PATCH', `/jobs/${id}?mode=cancel`);
  }

  /** Ends a job with a savepoint that it can be resumed from. @returns where the savepoint is */
  stop(id: string, { directory }: SavepointSettings = {}): Promise<string> {
    return this.savepointBy(id, 'stop', { targetDirectory: directory, drain: false });
  }

  /** Takes a savepoint; the job goes on. @returns where it is */
  savepoint(id: string, { directory }: SavepointSettings = {}): Promise<string> {
    return this.savepointBy(id, 'savepoints', { 'target-directory': directory, 'cancel-job': false });
  }

  /** Waits until a job has ended. @returns its last state */
  async untilEnded(id: string): Promise<FlinkJobState> {
    for (;;) {
      const { state } = await this.job(id);
      if (finalFlinkStates.has(state)) return state;
      await delay(POLL_MILLIS);
    }
  }

  /** Sends a jar. @returns its id on the cluster */
  async uploadJar(file: string): Promise<string> {
    const { filename } = await this.upload<{ filename: string }>('/jars/upload', file);
    return filename.slice(filename.lastIndexOf('/') + 1);
  }

  /** Runs the main method of a jar, which begins a job. @returns the id of the job */
  async runJar(jarId: string, settings: RunJarSettings): Promise<string> {
    const path = `/jars/${encodeURIComponent(jarId)}/run`;
    return (await this.call<{ jobid: string }>('POST', path, settings, SUBMIT_MILLIS)).jobid;
  }

  async deleteJar(jarId: string): Promise<void> {
    await this.call('DELETE', `/jars/${encodeURIComponent(jarId)}`);
  }

  /** The settings of the cluster, by key. */
  async config(): Promise<ReadonlyMap<string, string>> {
    const entries = await this.call<{ key: string; value: string }[]>('GET', '/jobmanager/config');
    return new Map(entries.map(({ key, value }) => [key, value]));
  }

  private async savepointBy(id: string, path: 'stop' | 'savepoints', body: object): Promise<string> {
    const begun = Date.now();
    for (;;) {
      const result = await this.trySavepoint(id, path, body);
      if (result.location !== undefined) return result.location;
      // Tasks that come up, or come back after a failure, take none.
      if (TASKS_NOT_READY.test(result.failure) && Date.now() - begun < TASKS_MILLIS) {
        await delay(POLL_MILLIS);
        continue;
      }
      const why = (rootCauseOf([result.failure]) ?? 'the cluster does not say why').replace(/\.+$/, '');
      throw new BeamError('E_SERVICE', `The savepoint of job ${id} failed: ${why}.`, {
        help: 'the job goes on; see that the folder can be written by the cluster, and that all tasks run',
      });
    }
  }

  private async trySavepoint(
    id: string,
    path: 'stop' | 'savepoints',
    body: object,
  ): Promise<{ readonly location?: string; readonly failure: string }> {
    const trigger = await this.call<{ 'request-id': string }>('POST', `/jobs/${id}/${path}`, body);
    const poll = `/jobs/${id}/savepoints/${trigger['request-id']}`;
    const until = Date.now() + SAVEPOINT_MILLIS;
    while (Date.now() < until) {
      const { status, operation } = await this.call<SavepointAnswer>('GET', poll);
      if (operation?.location !== undefined) return { location: operation.location, failure: '' };
      const failure = operation?.['failure-cause']?.['stack-trace'];
      if (failure !== undefined || status.id === 'COMPLETED') return { failure: failure ?? '' };
      await delay(POLL_MILLIS);
    }
    throw new BeamError('E_SERVICE', `The savepoint of job ${id} is not complete after 10 minutes.`, {
      help: `look at ${this.url}/#/job/${id}/checkpoints`,
    });
  }

  private async call<R>(method: string, path: string, body?: object, millis = CALL_MILLIS): Promise<R> {
    let status: number;
    let text: string;
    try {
      const answer = await fetch(`${this.url}/v1${path}`, {
        method,
        signal: AbortSignal.timeout(millis),
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      status = answer.status;
      text = await answer.text();
    } catch (thrown) {
      throw this.unreachable(thrown);
    }
    return this.read<R>(status, text, path);
  }

  /** As a form with one file, read from disk while it is sent: jars are too large to be held in memory. */
  private async upload<R>(path: string, file: string): Promise<R> {
    const boundary = `hornbeam-${Date.now().toString(36)}`;
    const head =
      `--${boundary}\r\ncontent-disposition: form-data; name="jarfile"; filename="pipeline.jar"\r\n` +
      'content-type: application/x-java-archive\r\n\r\n';
    const tail = `\r\n--${boundary}--\r\n`;
    const url = new URL(`${this.url}/v1${path}`);
    const [status, text] = await new Promise<[number, string]>((resolve, reject) => {
      const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
        method: 'POST',
        signal: AbortSignal.timeout(SUBMIT_MILLIS),
        headers: {
          'content-type': `multipart/form-data; boundary=${boundary}`,
          'content-length': head.length + statSync(file).size + tail.length,
        },
      });
      request.on('error', reject);
      request.on('response', (response) => {
        let said = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          said += chunk;
        });
        response.on('error', reject);
        response.on('end', () => resolve([response.statusCode ?? 0, said]));
      });
      request.write(head);
      const content = createReadStream(file, { highWaterMark: 1024 * 1024 });
      content.on('error', (thrown) => {
        request.destroy();
        reject(BeamError.from(thrown, 'E_IO', { path: file }));
      });
      content.on('end', () => request.end(tail));
      content.pipe(request, { end: false });
    }).catch((thrown: unknown) => {
      throw thrown instanceof BeamError ? thrown : this.unreachable(thrown);
    });
    return this.read<R>(status, text, path);
  }

  private read<R>(status: number, text: string, path: string): R {
    if (status >= 200 && status < 300) {
      try {
        return (text === '' ? {} : JSON.parse(text)) as R;
      } catch {
        throw this.noFlink();
      }
    }
    const errors = errorsOf(text);
    if (errors === undefined) throw this.noFlink();
    const job = /^\/jobs\/([^/?]+)/.exec(path)?.[1];
    if (job !== undefined && (status === 404 || /Cannot resolve path parameter/.test(errors.join('\n')))) {
      throw new BeamError('E_USAGE', `The cluster at ${this.url} has no job ${job}.`, {
        help: 'beam-run jobs list --flink-master=… shows the jobs that it has',
      });
    }
    const known = flinkFailure(errors);
    if (known !== undefined) throw known;
    const why = rootCauseOf(errors) ?? `status ${status}`;
    throw new BeamError('E_SERVICE', `The cluster at ${this.url} refused: ${why.replace(/\.$/, '')}.`, {
      help: "the log of the cluster's JobManager says more",
    });
  }

  private unreachable(thrown: unknown): BeamError {
    const cause = (thrown as Error).cause ?? thrown;
    const { code, name, message } = cause as NodeJS.ErrnoException;
    const why = name === 'TimeoutError' ? 'it does not answer in time' : code || message;
    return new BeamError('E_SERVICE', `The Flink cluster at ${this.url} cannot be reached: ${why}.`, {
      help: 'check the address, and that the cluster is up; beam-run services up flink starts one here',
    });
  }

  private noFlink(): BeamError {
    return new BeamError('E_SERVICE', `What answers at ${this.url} is not the REST API of Flink.`, {
      help: "check the address: the cluster's REST API listens where its web pages are, usually at port 8081",
    });
  }
}

interface JobAnswer {
  readonly jid: string;
  readonly name: string;
  readonly state: FlinkJobState;
  readonly 'start-time': number;
  readonly 'end-time': number;
  readonly duration: number;
}

interface VertexAnswer {
  readonly name: string;
  readonly parallelism: number;
  readonly status: string;
  readonly metrics: { readonly 'read-records': number; readonly 'write-records': number };
}

interface CheckpointAnswer {
  readonly counts?: { readonly completed: number; readonly failed: number; readonly in_progress: number };
  readonly latest?: {
    readonly completed?: { readonly external_path: string } | null;
    readonly savepoint?: { readonly external_path: string } | null;
  };
}

interface CheckpointTriggerAnswer {
  readonly status: { readonly id: string };
  readonly operation?: { readonly failureCause?: { readonly 'stack-trace': string } | null };
}

interface SavepointAnswer {
  readonly status: { readonly id: string };
  readonly operation?: {
    readonly location?: string;
    readonly 'failure-cause'?: { readonly 'stack-trace': string };
  };
}

const summaryOf = (answer: JobAnswer): FlinkJobSummary => ({
  id: answer.jid,
  name: answer.name,
  state: answer.state,
  startedAt: answer['start-time'],
  endedAt: answer['end-time'] < 0 ? undefined : answer['end-time'],
  elapsedMillis: answer.duration,
});

/** What Flink says is wrong; undefined when it is not Flink that says something. */
function errorsOf(text: string): readonly string[] | undefined {
  try {
    const { errors } = JSON.parse(text) as { errors?: unknown };
    return Array.isArray(errors) ? errors.map(String) : undefined;
  } catch {
    return undefined;
  }
}

const OUTPUT_WATERMARK = '.currentOutputWatermark';
/** Flink cuts the names of operators. */
const OPERATOR_NAME = 80;

/** Which metrics, `1.[1]orders/write.currentOutputWatermark`, are of steps with stable input. */
function stableTasks(steps: readonly string[]): (metric: string) => boolean {
  // Names of metrics have other characters for some.
  const plain = (name: string): string => name.replace(/\W/g, '_');
  const known = new Set(steps.map((step) => plain(`[1]${step}`.slice(0, OPERATOR_NAME))));
  return (metric) => known.has(plain(metric.replace(/^\d+\./, '').slice(0, -OUTPUT_WATERMARK.length)));
}

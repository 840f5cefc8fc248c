import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { freePort } from '../free-port.js';
import type { Java } from '../java.js';
import { startJava } from '../java-server.js';
import type { ServerProcess } from '../server-process.js';
import { ServerRecord } from '../server-record.js';
import type { Report, ServiceCache } from '../service-cache.js';
import { type FlinkClusterShape, flinkConfig, taskManagerFlags } from './flink-config.js';
import { type FlinkDistribution, readDistribution } from './flink-distribution.js';
import { flinkWorkers } from './flink-rest.js';
import { logFlags } from './server-log.js';

/** How a cluster is started. */
export interface FlinkClusterSettings extends Partial<FlinkClusterShape> {
  /** Run folder: settings, logs, checkpoints, savepoints. Made when it is missing; logs of earlier runs go. */
  readonly dir: string;
  /** A Flink distribution, as `flinkHome` gives it. */
  readonly home: string;
  readonly java: Java;
  /** Port of the REST API and the web pages; 0, the default, takes a free one. */
  readonly restPort?: number;
  /** How many to start, 1 by default. */
  readonly taskManagers?: number;
  /** Further jars for the cluster: with Beam's runner among them jobs need not bring it. */
  readonly extraClassPath?: readonly string[];
  /** `parent`, the default: the cluster ends with this process. `detached`: it goes on once it has started. */
  readonly lifetime?: 'parent' | 'detached';
  /** Keeps archives of classes, which make starts quicker. */
  readonly cache?: ServiceCache;
  readonly report?: Report;
}

/** Milliseconds until all TaskManagers must have come; a busy machine needs half a minute. */
const START_LIMIT = 180_000;

interface TaskManager {
  readonly id: string;
  readonly server: ServerProcess;
}

/**
 * A real Flink on this machine: a JobManager and TaskManagers, a process each.
 *
 * Owns these processes and the run folder. Does not own the distribution, nor jobs.
 *
 * F1  Every process is in the record (`servers.json`) before anything waits for it, so `beam-run services down` finds
 *     it whatever happens to this process.
 * F2  When `start` or `addTaskManager` throws, what it has started has ended.
 * F3  TaskManagers are numbered from 0 in the order of their start; numbers are not used again.
 */
export class FlinkCluster {
  /** `localhost:port` of the REST API. */
  readonly endpoint: string;
  /** The run folder, an absolute path. */
  readonly dir: string;
  private readonly settings: FlinkClusterSettings;
  private readonly shape: FlinkClusterShape;
  private readonly flink: FlinkDistribution;
  private readonly record: ServerRecord;
  private jobManager: ServerProcess | undefined;
  private readonly taskManagers: TaskManager[] = [];
  private started = 0;

  private constructor(settings: FlinkClusterSettings, restPort: number) {
    this.settings = settings;
    this.dir = resolve(settings.dir);
    this.endpoint = `localhost:${restPort}`;
    this.shape = shapeOf(settings);
    this.flink = readDistribution(settings.home);
    this.record = new ServerRecord(this.dir);
  }

  /**
   * Starts a cluster and waits until all TaskManagers have come.
   * @throws BeamError E_SERVICE when the port is taken, a cluster already runs in this folder, or a process ends or
   *   is not ready in time; E_ENVIRONMENT when the distribution is none
   */
  static async start(settings: FlinkClusterSettings): Promise<FlinkCluster> {
    const { restPort = 0, taskManagers = 1 } = settings;
    const dir = resolve(settings.dir);
    if (new ServerRecord(dir).living().length > 0) {
      throw new BeamError('E_SERVICE', `a Flink cluster already runs in ${dir}`, {
        path: dir,
        help: 'end it with `beam-run services down flink`, or give another folder',
      });
    }
    const cluster = new FlinkCluster(settings, await freePort(restPort));
    try {
      await cluster.prepare();
      await cluster.startJobManager();
      const started = Array.from({ length: taskManagers }, () => cluster.startTaskManager());
      for (const each of await Promise.all(started)) await cluster.untilKnown(each);
      if (settings.lifetime === 'detached') for (const each of cluster.processes) each.detach();
    } catch (thrown) {
      await cluster.stop();
      throw thrown;
    }
    return cluster;
  }

  /** Processes that run: the JobManager first. */
  get processes(): readonly ServerProcess[] {
    const all = [this.jobManager, ...this.taskManagers.map(({ server }) => server)];
    return all.filter((each): each is ServerProcess => each?.running === true);
  }

  /** Starts one more and waits until the JobManager knows it. @returns its number */
  async addTaskManager(): Promise<number> {
    const added = await this.startTaskManager();
    try {
      await this.untilKnown(added);
    } catch (thrown) {
      await added.server.stop();
      throw thrown;
    }
    return this.taskManagers.indexOf(added);
  }

  /** Ends a TaskManager as a crash would (`kill -9`). The JobManager notices after some seconds. */
  async killTaskManager(number: number): Promise<void> {
    const found = this.taskManagers[number];
    if (found === undefined) {
      throw new BeamError('E_BAD_ARGUMENT', `there is no TaskManager ${number}`, {
        help: `TaskManagers are numbered from 0; ${this.taskManagers.length} have been started`,
      });
    }
    await found.server.kill();
  }

  /** Ends all processes. Logs, checkpoints and savepoints stay. */
  async stop(): Promise<void> {
    await Promise.all(this.taskManagers.map(({ server }) => server.stop()));
    await this.jobManager?.stop();
    this.record.forget();
  }

  private async prepare(): Promise<void> {
    rmSync(this.path('log'), { recursive: true, force: true });
    for (const name of ['conf', 'log', 'tmp', 'upload', 'checkpoints', 'savepoints']) {
      mkdirSync(this.path(name), { recursive: true });
    }
    const restPort = Number(this.endpoint.split(':')[1]);
    const place = { dir: this.dir, restPort, rpcPort: await freePort() };
    writeFileSync(this.path('conf', 'config.yaml'), flinkConfig(this.shape, place));
  }

  private async startJobManager(): Promise<void> {
    this.settings.report?.(`starting Flink ${this.flink.version}`);
    this.jobManager = await this.startServer({
      name: 'JobManager',
      file: 'jobmanager.log',
      mainClass: 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint',
      flags: ['-Xmx512m', '-XX:MaxMetaspaceSize=512m'],
      args: [],
    });
    this.write();
  }

  private async startTaskManager(): Promise<TaskManager> {
    const number = this.started++;
    const id = `taskmanager-${number}`;
    const server = await this.startServer({
      name: `TaskManager ${number}`,
      file: `${id}.log`,
      mainClass: 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner',
      flags: taskManagerFlags(this.shape),
      args: [`-Dtaskmanager.resource-id=${id}`],
    });
    const made = { id, server };
    this.taskManagers[number] = made;
    this.write();
    return made;
  }

  private async startServer(settings: {
    name: string;
    file: string;
    mainClass: string;
    flags: readonly string[];
    args: readonly string[];
  }): Promise<ServerProcess> {
    const { java, cache, extraClassPath = [], lifetime = 'parent' } = this.settings;
    const logFile = this.path('log', settings.file);
    const archive = settings.name.startsWith('Job') ? 'flink-jobmanager' : 'flink-taskmanager';
    return startJava({
      name: settings.name,
      java,
      classPath: [...this.flink.jars, ...extraClassPath.map((jar) => resolve(jar))],
      mainClass: settings.mainClass,
      args: ['--configDir', this.path('conf'), ...settings.args],
      flags: [...settings.flags, ...this.flink.javaFlags, ...logFlags(this.path('conf'), logFile)],
      logFile,
      archive: cache && { cache, name: archive, mayRecord: lifetime === 'parent' },
    });
  }

  private async untilKnown({ id, server }: TaskManager): Promise<void> {
    const known = async (): Promise<boolean> => {
      if (this.jobManager?.running === false) throw this.jobManager.failure('ended while it was starting');
      return (await flinkWorkers(this.endpoint))?.some((each) => each.id === id) === true;
    };
    await server.ready(known, START_LIMIT);
  }

  /** F1. */
  private write(): void {
    this.record.write({
      endpoints: { rest: this.endpoint },
      processes: this.processes.map(({ identity, name, logFile }) => ({ ...identity, name, logFile })),
    });
  }

  private path(...names: string[]): string {
    return join(this.dir, ...names);
  }
}

function shapeOf(settings: FlinkClusterSettings): FlinkClusterShape {
  return {
    slots: settings.slots ?? 2,
    stateBackend: settings.stateBackend ?? 'hashmap',
    checkpointInterval: settings.checkpointInterval ?? 2000,
    restartAttempts: settings.restartAttempts ?? 3,
    taskHeap: settings.taskHeap ?? 640,
    config: settings.config ?? {},
  };
}

import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import {
  freePort,
  isPortOpen,
  type Java,
  logFlags,
  readDistribution,
  type ServerProcess,
  ServerRecord,
  type ServiceCache,
  startJava,
} from '@hornbeam/services';

/** How a job server is started. */
export interface JobServerSettings {
  /** `host:port` of a cluster's REST API, or `[local]` for a Flink inside the job server itself. */
  readonly flinkMaster: string;
  /** Run folder: the log and the artifacts of jobs. Made when it is missing; the log of an earlier run goes. */
  readonly dir: string;
  /** Beam's runner: the jar that `beamFlinkJar` gives, or several. */
  readonly jar: string | readonly string[];
  /** A Flink distribution, as `flinkHome` gives it. */
  readonly flinkHome: string;
  readonly java: Java;
  /** Port of the Job API; 0, the default, takes a free one. */
  readonly port?: number;
  /** A folder with Flink's config.yaml, for `[local]`: state backend, checkpoints. */
  readonly confDir?: string;
  /** Megabytes of heap: 1024 by default, 2048 with `[local]`. */
  readonly heap?: number;
  /** `parent`, the default: the job server ends with this process. `detached`: it goes on once it has started. */
  readonly lifetime?: 'parent' | 'detached';
  /** Keeps an archive of classes, which makes starts quicker. */
  readonly cache?: ServiceCache;
}

/** Milliseconds until the port must be open. */
const START_LIMIT = 120_000;

/**
 * Beam's job server in front of Flink: takes plans over the Job API and turns them into jobs of Flink.
 *
 * Owns one process and its run folder. Does not own the cluster.
 *
 * J1  `start` gives a job server that takes connections, or throws and leaves no process behind.
 * J2  The process is recorded in `servers.json` before anything waits for it: `beam-run services down` finds it.
 * J3  With `[local]` all jobs run inside this process and end with it.
 */
export class JobServer {
  /** `localhost:port` of the Job API. */
  readonly endpoint: string;
  readonly logFile: string;
  private readonly server: ServerProcess;
  private readonly record: ServerRecord;

  private constructor(server: ServerProcess, endpoint: string, record: ServerRecord) {
    this.record = record;
    this.server = server;
    this.endpoint = endpoint;
    this.logFile = server.logFile;
  }

  /**
   * @throws BeamError E_SERVICE when the port is taken, or the server ends or is not ready in time (with the last
   *   lines of its log); E_ENVIRONMENT when the Flink distribution is none or of another version
   */
  static async start(settings: JobServerSettings): Promise<JobServer> {
    const flink = readDistribution(settings.flinkHome);
    const dir = resolve(settings.dir);
    const record = new ServerRecord(dir);
    if (record.living().length > 0) {
      throw new BeamError('E_SERVICE', `a job server already runs in ${dir}`, {
        path: dir,
        help: 'end it with `beam-run services down flink`, or give another folder',
      });
    }
    const port = await freePort(settings.port);
    const logFile = join(dir, 'job-server.log');
    mkdirSync(join(dir, 'artifacts'), { recursive: true });
    rmSync(logFile, { force: true });
    const local = settings.flinkMaster.startsWith('[');
    const server = await startJava({
      name: 'the Beam job server',
      java: settings.java,
      classPath: [...[settings.jar].flat().map((jar) => resolve(jar)), ...flink.clientJars],
      mainClass: 'org.apache.beam.runners.flink.FlinkJobServerDriver',
      args: [
        `--flink-master=${settings.flinkMaster}`,
        ...['--job-host=localhost', `--job-port=${port}`, '--artifact-port=0', '--expansion-port=0'],
        `--artifacts-dir=${join(dir, 'artifacts')}`,
        ...(settings.confDir === undefined ? [] : [`--flink-conf-dir=${resolve(settings.confDir)}`]),
      ],
      flags: [
        `-Xmx${settings.heap ?? (local ? 2048 : 1024)}m`,
        // It only translates plans; the second compiler would pay off in jobs that run inside alone.
        ...(local ? [] : ['-XX:TieredStopAtLevel=1']),
        ...flink.javaFlags,
        ...logFlags(dir, logFile),
      ],
      logFile,
      archive: settings.cache && {
        cache: settings.cache,
        name: local ? 'job-server-local' : 'job-server',
        mayRecord: settings.lifetime !== 'detached',
      },
    });
    const endpoint = `localhost:${port}`;
    const { identity, name } = server;
    record.write({ endpoints: { job: endpoint }, processes: [{ ...identity, name, logFile }] });
    await server.ready(() => isPortOpen(port), START_LIMIT);
    if (settings.lifetime === 'detached') server.detach();
    return new JobServer(server, endpoint, record);
  }

  /** The process, for records. */
  get process(): ServerProcess {
    return this.server;
  }

  /**
   * Rejected with a BeamError E_SERVICE, which holds the last lines of the log, when the server ends before `stop`;
   * else fulfilled when it has stopped.
   */
  async untilEnded(): Promise<void> {
    await this.server.ended;
    if (!this.server.stopped) throw this.server.failure('has ended');
  }

  /** Ends the job server. Jobs on a cluster go on, those inside it end. */
  async stop(): Promise<void> {
    await this.server.stop();
    this.record.forget();
  }
}

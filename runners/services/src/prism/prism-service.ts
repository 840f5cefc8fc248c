import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { freePort, isPortOpen } from '../free-port.js';
import { ServerProcess } from '../server-process.js';
import { ServerRecord } from '../server-record.js';

/** How Prism is started. */
export interface PrismServiceSettings {
  /** Run folder: the log. Made when it is missing; the log of an earlier run goes. */
  readonly dir: string;
  /** Path of the program, as `prismProgram` gives it. */
  readonly program: string;
  /** Port of the Job API and of everything workers need; 0, the default, takes a free one. */
  readonly port?: number | undefined;
  /** Port of the web pages; without one there are none. */
  readonly webPort?: number | undefined;
  /** `parent`, the default: Prism ends with this process. `detached`: it goes on once it has started. */
  readonly lifetime?: 'parent' | 'detached' | undefined;
}

/** Milliseconds until the port must be open. */
const START_LIMIT = 30_000;

/**
 * Prism, Beam's runner in Go, as a server of jobs.
 *
 * Owns one process and its run folder. Does not own jobs, nor workers.
 *
 * R1  `start` gives a Prism that takes connections, or throws and leaves no process behind.
 * R2  The process is recorded in `servers.json` before anything waits for it: `beam-run services down` finds it.
 * R3  All jobs run inside this process and end with it.
 */
export class PrismService {
  /** `localhost:port` of the Job API. */
  readonly endpoint: string;
  private readonly server: ServerProcess;
  private readonly record: ServerRecord;

  private constructor(server: ServerProcess, endpoint: string, record: ServerRecord) {
    this.server = server;
    this.endpoint = endpoint;
    this.record = record;
  }

  /**
   * @throws BeamError E_SERVICE when a port is taken, a Prism already runs in this folder, or it ends or is not ready in
   *   time (with the last lines of its log); E_ENVIRONMENT when the program cannot be started
   */
  static async start(settings: PrismServiceSettings): Promise<PrismService> {
    const dir = resolve(settings.dir);
    const record = new ServerRecord(dir);
    if (record.living().length > 0) {
      throw new BeamError('E_SERVICE', `a Prism already runs in ${dir}`, {
        path: dir,
        help: 'end it with `beam-run services down prism`, or give another folder',
      });
    }
    const port = await freePort(settings.port);
    const webPort = settings.webPort === undefined ? undefined : await freePort(settings.webPort);
    const logFile = join(dir, 'prism.log');
    mkdirSync(dir, { recursive: true });
    rmSync(logFile, { force: true });
    const server = await ServerProcess.start({
      name: 'Prism',
      program: settings.program,
      args: [
        `-job_port=${port}`,
        ...(webPort === undefined ? ['-serve_http=false'] : [`-web_port=${webPort}`]),
        '-log_kind=text',
      ],
      logFile,
    });
    const endpoint = `localhost:${port}`;
    record.write({
      endpoints: { job: endpoint, ...(webPort !== undefined && { web: `localhost:${webPort}` }) },
      processes: [{ ...server.identity, name: server.name, logFile }],
    });
    try {
      await server.ready(() => isPortOpen(port), START_LIMIT);
    } catch (thrown) {
      record.forget();
      throw thrown;
    }
    if (settings.lifetime === 'detached') server.detach();
    return new PrismService(server, endpoint, record);
  }

  /** The process, for records. */
  get process(): ServerProcess {
    return this.server;
  }

  /**
   * Rejected with a BeamError E_SERVICE, which holds the last lines of the log, when Prism ends before `stop`; else
   * fulfilled when it has stopped.
   */
  async untilEnded(): Promise<void> {
    await this.server.ended;
    if (!this.server.stopped) throw this.server.failure('has ended');
  }

  /** Ends Prism, and the jobs inside it. */
  async stop(): Promise<void> {
    await this.server.stop();
    this.record.forget();
  }
}

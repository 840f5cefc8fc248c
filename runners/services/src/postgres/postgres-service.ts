import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BeamError } from '@hornbeam/sdk/model';
import { freePort } from '../free-port.js';
import { ServerProcess } from '../server-process.js';
import { ServerRecord } from '../server-record.js';
import type { Report } from '../service-cache.js';
import { lastLines, runTool, type Variables } from '../tool.js';
import { asPlainUser, giveToPlainUser } from './plain-user.js';

/** How Postgres is started. */
export interface PostgresServiceSettings {
  /** Run folder: data and log. What an earlier run left there goes, unless `keep`. */
  readonly dir: string;
  /** The folder with `bin/postgres`, as `postgresHome` gives it. */
  readonly home: string;
  /** 0, the default, takes a free one. */
  readonly port?: number | undefined;
  /** The port that clients are told: of a proxy, say, that cuts links in tests. */
  readonly advertisedPort?: number | undefined;
  /** Of the user `postgres`; without it everybody on this machine is let in. */
  readonly password?: string | undefined;
  /** Settings of `postgresql.conf` beside our own, such as `{ max_connections: '20' }`. */
  readonly config?: Readonly<Record<string, string>> | undefined;
  /** Goes on with the data of an earlier run in this folder. */
  readonly keep?: boolean | undefined;
  /** `parent`, the default: Postgres ends with this process. `detached`: it goes on once it has started. */
  readonly lifetime?: 'parent' | 'detached' | undefined;
  readonly report?: Report | undefined;
  readonly env?: Variables | undefined;
}

/** Milliseconds until it must take connections. */
const START_LIMIT = 60_000;
/** How long the processes of a Postgres that was killed may still have its memory, ms. */
const LEFTOVER_LIMIT = 20_000;
const READY = 'database system is ready to accept connections';
const LEFTOVER = 'is still in use';

/** What tests and demos need of a server: its changes can be followed, and it says nothing that is not asked for. */
const CONFIG: Readonly<Record<string, string>> = {
  listen_addresses: 'localhost',
  unix_socket_directories: '',
  wal_level: 'logical',
  max_wal_senders: '10',
  max_replication_slots: '10',
  shared_buffers: '64MB',
  log_min_messages: 'warning',
};

/**
 * A real Postgres on this machine, with the user and the database `postgres`.
 *
 * Owns one process with its children, and the run folder. Does not own the programs.
 *
 * P1  The process is in the record (`servers.json`) before anything waits for it.
 * P2  When `start` throws, nothing that it has started runs.
 * P3  A Postgres that is started again has its port and its data.
 */
export class PostgresService {
  /** The run folder, an absolute path. */
  readonly dir: string;
  /** Where it listens itself. */
  readonly port: number;
  private readonly settings: PostgresServiceSettings;
  private readonly record: ServerRecord;
  private server: ServerProcess | undefined;

  private constructor(settings: PostgresServiceSettings, port: number) {
    this.settings = settings;
    this.dir = resolve(settings.dir);
    this.port = port;
    this.record = new ServerRecord(this.dir);
  }

  /**
   * Starts Postgres and waits until it takes connections.
   * @throws BeamError E_SERVICE when the port is taken, a Postgres already runs in this folder, or it ends or is not ready
   *   in time (with the last lines of its log); E_ENVIRONMENT
   */
  static async start(settings: PostgresServiceSettings): Promise<PostgresService> {
    const dir = resolve(settings.dir);
    if (new ServerRecord(dir).living().length > 0) {
      throw new BeamError('E_SERVICE', `a Postgres already runs in ${dir}`, {
        path: dir,
        help: 'end it with `beam-run services down postgres`, or give another folder',
      });
    }
    const service = new PostgresService(settings, await freePort(settings.port));
    try {
      settings.report?.('starting Postgres');
      await service.prepare();
      await service.run();
      if (settings.lifetime === 'detached') service.server?.detach();
    } catch (thrown) {
      await service.stop();
      throw thrown;
    }
    return service;
  }

  /** Where clients reach it: `postgres://postgres@localhost:5432/postgres`. */
  get url(): string {
    const { password, advertisedPort } = this.settings;
    const user = password === undefined ? 'postgres' : `postgres:${encodeURIComponent(password)}`;
    return `postgres://${user}@localhost:${advertisedPort ?? this.port}/postgres`;
  }

  /** Whether its first process runs. */
  get running(): boolean {
    return this.server?.running === true;
  }

  /** Its first process; undefined before it was started. */
  get process(): ServerProcess | undefined {
    return this.server;
  }

  /** Ends it as a crash would (`kill -9`): its other processes end by themselves soon after. */
  async kill(): Promise<void> {
    await this.server?.kill();
  }

  /** Starts one that has ended, with all it had, and waits until it takes connections. @throws BeamError E_SERVICE */
  async startAgain(): Promise<void> {
    if (!this.running) await this.run();
  }

  /** Ends it; connections that are open are cut. Its data stay in the run folder. */
  async stop(): Promise<void> {
    await this.server?.stop();
    this.record.forget();
  }

  /** Makes the folder of data where there is none. */
  private async prepare(): Promise<void> {
    const { home, keep = false, password, env } = this.settings;
    const data = join(this.dir, 'data');
    if (!keep) rmSync(data, { recursive: true, force: true });
    mkdirSync(data, { recursive: true });
    giveToPlainUser(data);
    if (statSync(join(data, 'PG_VERSION'), { throwIfNoEntry: false }) !== undefined) return;
    const secret = join(this.dir, 'password');
    if (password !== undefined) writeFileSync(secret, password, { mode: 0o600 });
    const { program, args } = asPlainUser(
      {
        program: join(home, 'bin', 'initdb'),
        args: [
          ...['-D', data, '-U', 'postgres', '--encoding=UTF8', '--locale=C', '--no-sync'],
          ...(password === undefined ? ['--auth=trust'] : ['--auth=scram-sha-256', `--pwfile=${secret}`]),
        ],
      },
      env,
    );
    const { code, output } = await runTool(program, args, env);
    rmSync(secret, { force: true });
    if (code === 0) return;
    throw new BeamError('E_SERVICE', `the data of Postgres could not be set up:\n${lastLines(output, 8)}`, {
      path: data,
      help: 'check the folder and the disk',
    });
  }

  private async run(): Promise<void> {
    for (const until = performance.now() + LEFTOVER_LIMIT; ; await delay(100)) {
      try {
        await this.attempt();
        return;
      } catch (thrown) {
        // Children of one that was killed have not ended yet.
        const isLeftover = BeamError.from(thrown).message.includes(LEFTOVER);
        if (!isLeftover || performance.now() > until) throw thrown;
      }
    }
  }

  private async attempt(): Promise<void> {
    const { home, config, env } = this.settings;
    const logFile = join(this.dir, 'postgres.log');
    const before = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
    const given = Object.entries({ ...CONFIG, ...config, port: String(this.port) });
    const command = asPlainUser(
      {
        program: join(home, 'bin', 'postgres'),
        args: ['-D', join(this.dir, 'data'), ...given.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      },
      env,
    );
    // SIGTERM would wait for clients to leave.
    const server = await ServerProcess.start({
      name: 'Postgres',
      ...command,
      logFile,
      stopSignal: 'SIGINT',
      ...(env && { env }),
    });
    this.server = server;
    const { identity, name } = server;
    this.record.write({
      endpoints: { url: this.url },
      processes: [{ ...identity, name, logFile, stopSignal: 'SIGINT' }],
    });
    await server.ready(async () => readFileSync(logFile).subarray(before).includes(READY), START_LIMIT);
  }
}

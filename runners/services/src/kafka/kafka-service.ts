import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { freePort } from '../free-port.js';
import type { Java } from '../java.js';
import { startJava } from '../java-server.js';
import type { ServerProcess } from '../server-process.js';
import { ServerRecord } from '../server-record.js';
import type { Report, ServiceCache } from '../service-cache.js';
import { lastLines, runTool } from '../tool.js';
import { type KafkaBrokerPlace, type KafkaClusterShape, kafkaConfig, kafkaLogFlags } from './kafka-config.js';

/** How Kafka is started. */
export interface KafkaServiceSettings extends Partial<KafkaClusterShape> {
  /** Run folder: settings, logs and records of the brokers. What an earlier run left there goes, unless `keep`. */
  readonly dir: string;
  /** The class path, as `kafkaJars` gives it. */
  readonly jars: readonly string[];
  readonly java: Java;
  /** How many, 1 (the default) or 3. */
  readonly brokers?: number | undefined;
  /** Port of the first broker for clients; 0, the default, takes a free one. The others take free ones. */
  readonly port?: number | undefined;
  /**
   * Ports that clients and the other brokers are told, one for each broker: of proxies, say, that cut links in tests. Who
   * listens there passes everything on to {@link KafkaService.ports}.
   */
  readonly advertisedPorts?: readonly number[] | undefined;
  /** Goes on with the records of an earlier run in this folder, which must have had as many brokers. */
  readonly keep?: boolean | undefined;
  /** Megabytes of heap of each broker (default 512). */
  readonly heap?: number | undefined;
  /** `parent`, the default: Kafka ends with this process. `detached`: it goes on once it has started. */
  readonly lifetime?: 'parent' | 'detached' | undefined;
  /** Keeps an archive of classes, which makes starts quicker. */
  readonly cache?: ServiceCache | undefined;
  readonly report?: Report | undefined;
}

/** Milliseconds until a broker must be ready; a busy machine needs half a minute. */
const START_LIMIT = 180_000;
/** What a broker writes when it takes requests. */
const READY = 'Kafka Server started';
/** The name of the cluster, 16 bytes in base 64. */
const CLUSTER = 'aG9ybmJlYW0ta2Fma2EtMQ';

interface Broker {
  readonly place: KafkaBrokerPlace;
  readonly dir: string;
  server: ServerProcess | undefined;
}

/**
 * A real Kafka on this machine (KRaft): brokers that are controllers too, a process each.
 *
 * Owns these processes and the run folder. Does not own the jars.
 *
 * K1  Every process is in the record (`servers.json`) before anything waits for it, so `beam-run services down` finds
 *     it whatever happens to this process.
 * K2  When `start` throws, what it has started has ended.
 * K3  Brokers are numbered from 1; a broker that is started again has its number, ports and records.
 */
export class KafkaService {
  /** The run folder, an absolute path. */
  readonly dir: string;
  private readonly settings: KafkaServiceSettings;
  private readonly record: ServerRecord;
  private readonly brokers: readonly Broker[];

  private constructor(settings: KafkaServiceSettings, places: readonly KafkaBrokerPlace[]) {
    this.settings = settings;
    this.dir = resolve(settings.dir);
    this.record = new ServerRecord(this.dir);
    this.brokers = places.map((place) => ({
      place,
      dir: join(this.dir, `broker-${place.id}`),
      server: undefined,
    }));
  }

  /**
   * Starts all brokers and waits until they take requests.
   * @throws BeamError E_SERVICE when the port is taken, a Kafka already runs in this folder, or a broker ends or is not
   *   ready in time (with the last lines of its log); E_BAD_ARGUMENT for another number of brokers
   */
  static async start(settings: KafkaServiceSettings): Promise<KafkaService> {
    const { brokers = 1, users } = settings;
    if (brokers !== 1 && brokers !== 3) {
      throw new BeamError('E_BAD_ARGUMENT', `Kafka is not started with ${brokers} brokers here`, {
        help: 'one is enough for most tests; take three to lose one and go on',
      });
    }
    const dir = resolve(settings.dir);
    if (new ServerRecord(dir).living().length > 0) {
      throw new BeamError('E_SERVICE', `a Kafka already runs in ${dir}`, {
        path: dir,
        help: 'end it with `beam-run services down kafka`, or give another folder',
      });
    }
    const places: KafkaBrokerPlace[] = [];
    for (let id = 1; id <= brokers; id++) {
      places.push({
        id,
        port: await freePort(id === 1 ? settings.port : 0),
        advertisedPort: settings.advertisedPorts?.[id - 1],
        controllerPort: await freePort(),
        saslPort: users && (await freePort()),
      });
    }
    const service = new KafkaService(settings, places);
    try {
      settings.report?.(brokers === 1 ? 'starting Kafka' : `starting Kafka (${brokers} brokers)`);
      await Promise.all(service.brokers.map((broker) => service.prepare(broker)));
      await Promise.all(service.brokers.map((broker) => service.run(broker)));
      if (settings.lifetime === 'detached') for (const { server } of service.brokers) server?.detach();
    } catch (thrown) {
      await service.stop();
      throw thrown;
    }
    return service;
  }

  /** `localhost:port` of every broker, the first first, for clients. */
  get endpoints(): readonly string[] {
    return this.brokers.map(({ place }) => `localhost:${place.advertisedPort ?? place.port}`);
  }

  /** Where the brokers listen themselves. */
  get ports(): readonly number[] {
    return this.brokers.map(({ place }) => place.port);
  }

  /** `localhost:port` of every broker for clients that say who they are (SASL PLAIN); empty without `users`. */
  get saslEndpoints(): readonly string[] {
    return this.brokers.flatMap(({ place }) =>
      place.saslPort === undefined ? [] : [`localhost:${place.saslPort}`],
    );
  }

  /** Processes that run. */
  get processes(): readonly ServerProcess[] {
    return this.brokers.flatMap(({ server }) => (server?.running ? [server] : []));
  }

  /** Ends a broker as a crash would (`kill -9`). @param id from 1 on */
  async killBroker(id: number): Promise<void> {
    await this.broker(id).server?.kill();
  }

  /** Ends a broker in good order: it hands its partitions over first. @param id from 1 on */
  async stopBroker(id: number): Promise<void> {
    await this.broker(id).server?.stop();
  }

  /** Starts a broker that has ended, with all it had, and waits until it takes requests. @throws BeamError E_SERVICE */
  async startBroker(id: number): Promise<void> {
    const broker = this.broker(id);
    if (broker.server?.running !== true) await this.run(broker);
  }

  /** Ends all brokers. Their records stay in the run folder. */
  async stop(): Promise<void> {
    await Promise.all(this.brokers.map(({ server }) => server?.stop()));
    this.record.forget();
  }

  private broker(id: number): Broker {
    const found = this.brokers[id - 1];
    if (found !== undefined) return found;
    throw new BeamError('E_BAD_ARGUMENT', `there is no broker ${id}`, {
      help: `brokers are numbered from 1 to ${this.brokers.length}`,
    });
  }

  /** Writes the settings of a broker and makes its folder of records, as Kafka demands before the first start. */
  private async prepare({ place, dir }: Broker): Promise<void> {
    const { java, jars, keep = false } = this.settings;
    if (!keep) rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
    const shape: KafkaClusterShape = {
      partitions: this.settings.partitions ?? 2,
      users: this.settings.users,
      config: this.settings.config ?? {},
    };
    const all = this.brokers.map((each) => each.place);
    const file = join(dir, 'server.properties');
    writeFileSync(file, kafkaConfig(shape, place, all, join(dir, 'records')));
    const { code, output } = await runTool(java.path, [
      ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', jars.join(delimiter)],
      ...['kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', CLUSTER, '-c', file],
    ]);
    if (code === 0) return;
    throw new BeamError(
      'E_SERVICE',
      `the folder of a Kafka broker could not be made:\n${lastLines(output, 8)}`,
      {
        path: file,
        help: 'check the settings, the folder and the disk',
      },
    );
  }

  private async run(broker: Broker): Promise<void> {
    const { java, jars, cache, heap = 512, lifetime = 'parent' } = this.settings;
    const { place, dir } = broker;
    const logFile = join(dir, 'kafka.log');
    const before = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
    const server = await startJava({
      name: `Kafka ${place.id}`,
      java,
      classPath: jars,
      mainClass: 'kafka.Kafka',
      args: [join(dir, 'server.properties')],
      flags: [`-Xmx${heap}m`, ...kafkaLogFlags],
      logFile,
      archive: cache && { cache, name: 'kafka', mayRecord: lifetime === 'parent' },
    });
    broker.server = server;
    this.write();
    const isReady = async (): Promise<boolean> => readFileSync(logFile).subarray(before).includes(READY);
    await server.ready(isReady, START_LIMIT);
  }

  /** K1. */
  private write(): void {
    const [first] = this.brokers;
    this.record.write({
      endpoints: {
        brokers: this.endpoints.join(','),
        ...(first?.place.saslPort !== undefined && { sasl: this.saslEndpoints.join(',') }),
      },
      processes: this.processes.map(({ identity, name, logFile }) => ({ ...identity, name, logFile })),
    });
  }
}

import { BeamError } from '@hornbeam/sdk/model';
import type { RecordedProcess, Report, ServiceStatus } from '@hornbeam/services';
import type { ServiceName, ServicesAction, ServicesFlags } from '../args/services-grammar.js';
import type { Host } from '../host.js';
import { columns } from '../terminal/columns.js';
import { paletteFor } from '../terminal/palette.js';

/** What `services` does with servers that belong together. */
interface LocalService {
  /** The run folder when none is given. */
  readonly usualDir: string;
  /** What the endpoints of the record are called. */
  readonly endpointNames: Readonly<Record<string, string>>;
  start(dir: string, report: Report): Promise<unknown>;
  status(dir: string): ServiceStatus;
  stop(dir: string): Promise<readonly RecordedProcess[]>;
}

/**
 * Starts, ends or shows real servers on this machine, one service after the other.
 * @returns 0; with `status` 1 when not all of it runs
 * @throws BeamError `E_USAGE` for a flag that the service does not have
 */
export async function servicesCommand(
  action: ServicesAction,
  names: readonly ServiceName[],
  flags: ServicesFlags,
  host: Host,
): Promise<number> {
  const { json = false, ...others } = flags;
  const [stray] = Object.keys(others);
  if (names.length > 1 && stray !== undefined) {
    throw new BeamError('E_USAGE', `${flagOf(stray)} is for one service, and ${names.length} are named.`, {
      help: 'name one at a time',
    });
  }
  const answers: Record<string, unknown> = {};
  let code = 0;
  for (const name of new Set(names)) {
    const service = await services[name](flags, host);
    const dir = flags.dir ?? service.usualDir;
    // Of several each line says which it is of.
    const say = (text: string): void =>
      void host.stderr.write(names.length > 1 ? `${name}: ${text}\n` : `${text}\n`);
    if (action === 'down') {
      const ended = (await service.stop(dir)).map(({ name }) => name);
      answers[name] = { ended };
      if (!json) say(ended.length === 0 ? 'nothing was running' : `ended ${ended.join(', ')}`);
      continue;
    }
    if (action === 'up') await up(service, dir, host, say);
    const status = service.status(dir);
    answers[name] = status;
    if (!status.running) code = 1;
    if (!json) await host.stdout.write(textOf(name, service, status, host));
  }
  if (json) {
    const indent = action === 'down' ? undefined : 2;
    const answer = names.length === 1 ? answers[names[0] as string] : answers;
    await host.stdout.write(`${JSON.stringify(answer, null, indent)}\n`);
  }
  return code;
}

async function up(service: LocalService, dir: string, host: Host, say: Report): Promise<void> {
  if (service.status(dir).running) return say('it runs already');
  // Half of it may be left over from a crash.
  await service.stop(dir);
  const started = host.monotonic();
  await service.start(dir, say);
  say(`ready after ${((host.monotonic() - started) / 1000).toFixed(1)} s`);
}

/** Ports stand here that people know by heart. */
async function flinkService(flags: ServicesFlags, { env }: Host): Promise<LocalService> {
  const { localServicesDir, localServicesStatus, startLocalServices, stopLocalServices } = await import(
    '@hornbeam/flink'
  );
  const { ServiceCache } = await import('@hornbeam/services');
  const { dir: _dir, json: _json, port: restPort = 8081, jobPort = 8099, ...others } = flags;
  return {
    usualDir: localServicesDir(ServiceCache.locate(env)),
    endpointNames: { rest: 'Flink', job: 'job server' },
    start: (dir, report) =>
      startLocalServices({ slots: 2, ...others, dir, restPort, jobPort, lifetime: 'detached', env, report }),
    status: localServicesStatus,
    stop: stopLocalServices,
  };
}

async function prismService(flags: ServicesFlags, { env }: Host): Promise<LocalService> {
  const { localPrismDir, localPrismStatus, ServiceCache, startLocalPrism, stopLocalPrism } = await import(
    '@hornbeam/services'
  );
  const { dir: _dir, json: _json, port: webPort = 8074, jobPort = 8073, ...others } = flags;
  refuseOthers('Prism', others, '--port, --job-port, --dir and --json');
  return {
    usualDir: localPrismDir(ServiceCache.locate(env)),
    endpointNames: { web: 'web pages', job: 'job server' },
    start: (dir, report) => startLocalPrism({ dir, webPort, jobPort, lifetime: 'detached', env, report }),
    status: localPrismStatus,
    stop: stopLocalPrism,
  };
}

async function kafkaService(flags: ServicesFlags, { env }: Host): Promise<LocalService> {
  const { localKafkaDir, localKafkaStatus, ServiceCache, startLocalKafka, stopLocalKafka } = await import(
    '@hornbeam/services'
  );
  const { dir: _dir, json: _json, port = 9092, brokers, keep, mavenRepository, ...others } = flags;
  refuseOthers('Kafka', others, '--port, --brokers, --keep, --maven-repository, --dir and --json');
  return {
    usualDir: localKafkaDir(ServiceCache.locate(env)),
    endpointNames: { brokers: 'brokers' },
    start: (dir, report) =>
      startLocalKafka({ dir, port, brokers, keep, mavenRepository, lifetime: 'detached', env, report }),
    status: localKafkaStatus,
    stop: stopLocalKafka,
  };
}

async function postgresService(flags: ServicesFlags, { env }: Host): Promise<LocalService> {
  const { localPostgresDir, localPostgresStatus, ServiceCache, startLocalPostgres, stopLocalPostgres } =
    await import('@hornbeam/services');
  const { dir: _dir, json: _json, port = 5432, keep, ...others } = flags;
  refuseOthers('Postgres', others, '--port, --keep, --dir and --json');
  return {
    usualDir: localPostgresDir(ServiceCache.locate(env)),
    endpointNames: { url: 'address' },
    start: (dir, report) => startLocalPostgres({ dir, port, keep, lifetime: 'detached', env, report }),
    status: localPostgresStatus,
    stop: stopLocalPostgres,
  };
}

/** @throws BeamError `E_USAGE` for a flag that is another service's */
function refuseOthers(called: string, others: ServicesFlags, takes: string): void {
  const [stray] = Object.keys(others);
  if (stray === undefined) return;
  throw new BeamError('E_USAGE', `${called} has no ${flagOf(stray)}.`, { help: `it takes ${takes}` });
}

const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const services: Readonly<Record<ServiceName, (flags: ServicesFlags, host: Host) => Promise<LocalService>>> = {
  flink: flinkService,
  prism: prismService,
  kafka: kafkaService,
  postgres: postgresService,
};

/** Endpoints that browsers cannot show. */
const NOT_FOR_BROWSERS: readonly string[] = ['job', 'brokers', 'url'];

function textOf(
  name: ServiceName,
  { endpointNames }: LocalService,
  { running, dir, endpoints, processes }: ServiceStatus,
  host: Host,
): string {
  if (processes.length === 0) return `not running; start it with \`beam-run services up ${name}\`\n`;
  const paint = paletteFor(host.stdout, host.env);
  const rows = processes.map((each) => [
    `  ${each.name}`,
    each.running ? `process ${each.pid}` : 'has ended',
    each.logFile,
  ]);
  const lines = [
    running ? paint.green('running') : paint.red('not all of it runs'),
    ...Object.entries(endpointNames).flatMap(([id, called]) => {
      const address = endpoints[id];
      if (address === undefined) return [];
      return [`  ${called.padEnd(10)}  ${NOT_FOR_BROWSERS.includes(id) ? address : `http://${address}`}`];
    }),
    `  folder      ${dir}`,
    '',
    ...columns(rows),
  ];
  return `${lines.join('\n')}\n`;
}

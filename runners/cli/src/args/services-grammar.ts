import { BeamError } from '@hornbeam/sdk/model';
import { Argument, type Command, Option } from 'commander';
import { timeLimit } from './flag-values.js';

/** Flags of `services`. */
export interface ServicesFlags {
  readonly json?: boolean;
  /** Run folder. */
  readonly dir?: string;
  readonly port?: number;
  readonly jobPort?: number;
  readonly taskManagers?: number;
  readonly slots?: number;
  readonly stateBackend?: 'hashmap' | 'rocksdb';
  /** Milliseconds. */
  readonly checkpointInterval?: number;
  readonly flinkHome?: string;
  readonly beamJars?: string;
  readonly mavenRepository?: string;
  readonly brokers?: number;
  readonly keep?: boolean;
}

/** What `services` can do. */
export const servicesActions = ['up', 'down', 'status'] as const;

/** What `services` can do it with. */
export const serviceNames = ['flink', 'prism', 'kafka', 'postgres'] as const;

/** What `services` is asked for. */
export type ServicesAction = (typeof servicesActions)[number];

/** A server, or servers that belong together. */
export type ServiceName = (typeof serviceNames)[number];

/** Adds the arguments and flags of `services`. */
export function addServices(
  command: Command,
  run: (action: ServicesAction, services: readonly ServiceName[], flags: ServicesFlags) => Promise<void>,
): void {
  command
    .addArgument(new Argument('<action>').choices(servicesActions))
    .addArgument(new Argument('[services...]').choices(serviceNames).default(['flink'], 'flink'))
    .addOption(
      number(
        '--port <number>',
        'port of the web pages, for Kafka of the first broker; 0 for any (default: 8081, Prism 8074, Kafka 9092, Postgres 5432)',
        0,
      ),
    )
    .addOption(
      number('--job-port <number>', 'port of the job server, 0 for any (default: 8099, Prism 8073)', 0),
    )
    .addOption(number('--task-managers <number>', 'flink: how many TaskManagers to start (default: 1)', 1))
    .addOption(number('--slots <number>', 'flink: task slots of each TaskManager (default: 2)', 1))
    .addOption(
      new Option('--state-backend <name>', 'flink: where state is kept (default: hashmap)').choices([
        'hashmap',
        'rocksdb',
      ]),
    )
    .addOption(
      new Option('--checkpoint-interval <time>', 'flink: time between checkpoints (default: 2s)').argParser(
        (text) => timeLimit(text, '--checkpoint-interval'),
      ),
    )
    .addOption(
      new Option('--brokers <number>', 'kafka: how many brokers, 1 or 3 (default: 1)').argParser(brokers),
    )
    .option('--keep', 'kafka, postgres: go on with what an earlier run left in this folder')
    .option('--flink-home <folder>', 'flink: one that is already there (default: fetched; env: FLINK_HOME)')
    .option('--beam-jars <path>', "flink: the jars of Beam's runner, a folder or one file (default: fetched)")
    .option('--maven-repository <url>', 'flink, kafka: fetch jars from here (default: as Maven is set up)')
    .option(
      '--dir <folder>',
      'run folder: logs, for Flink also checkpoints and savepoints, for Kafka and Postgres what they hold (default: in the cache)',
    )
    .option('--json', 'print JSON')
    .action((action: ServicesAction, services: readonly ServiceName[], flags: ServicesFlags) =>
      run(action, services, flags),
    );
}

function number(flags: string, about: string, least: number): Option {
  return new Option(flags, about).argParser((text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= 65_535) return value;
    throw new BeamError('E_USAGE', `${flags.split(' ')[0]} cannot be "${text}".`, {
      help: `give a whole number from ${least} on`,
    });
  });
}

function brokers(text: string): number {
  if (text === '1' || text === '3') return Number(text);
  throw new BeamError('E_USAGE', `--brokers cannot be "${text}".`, {
    help: 'give 1, or 3 to be able to lose one',
  });
}

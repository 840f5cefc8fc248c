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
}

/** What `services` can do. */
export const servicesActions = ['up', 'down', 'status'] as const;

/** What `services` can do it with. */
export const serviceNames = ['flink'] as const;

/** What `services` is asked for. */
export type ServicesAction = (typeof servicesActions)[number];

/** Adds the arguments and flags of `services`; ports stand there that people know by heart. */
export function addServices(
  command: Command,
  run: (action: ServicesAction, flags: ServicesFlags) => Promise<void>,
): void {
  command
    .addArgument(new Argument('<action>').choices(servicesActions))
    .addArgument(new Argument('[service]').choices(serviceNames).default('flink'))
    .addOption(number('--port <number>', "port of Flink's web pages and REST API, 0 for any", 0, 8081))
    .addOption(number('--job-port <number>', 'port of the job server, 0 for any', 0, 8099))
    .addOption(number('--task-managers <number>', 'how many TaskManagers to start', 1, 1))
    .addOption(number('--slots <number>', 'task slots of each TaskManager', 1, 2))
    .addOption(
      new Option('--state-backend <name>', 'where Flink keeps state')
        .choices(['hashmap', 'rocksdb'])
        .default('hashmap'),
    )
    .addOption(
      new Option('--checkpoint-interval <time>', 'time between checkpoints (default: 2s)').argParser((text) =>
        timeLimit(text, '--checkpoint-interval'),
      ),
    )
    .option('--flink-home <folder>', 'a Flink that is already there (default: fetched; env: FLINK_HOME)')
    .option('--beam-jars <path>', "the jars of Beam's Flink runner, a folder or one file (default: fetched)")
    .option('--maven-repository <url>', 'fetch jars from here (default: as Maven is set up)')
    .option('--dir <folder>', 'run folder: logs, checkpoints, savepoints (default: in the cache)')
    .option('--json', 'print JSON')
    .action((action: ServicesAction, _service: string, flags: ServicesFlags) => run(action, flags));
}

function number(flags: string, about: string, least: number, usual: number): Option {
  return new Option(flags, about).default(usual).argParser((text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= 65_535) return value;
    throw new BeamError('E_USAGE', `${flags.split(' ')[0]} cannot be "${text}".`, {
      help: `give a whole number from ${least} on`,
    });
  });
}

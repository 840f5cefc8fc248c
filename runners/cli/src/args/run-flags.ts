import type { EnvironmentSettings } from '@hornbeam/jobs';
import { BeamError } from '@hornbeam/sdk/model';
import { type Command, Option } from 'commander';
import type { LogLevel } from '../progress/reporter.js';
import type { FlagShape } from './split-arguments.js';

/** The flags of `beam-run` itself, as far as they were given. */
export interface RunFlags {
  readonly runner?: string;
  readonly jobName?: string;
  readonly json?: boolean;
  readonly output?: 'text' | 'table' | 'json' | 'csv' | 'md';
  readonly quiet?: boolean;
  /** How often `-v` was given. */
  readonly verbose?: number;
  readonly logLevel?: LogLevel;
  readonly color?: boolean;
  readonly optionsFile?: string;
  readonly set?: readonly string[];
  readonly dryRun?: boolean;
  readonly streaming?: boolean;
  /** A length of time, see `flag-values.ts`. */
  readonly timeout?: string;
  /** Likewise. */
  readonly drainTimeout?: string;
  /** The folder in which the run is kept. */
  readonly stateDir?: string;
  readonly stateStore?: 'log' | 'level';
  readonly resume?: boolean;
  /** A length of time, see `flag-values.ts`. */
  readonly epochInterval?: string;
  /** A size, see `flag-values.ts`. */
  readonly outboxLimit?: string;
  readonly allowLostState?: boolean;
  readonly checkImmutability?: boolean;
  readonly encodeEveryBundle?: boolean;
  readonly trace?: boolean;
  /** A size, see `flag-values.ts`. */
  readonly memoryBudget?: string;
  /** `host:port` of a cluster's REST API. */
  readonly flinkMaster?: string;
  /** `host:port` of a job service. */
  readonly jobEndpoint?: string;
  readonly submit?: 'job-server' | 'rest';
  readonly parallelism?: number;
  /** A length of time, see `flag-values.ts`; `0` for none. */
  readonly checkpointInterval?: string;
  readonly fromSavepoint?: string;
  /** `name=value`, options of the runner itself. */
  readonly runnerOption?: readonly string[];
  readonly beamJars?: string;
  /** Where user code runs; the words of Beam's options. */
  readonly environmentType?: EnvironmentType;
  readonly environmentConfig?: string;
  readonly format?: 'text' | 'mermaid' | 'dot' | 'svg' | 'json';
  readonly help?: boolean;
}

type EnvironmentType = NonNullable<EnvironmentSettings['type']>;

/** Which flags a command takes. */
export type FlagName = keyof RunFlags;

const repeated = (value: string, before: readonly string[] | undefined): string[] => [
  ...(before ?? []),
  value,
];

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new BeamError('E_USAGE', `"${text}" is no whole number from 1 on.`, {
    help: 'give a number such as 4',
  });
}

const environmentTypes: readonly EnvironmentType[] = ['loopback', 'external', 'process', 'docker'];

/** Beam's other SDKs write the types in capitals. */
function environmentType(text: string): EnvironmentType {
  const found = environmentTypes.find((type) => type === text.toLowerCase());
  if (found !== undefined) return found;
  throw new BeamError('E_USAGE', `--environment-type cannot be "${text}".`, {
    help: `types that exist: ${environmentTypes.join(', ')}`,
  });
}

/** Every flag, in the order in which help lists them. */
const makers: Readonly<Record<FlagName, () => Option>> = {
  runner: () =>
    new Option('-r, --runner <name>', 'what runs the pipeline (default: direct; env: BEAM_RUNNER)'),
  jobName: () =>
    new Option('--job-name <name>', "the job's name (default: the pipeline's, or that of its file)"),
  optionsFile: () => new Option('--options-file <file>', 'read options of the pipeline from a JSON file'),
  set: () =>
    new Option('--set <name=value>', 'set one option of the pipeline, whatever its name').argParser(repeated),
  output: () =>
    new Option('--output <format>', 'the form of what the pipeline prints (default: text)').choices([
      'text',
      'table',
      'json',
      'csv',
      'md',
    ]),
  format: () =>
    new Option('--format <format>', 'the form of the picture (default: text)').choices([
      'text',
      'mermaid',
      'dot',
      'svg',
      'json',
    ]),
  json: () => new Option('--json', 'write events as JSON lines on stdout; the last one is the result'),
  quiet: () => new Option('-q, --quiet', 'no progress and no summary, only warnings and errors'),
  verbose: () =>
    new Option('-v, --verbose', 'tell more: debug logs, each step that begins or ends; -vv also times')
      .preset('1')
      .argParser((_: string, before: number | undefined) => (before ?? 0) + 1),
  logLevel: () =>
    new Option('--log-level <level>', 'the least important logs that are shown (default: info)').choices([
      'debug',
      'info',
      'warn',
      'error',
    ]),
  color: () => new Option('--no-color', 'no colours (env: NO_COLOR, FORCE_COLOR)'),
  dryRun: () => new Option('--dry-run', 'build and plan, but run nothing'),
  streaming: () =>
    new Option('--streaming', 'treat bounded input as endless: results come as windows end, not at the end'),
  timeout: () =>
    new Option(
      '--timeout <time>',
      'end the run after a time such as 90s or 10m: drain it when it is endless, else cancel',
    ),
  drainTimeout: () =>
    new Option(
      '--drain-timeout <time>',
      'give up an endless run that is to end and comes no further for this time (default: 30s)',
    ),
  memoryBudget: () =>
    new Option(
      '--memory-budget <size>',
      'memory for groups and queues before they go to disk, such as 512MiB',
    ),
  stateDir: () =>
    new Option('--state-dir <folder>', 'direct: keep the run there, exactly once: it survives this process'),
  stateStore: () =>
    new Option(
      '--state-store <kind>',
      'direct: log (default), or level for more keys than memory has room for: needs the package classic-level',
    ).choices(['log', 'level']),
  resume: () => new Option('--resume', 'direct: go on with the run that --state-dir holds'),
  epochInterval: () =>
    new Option('--epoch-interval <time>', 'direct: how often what is kept is made durable (default: 100ms)'),
  outboxLimit: () =>
    new Option(
      '--outbox-limit <size>',
      'direct: rows that may wait for a sink before sources rest (default: 256MiB)',
    ),
  allowLostState: () =>
    new Option(
      '--allow-lost-state',
      'direct: resume although the pipeline has no more use for some of the state',
    ),
  flinkMaster: () =>
    new Option(
      '--flink-master <host:port>',
      "flink: the cluster's REST API (default: a Flink inside the run)",
    ),
  jobEndpoint: () =>
    new Option(
      '--job-endpoint <host:port>',
      'flink, portable, prism: a job service that is up (prism: default: started for the run)',
    ),
  submit: () =>
    new Option('--submit <way>', 'flink: how a job comes to the cluster (default: job-server)').choices([
      'job-server',
      'rest',
    ]),
  parallelism: () =>
    new Option('--parallelism <number>', 'flink: how many tasks a step runs as').argParser(wholeNumber),
  checkpointInterval: () =>
    new Option(
      '--checkpoint-interval <time>',
      'flink: time between checkpoints of an endless run, 0 for none (default: 5s)',
    ),
  fromSavepoint: () =>
    new Option('--from-savepoint <path>', 'flink: go on from the state of a job that was stopped'),
  runnerOption: () =>
    new Option('--runner-option <name=value>', 'send an option to the runner, whatever its name').argParser(
      repeated,
    ),
  beamJars: () =>
    new Option('--beam-jars <path>', "flink: the jars of Beam's Flink runner (default: fetched)"),
  environmentType: () =>
    new Option(
      '--environment-type <type>',
      'flink, portable, prism: where user code runs: loopback (here), external, process, docker',
    )
      .choices(environmentTypes)
      .argParser(environmentType),
  environmentConfig: () =>
    new Option(
      '--environment-config <config>',
      'what the type needs: host:port of a pool, a program, an image; JSON for more',
    ),
  checkImmutability: () =>
    new Option('--check-immutability', 'test mode: fail when a callback changes an element; slow'),
  encodeEveryBundle: () =>
    new Option('--encode-every-bundle', 'test mode: pass elements through their coders between steps; slow'),
  trace: () => new Option('--trace', 'show all frames of errors, also those inside the runner'),
  help: () => new Option('-h, --help', 'list the options of the pipeline and these flags'),
};

/** Flags of the commands that take a pipeline file. */
export const flagsOf = {
  run: Object.keys(makers).filter((name) => name !== 'format') as FlagName[],
  explain: ['runner', 'format', 'optionsFile', 'set', 'color', 'trace', 'help'] as FlagName[],
  check: ['json', 'optionsFile', 'set', 'color', 'trace', 'help'] as FlagName[],
} as const;

/** Gives a command the named flags. */
export function addFlags(command: Command, names: readonly FlagName[]): Command {
  command.helpOption(false);
  for (const name of names) command.addOption(makers[name]());
  return command;
}

/** The flags of a command, for telling them from a pipeline's. */
export const flagShapes = (command: Command): FlagShape[] =>
  command.options.map((option) => ({
    long: (option.long ?? '').slice(2),
    short: option.short?.slice(1),
    takesValue: option.required === true,
  }));

/** The flags that a command has parsed. */
export function readFlags(command: Command): RunFlags {
  const { color, ...flags } = command.opts<RunFlags>();
  // Commander makes it true when nobody said anything.
  return color === false ? { ...flags, color } : flags;
}

/** Flags given before and after the file as one: later ones win, those that add up do. */
export function mergeFlags(before: RunFlags, after: RunFlags): RunFlags {
  const set = [...(before.set ?? []), ...(after.set ?? [])];
  const verbose = (before.verbose ?? 0) + (after.verbose ?? 0);
  const runnerOption = [...(before.runnerOption ?? []), ...(after.runnerOption ?? [])];
  return {
    ...{ ...before, ...after },
    ...(set.length > 0 && { set }),
    ...(runnerOption.length > 0 && { runnerOption }),
    ...(verbose > 0 && { verbose }),
  };
}

import { Command } from 'commander';
import { templates } from '../init/templates.js';
import { columns } from '../terminal/columns.js';
import { addCheckpoint, type CheckpointAction, type CheckpointFlags } from './checkpoint-grammar.js';
import {
  addExpansionService,
  addTransforms,
  type ExpansionServiceFlags,
  type TransformsFlags,
} from './expansion-grammar.js';
import { addJobs, type JobsAction, type JobsFlags } from './jobs-grammar.js';
import { addFlags, type FlagName, flagShapes, flagsOf, type RunFlags, readFlags } from './run-flags.js';
import { addServe, type ServeFlags } from './serve-grammar.js';
import {
  addServices,
  type ServiceName,
  type ServicesAction,
  type ServicesFlags,
} from './services-grammar.js';
import type { FlagShape } from './split-arguments.js';
import { addWorker, type WorkerFlags } from './worker-grammar.js';

/** A command line that names a pipeline file, as far as it can be read without the file. */
export interface FileInvocation {
  /** Flags before the file. */
  readonly flags: RunFlags;
  /** Undefined when none was given. */
  readonly file: string | undefined;
  /** Everything behind the file. */
  readonly rest: readonly string[];
  /** The flags that may also stand behind the file. */
  readonly shapes: readonly FlagShape[];
  /** Parses such flags. */
  readonly parse: (tokens: readonly string[]) => RunFlags;
  /** The flags as help shows them, but for those whose names (kebab-case) the pipeline has taken. */
  readonly flagHelp: (taken?: readonly string[]) => string[];
}

/** What each command does; each gives the exit code. */
export interface Actions {
  run(invocation: FileInvocation): Promise<number>;
  explain(invocation: FileInvocation): Promise<number>;
  check(files: readonly string[], flags: RunFlags): Promise<number>;
  init(
    folder: string | undefined,
    flags: { readonly template?: string; readonly force?: boolean },
  ): Promise<number>;
  list(topic: string | undefined, flags: { readonly json?: boolean }): Promise<number>;
  services(action: ServicesAction, services: readonly ServiceName[], flags: ServicesFlags): Promise<number>;
  jobs(action: JobsAction, id: string | undefined, flags: JobsFlags): Promise<number>;
  checkpoint(action: CheckpointAction, folder: string, flags: CheckpointFlags): Promise<number>;
  worker(flags: WorkerFlags): Promise<number>;
  serve(flags: ServeFlags): Promise<number>;
  expansionService(file: string, flags: ExpansionServiceFlags): Promise<number>;
  transforms(flags: TransformsFlags): Promise<number>;
  doctor(flags: { readonly json?: boolean }): Promise<number>;
  completion(shell: string): Promise<number>;
}

/** The names of all commands, and what each is for. */
const commands = {
  run: 'run a pipeline file (what beam-run does without a command)',
  check: 'build pipeline files and report what is wrong with them, without running them',
  explain: 'show the graph of a pipeline, its stages, windows and coders',
  init: 'write a new project that is ready to run',
  list: 'list what can be used: io, transforms, runners',
  services: 'start, end or show servers on this machine: Flink with a job server, or Prism',
  jobs: 'show and end jobs: runs on this machine, of a Flink cluster, of a job service',
  checkpoint: 'look at what a run has kept in its state directory',
  worker: 'serve workers that runners on other machines or in other processes ask for',
  serve: 'run the jobs of every Beam SDK on this machine: a job service',
  'expansion-service': 'serve the transforms of a file to pipelines of other SDKs',
  transforms: 'list the transforms that an expansion service of another SDK offers',
  doctor: 'look whether this machine has what pipelines need',
  completion: 'print the completion script of a shell',
} as const;

/** The names of all commands. */
export const commandNames: readonly string[] = Object.keys(commands);

/** Whether the first word of a command line is a command, and not a file. */
export const isCommand = (word: string): boolean => Object.hasOwn(commands, word);

/**
 * The grammar of the command line. `Command.parseAsync` calls one of the actions; its exit code is handed to
 * `ended`. Errors of usage are thrown by commander as `CommanderError`.
 */
export function createProgram(version: string, actions: Actions, ended: (code: number) => void): Command {
  const program = new Command('beam-run')
    .description('Runs data pipelines of the Apache Beam model, written in TypeScript.')
    .usage('[flags] <file> [options of the pipeline]')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride();
  const add = (name: keyof typeof commands): Command =>
    program.command(name).description(commands[name]).exitOverride().allowExcessArguments(false);

  const withFile = (name: 'run' | 'explain'): void => {
    const command = addFlags(add(name), flagsOf[name])
      .passThroughOptions()
      .argument('[file]')
      .argument('[options...]', 'options of the pipeline');
    command.action(async (file: string | undefined, rest: string[]) => {
      if (asksForHelp(command, file)) return ended(0);
      ended(
        await actions[name]({
          flags: readFlags(command),
          file,
          rest,
          shapes: flagShapes(command),
          parse: (tokens) => parseFlags(flagsOf[name], tokens),
          flagHelp: (taken) => flagHelp(command, taken),
        }),
      );
    });
  };
  withFile('run');
  const check = addFlags(add('check'), flagsOf.check).argument('[files...]');
  check.action(async (files: string[]) => {
    ended(asksForHelp(check, files[0]) ? 0 : await actions.check(files, readFlags(check)));
  });
  withFile('explain');
  add('init')
    .argument('[folder]')
    .option('-t, --template <name>', `what the project starts from: ${Object.keys(templates).join(', ')}`)
    .option('--force', 'write into a folder that is not empty; files that exist stay')
    .action(async (folder: string | undefined, flags: object) => ended(await actions.init(folder, flags)));
  add('list')
    .argument('[topic]', 'io, transforms or runners')
    .option('--json', 'print JSON')
    .action(async (topic: string | undefined, flags: object) => ended(await actions.list(topic, flags)));
  addServices(add('services'), async (...asked) => ended(await actions.services(...asked)));
  addJobs(add('jobs'), async (action, id, flags) => ended(await actions.jobs(action, id, flags)));
  addCheckpoint(add('checkpoint'), async (...asked) => ended(await actions.checkpoint(...asked)));
  addWorker(add('worker'), async (flags) => ended(await actions.worker(flags)));
  addServe(add('serve'), async (flags) => ended(await actions.serve(flags)));
  addExpansionService(add('expansion-service'), async (file, flags) =>
    ended(await actions.expansionService(file, flags)),
  );
  addTransforms(add('transforms'), async (flags) => ended(await actions.transforms(flags)));
  add('doctor')
    .option('--json', 'print JSON')
    .action(async (flags: object) => ended(await actions.doctor(flags)));
  add('completion')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell: string) => ended(await actions.completion(shell)));

  const run = program.commands.find((command) => command.name() === 'run') as Command;
  program.addHelpText('after', () => ['', 'Flags of run:', ...flagHelp(run), '', ...examples].join('\n'));
  return program;
}

/** `run --help` without a file: the help of the command itself. With a file it is that of the file. */
function asksForHelp(command: Command, file: string | undefined): boolean {
  if (file !== undefined || readFlags(command).help !== true) return false;
  command.outputHelp();
  return true;
}

const examples = [
  'Examples:',
  '  beam-run pipeline.ts --input=data.txt      run it; options of the pipeline stand behind the file',
  '  beam-run pipeline.ts --help                list the options of the pipeline',
  '  beam-run explain pipeline.ts --format svg  draw it',
];

/** Flags that stand alone, without a file before them. */
function parseFlags(names: readonly FlagName[], tokens: readonly string[]): RunFlags {
  // What is wrong comes back as an exception; commander's own message would stand beside it.
  const silent = { outputError: () => undefined };
  const command = addFlags(
    new Command('beam-run').exitOverride().helpCommand(false).configureOutput(silent),
    names,
  );
  command.parse([...tokens], { from: 'user' });
  return readFlags(command);
}

const flagHelp = (command: Command, taken: readonly string[] = []): string[] =>
  columns(
    command.options
      .filter((option) => !taken.includes((option.long ?? '').slice(2)))
      .map((option) => [`  ${option.flags}`, option.description]),
  );

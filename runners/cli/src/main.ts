import { readFileSync } from 'node:fs';
import type { Command, CommanderError } from 'commander';
import type { Actions, FileInvocation } from './args/program.js';
import type { Host } from './host.js';
import { processHost } from './process-host.js';
import type { Session } from './session.js';

/**
 * The command `beam-run`. Sets the exit code of the process: 0 done, 1 the pipeline failed, 2 usage, 3 what the
 * pipeline is made of, 128 and more ended by a signal.
 *
 * Loads what a command needs when it needs it: `--help` must not wait for a compiler.
 * @param argv the command line without the program's name
 */
export async function main(argv: readonly string[]): Promise<void> {
  await new Main(processHost()).run(argv);
}

/** The exit code of a program whose reader has gone (128 + SIGPIPE), as every other program has it. */
const PIPE_EXIT_CODE = 141;

class Main {
  private readonly host: Host;
  private session: Session | undefined;

  constructor(host: Host) {
    this.host = host;
  }

  async run(argv: readonly string[]): Promise<void> {
    process.stdout.on('error', this.endQuietly);
    process.exitCode = await this.dispatch(argv).catch((thrown: unknown) => this.report(thrown));
    // User code may have left timers or connections behind that would keep the process alive.
    if (this.session !== undefined) await endProcess();
  }

  private async dispatch(argv: readonly string[]): Promise<number> {
    const { createProgram, isCommand } = await import('./args/program.js');
    let code = 0;
    const program = createProgram(version(), this.actions(), (ended) => {
      code = ended;
    });
    for (const command of [program, ...program.commands]) this.redirect(command);
    const [first] = argv;
    if (first === undefined) {
      program.outputHelp({ error: true });
      return 2;
    }
    const isGlobal = ['-h', '--help', '-V', '--version'].includes(first);
    const { spellFlags } = await import('./args/spell-flags.js');
    const line = isGlobal || isCommand(first) ? [...argv] : ['run', ...argv];
    try {
      await program.parseAsync(spellFlags(line, program), { from: 'user' });
    } catch (thrown) {
      if ((thrown as Partial<CommanderError>).code !== 'commander.unknownOption') throw thrown;
      const { usageError } = await import('./args/usage-error.js');
      const command = program.commands.find((each) => each.name() === line[0]) ?? program;
      throw usageError(
        thrown as CommanderError,
        command.options.flatMap(({ long }) => long ?? []),
      );
    }
    return code;
  }

  private redirect(command: Command): void {
    const { stdout, stderr } = this.host;
    command.configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      // Errors come back as exceptions, and are shown like all others.
      outputError: () => undefined,
      getOutHelpWidth: () => stdout.columns ?? 120,
      getErrHelpWidth: () => stderr.columns ?? 120,
    });
  }

  private actions(): Actions {
    const { host } = this;
    return {
      run: async (invocation: FileInvocation) => {
        const { runCommand } = await import('./commands/run.js');
        return this.withUserCode((session) => runCommand(invocation, session));
      },
      explain: async (invocation) => {
        const { explainCommand } = await import('./commands/explain.js');
        return this.withUserCode((session) => explainCommand(invocation, session));
      },
      check: async (files, flags) => {
        const { checkCommand } = await import('./commands/check.js');
        return this.withUserCode((session) => checkCommand(files, flags, session));
      },
      init: async (folder, flags) => (await import('./commands/init.js')).initCommand(folder, flags, host),
      list: async (topic, flags) => (await import('./commands/list.js')).listCommand(topic, flags, host),
      services: async (action, services, flags) => {
        const { servicesCommand } = await import('./commands/services.js');
        return servicesCommand(action, services, flags, host);
      },
      jobs: async (action, id, flags) =>
        (await import('./commands/jobs.js')).jobsCommand(action, id, flags, host),
      checkpoint: async (action, folder, flags) => {
        const { checkpointCommand } = await import('./commands/checkpoint.js');
        return checkpointCommand(action, folder, flags, host);
      },
      worker: async (flags) => {
        const { workerCommand } = await import('./commands/worker.js');
        return this.withUserCode((session) => workerCommand(flags, session));
      },
      serve: async (flags) => {
        const { serveCommand } = await import('./commands/serve.js');
        return this.withUserCode((session) => serveCommand(flags, session));
      },
      expansionService: async (file, flags) => {
        const { expansionServiceCommand } = await import('./commands/expansion-service.js');
        return this.withUserCode((session) => expansionServiceCommand(file, flags, session));
      },
      transforms: async (flags) => (await import('./commands/transforms.js')).transformsCommand(flags, host),
      doctor: async (flags) => (await import('./commands/doctor.js')).doctorCommand(flags, host),
      completion: async (shell) => {
        const { completionCommand } = await import('./commands/completion.js');
        return completionCommand(shell, host);
      },
    };
  }

  /** Runs a command that loads files of the user: signals and errors that nobody caught come to it. */
  private async withUserCode(command: (session: Session) => Promise<number>): Promise<number> {
    const { Session } = await import('./session.js');
    const session = new Session(this.host);
    this.session = session;
    process.stdout.off('error', this.endQuietly);
    session.interruptions.listen();
    session.mapping.install();
    return command(session);
  }

  /** Shows what went wrong. @returns the exit code */
  private async report(thrown: unknown): Promise<number> {
    const commander = thrown as Partial<CommanderError>;
    if (commander.code === 'commander.helpDisplayed' || commander.code === 'commander.version') return 0;
    const cause = this.session?.interruptions.cause;
    // Who sent a signal knows why the command ended.
    if (cause !== undefined && cause.kind !== 'fault' && isCancelled(thrown)) return cause.exitCode;
    const { reportError } = await import('./errors/report-error.js');
    return reportError(thrown, this.host, this.session?.flags ?? {});
  }

  private readonly endQuietly = (error: NodeJS.ErrnoException): void => {
    if (error.code === 'EPIPE') process.exit(PIPE_EXIT_CODE);
  };
}

const isCancelled = (thrown: unknown): boolean => (thrown as { code?: unknown }).code === 'E_CANCELLED';

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

/** Ends the process once everything that was written has arrived. */
async function endProcess(): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(written));
  process.exit();
}

const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || !stream.writable) resolve();
    else stream.write('', () => resolve());
  });

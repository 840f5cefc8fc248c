import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, type ProcessIdentity } from './process-identity.js';
import { stopProcesses } from './server-process.js';

/** One process of a service, as recorded. */
export interface RecordedProcess extends ProcessIdentity {
  /** Such as `JobManager`. */
  readonly name: string;
  readonly logFile: string;
  /** What asks it to end in good order; SIGTERM without it. */
  readonly stopSignal?: NodeJS.Signals;
}

/** What is recorded of a service that was started. */
export interface RecordedService {
  /** Where it is reached, `host:port`, by a word for what listens there. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly processes: readonly RecordedProcess[];
}

/**
 * The file `servers.json` in the run folder of a service: how another command finds its processes, after a crash too.
 *
 *     { "version": 1, "endpoints": { "rest": "localhost:8081" }, "processes": [{ "name", "pid", "start", "logFile", "stopSignal" }] }
 *
 * R1  Written (beside, then renamed) after each start of a process, before anything waits for it.
 * R2  A number of a process counts only together with its start: another process may have it by now.
 */
export class ServerRecord {
  private readonly file: string;
  private readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
    this.file = join(dir, 'servers.json');
  }

  /** What was recorded last; undefined when there is nothing, or nothing that can be read. */
  read(): RecordedService | undefined {
    try {
      const found = JSON.parse(readFileSync(this.file, 'utf8')) as RecordedService & { version?: unknown };
      return found.version === VERSION ? found : undefined;
    } catch {
      return undefined;
    }
  }

  /** The recorded processes that still run. */
  living(): readonly RecordedProcess[] {
    return this.read()?.processes.filter(isAlive) ?? [];
  }

  write(service: RecordedService): void {
    mkdirSync(this.dir, { recursive: true });
    writeFileSync(`${this.file}.new`, `${JSON.stringify({ version: VERSION, ...service }, null, 2)}\n`);
    renameSync(`${this.file}.new`, this.file);
  }

  /** Ends what is recorded and still runs, and forgets all of it. @returns the processes that were ended */
  async stop(): Promise<readonly RecordedProcess[]> {
    const living = this.living();
    await stopProcesses(living);
    this.forget();
    return living;
  }

  forget(): void {
    rmSync(this.file, { force: true });
  }
}

const VERSION = 1;

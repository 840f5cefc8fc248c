import { BeamError } from '@hornbeam/sdk/model';
import { type Command, Option } from 'commander';

/** Flags of `worker`. */
export interface WorkerFlags {
  readonly pool?: boolean;
  readonly host: string;
  readonly port: number;
}

/** Adds the flags of `worker`. The port is that of Beam's other pools. */
export function addWorker(command: Command, run: (flags: WorkerFlags) => Promise<void>): void {
  command
    .option('--pool', 'serve workers to every runner that asks, until it is ended')
    .option('--host <host>', 'where to listen; 0.0.0.0 for runners on other machines', '127.0.0.1')
    .addOption(
      new Option('--port <number>', 'the port, 0 for any').default(50_000).argParser((text) => {
        if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
        throw new BeamError('E_USAGE', `--port cannot be "${text}".`, {
          help: 'give a whole number up to 65535; 0 takes a free port',
        });
      }),
    )
    .action((flags: WorkerFlags) => run(flags));
}

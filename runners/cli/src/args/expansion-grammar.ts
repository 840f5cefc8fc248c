import { BeamError } from '@hornbeam/sdk/model';
import { type Command, Option } from 'commander';

/** Flags of `expansion-service`. */
export interface ExpansionServiceFlags {
  readonly host: string;
  readonly port: number;
}

/** Flags of `transforms`. */
export interface TransformsFlags {
  readonly expansionService?: string;
  readonly python?: boolean;
  readonly java?: boolean;
  readonly json?: boolean;
}

/** Adds the flags of `expansion-service`. The port is that of Beam's other expansion services. */
export function addExpansionService(
  command: Command,
  run: (file: string, flags: ExpansionServiceFlags) => Promise<void>,
): void {
  command
    .argument('<file>', 'whose default export is offer({ … })')
    .option('--host <host>', 'where to listen', '127.0.0.1')
    .addOption(
      new Option('--port <number>', 'the port, 0 for any').default(8097).argParser((text) => {
        if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
        throw new BeamError('E_USAGE', `--port cannot be "${text}".`, {
          help: 'give a whole number up to 65535; 0 takes a free port',
        });
      }),
    )
    .action((file: string, flags: ExpansionServiceFlags) => run(file, flags));
}

/** Adds the flags of `transforms`. */
export function addTransforms(command: Command, run: (flags: TransformsFlags) => Promise<void>): void {
  command
    .option('--expansion-service <host:port>', 'an expansion service that is up')
    .option('--python', "that of Beam's Python SDK, started for this")
    .option('--java', "that of Beam's Java SDK, started for this")
    .option('--json', 'print JSON')
    .action((flags: TransformsFlags) => run(flags));
}

import { BeamError } from '@hornbeam/sdk/model';
import { type Command, Option } from 'commander';

/** Flags of `serve`. */
export interface ServeFlags {
  readonly host: string;
  readonly port: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsClientCa?: string;
  readonly tokenFile?: string;
  /** Listen for other machines without a token. */
  readonly insecure?: boolean;
  readonly stagingDir?: string;
  readonly verbose?: boolean;
}

/** Adds the flags of `serve`. The port is that of Beam's other job servers. */
export function addServe(command: Command, run: (flags: ServeFlags) => Promise<void>): void {
  command
    .option('--host <host>', 'where to listen; 0.0.0.0 for clients on other machines', '127.0.0.1')
    .addOption(
      new Option('--port <number>', 'the port, 0 for any').default(8099).argParser((text) => {
        if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
        throw new BeamError('E_USAGE', `--port cannot be "${text}".`, {
          help: 'give a whole number up to 65535; 0 takes a free port',
        });
      }),
    )
    .option('--tls-cert <file>', 'certificate of the service, PEM; then only encrypted calls are taken')
    .option('--tls-key <file>', 'key of the certificate, PEM')
    .option('--tls-client-ca <file>', 'let in only clients whose certificate this one signed, PEM')
    .option('--token-file <file>', 'file with the token that each call must carry (env: HORNBEAM_TOKEN)')
    .option(
      '--insecure',
      'listen for other machines without a token: whoever reaches the port can run programs',
    )
    .option(
      '--staging-dir <folder>',
      'where files of jobs are kept while they run (default: temporary files)',
    )
    .option('-v, --verbose', 'show what workers log at level info, and options that are not used')
    .action((flags: ServeFlags) => run(flags));
}

import type { WorkerAddresses } from '@hornbeam/sdk/fn-api';
import { BeamError } from '@hornbeam/sdk/model';

/** What a runner says to a worker that it starts. */
export interface BootFlags extends WorkerAddresses {
  readonly workerId: string;
  /** A folder for files that may outlive the worker; none is given by some runners. */
  readonly semiPersistDir: string | undefined;
}

const names = {
  id: 'workerId',
  provision_endpoint: 'provision',
  logging_endpoint: 'logging',
  artifact_endpoint: 'artifact',
  control_endpoint: 'control',
  status_endpoint: 'status',
  semi_persist_dir: 'semiPersistDir',
} as const;

/**
 * Reads the flags that every runner of Beam's gives its workers, as `--flag value` or `--flag=value`. One pair of quotes
 * around a value goes: Prism leaves it there. Flags that are not known are left to others: runners have some of their own.
 * @throws BeamError `E_USAGE` when something is missing
 */
export function bootFlags(argv: readonly string[]): BootFlags {
  const found: Partial<Record<(typeof names)[keyof typeof names], string>> = {};
  for (let i = 0; i < argv.length; i++) {
    const [, name = '', value] = /^--?([a-z_]+)(?:=(.*))?$/s.exec(argv[i] as string) ?? [];
    if (!Object.hasOwn(names, name)) continue;
    const text = value ?? argv[++i];
    if (text === undefined) throw usage(`--${name} has no value`);
    found[names[name as keyof typeof names]] = unquoted(text);
  }
  const { workerId, ...others } = found;
  if (!workerId) throw usage('it has no --id');
  if (!others.provision && !others.control) throw usage('it has no --provision_endpoint');
  return { workerId, semiPersistDir: undefined, ...others };
}

const unquoted = (text: string): string => /^(['"])(.*)\1$/s.exec(text)?.[2] ?? text;

const usage = (what: string): BeamError =>
  new BeamError('E_USAGE', `A worker cannot begin like this: ${what}.`, {
    help: 'runners start it: beam-worker --id=<id> --provision_endpoint=<host:port>; begin a pool with beam-run worker --pool',
  });

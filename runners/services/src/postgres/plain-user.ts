import { chownSync } from 'node:fs';
import { BeamError } from '@hornbeam/sdk/model';
import { findProgram, type Variables } from '../tool.js';

/** The user `nobody`, by its number on every Linux. */
const NOBODY = 65_534;

/** A program and what it is started with. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * How a program that refuses to run as root is run by root: as `nobody`, who may read what root may, so that it need not
 * matter where programs and folders are. Other users run it as themselves.
 *
 * `access(2)` asks for the rights of the real user without its capabilities unless `no_setuid_fixup` is set
 * (capabilities(7)), and initdb looks for its programs that way.
 * @throws BeamError E_ENVIRONMENT where root has no `setpriv` (util-linux)
 */
export function asPlainUser({ program, args }: CommandLine, env: Variables = process.env): CommandLine {
  if (process.getuid?.() !== 0) return { program, args };
  const setpriv = findProgram(['setpriv'], env);
  if (setpriv === undefined) {
    throw new BeamError(
      'E_ENVIRONMENT',
      'Postgres does not run as root, and there is no setpriv on the PATH',
      {
        help: 'run this as another user, or install util-linux',
      },
    );
  }
  return {
    program: setpriv,
    args: [
      ...[`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'],
      ...['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup'],
      ...[program, ...args],
    ],
  };
}

/** Gives a folder to the user of {@link asPlainUser}. */
export function giveToPlainUser(path: string): void {
  if (process.getuid?.() === 0) chownSync(path, NOBODY, NOBODY);
}

import { BeamError } from '@hornbeam/sdk/model';
import type { CommanderError } from 'commander';
import type { RunFlags } from '../args/run-flags.js';
import { usageError } from '../args/usage-error.js';
import type { Host } from '../host.js';
import { paletteFor } from '../terminal/palette.js';
import { ownCode } from './own-code.js';
import { renderError } from './render-error.js';

/** Shows what a command threw on stderr. @returns the exit code that it stands for */
export function reportError(thrown: unknown, { env, cwd, stderr }: Host, flags: RunFlags): number {
  const error = asBeamError(thrown);
  const text = renderError(error, {
    palette: paletteFor(stderr, env, flags.color),
    width: stderr.columns ?? 120,
    cwd,
    trace: flags.trace ?? false,
    isOwnCode: ownCode(),
  });
  void stderr.write(`${text}\n`);
  return error.exitCode;
}

function asBeamError(thrown: unknown): BeamError {
  const { code } = thrown as Partial<CommanderError>;
  if (typeof code === 'string' && code.startsWith('commander.')) return usageError(thrown as CommanderError);
  return BeamError.from(thrown);
}

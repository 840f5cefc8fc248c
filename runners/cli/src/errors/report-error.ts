import { BeamError } from '@hornbeam/sdk/model';
import type { CommanderError } from 'commander';
import type { RunFlags } from '../args/run-flags.js';
import { usageError } from '../args/usage-error.js';
import type { Host } from '../host.js';
import { paletteFor } from '../terminal/palette.js';
import { ownCode } from './own-code.js';
import { renderError } from './render-error.js';
import { stackFrames } from './stack-frames.js';

/** Shows what a command threw on stderr. @returns the exit code that it stands for */
export function reportError(thrown: unknown, { env, cwd, stderr }: Host, flags: RunFlags): number {
  const isOwnCode = ownCode();
  const error = ownFault(asBeamError(thrown), isOwnCode);
  const text = renderError(error, {
    palette: paletteFor(stderr, env, flags.color),
    width: stderr.columns ?? 120,
    cwd,
    trace: flags.trace ?? false,
    isOwnCode,
  });
  void stderr.write(`${text}\n`);
  return error.exitCode;
}

function asBeamError(thrown: unknown): BeamError {
  const { code } = thrown as Partial<CommanderError>;
  if (typeof code === 'string' && code.startsWith('commander.')) return usageError(thrown as CommanderError);
  return BeamError.from(thrown);
}

/** What nobody caught is taken for the user's; when no frame of it is, it is ours. */
function ownFault(error: BeamError, isOwnCode: (file: string) => boolean): BeamError {
  if (error.code !== 'E_USER' || error.place.step !== undefined || !(error.cause instanceof Error))
    return error;
  const frames = stackFrames(error.cause.stack, isOwnCode);
  const isOurs = frames.some(({ owner, place }) => owner === 'runner' && place !== undefined);
  const isTheirs = frames.some(({ owner }) => owner !== 'runner');
  return isOurs && !isTheirs ? new BeamError('E_INTERNAL', error.message, { cause: error.cause }) : error;
}

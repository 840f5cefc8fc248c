import { BeamError } from '@hornbeam/sdk/model';
import type { CommanderError } from 'commander';
import { nearest } from './spelling.js';

/**
 * What commander has against a command line, as one of our errors.
 * @param flags the flags that could have been meant, as `--name`
 */
export function usageError(thrown: CommanderError, flags: readonly string[] = []): BeamError {
  const [text = '', suggestion] = thrown.message.replace(/^error: /, '').split('\n');
  const unknown = thrown.code === 'commander.unknownOption' ? /'(--[^'=]+)/.exec(text)?.[1] : undefined;
  // Commander compares the value behind = too.
  const meant =
    /Did you mean (one of )?(.+?)\?\)?$/.exec(suggestion ?? '')?.[2] ??
    (unknown === undefined ? undefined : nearest(unknown, flags));
  const message = `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
  return new BeamError('E_USAGE', message, {
    help:
      meant !== undefined
        ? `did you mean ${meant}?`
        : thrown.code === 'commander.unknownOption'
          ? 'options of the pipeline stand behind its file; beam-run --help lists the flags'
          : 'beam-run --help shows how it is used',
  });
}

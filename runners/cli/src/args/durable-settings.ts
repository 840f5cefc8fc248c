import { resolve } from 'node:path';
import type { DurableSettings } from '@hornbeam/direct';
import { BeamError } from '@hornbeam/sdk/model';
import { byteSize, timeLimit } from './flag-values.js';
import type { RunFlags } from './run-flags.js';

/**
 * How the run is kept, by the flags; undefined where it is not.
 * @param runner the name of the one that is to run it
 * @throws BeamError `E_USAGE`
 */
export function durableSettings(flags: RunFlags, runner: string, cwd: string): DurableSettings | undefined {
  const { stateDir, stateStore, resume, epochInterval, outboxLimit, allowLostState } = flags;
  if (stateDir === undefined) {
    const given = {
      '--state-store': stateStore,
      '--resume': resume,
      '--epoch-interval': epochInterval,
      '--outbox-limit': outboxLimit,
      '--allow-lost-state': allowLostState,
    };
    const [stray] = Object.entries(given).filter(([, value]) => value !== undefined);
    if (stray === undefined) return undefined;
    throw new BeamError('E_USAGE', `${stray[0]} needs a folder in which the run is kept.`, {
      help: 'add --state-dir=<folder>',
    });
  }
  if (runner !== 'direct') {
    throw new BeamError('E_USAGE', `--state-dir is for the direct runner; this run is for ${runner}.`, {
      help:
        runner === 'flink'
          ? 'Flink keeps jobs by its own checkpoints: --checkpoint-interval, --from-savepoint'
          : 'leave it out, or run with --runner=direct',
    });
  }
  const dir = resolve(cwd, stateDir);
  return {
    open: async () => {
      if (stateStore === 'level') {
        const { openLevelStore } = await import('@hornbeam/store/level');
        return openLevelStore(dir);
      }
      const { openLocalStore } = await import('@hornbeam/store/local');
      return openLocalStore(dir);
    },
    resume,
    allowLostState,
    epochMillis: epochInterval === undefined ? undefined : timeLimit(epochInterval, '--epoch-interval'),
    outboxBytes: outboxLimit === undefined ? undefined : byteSize(outboxLimit, '--outbox-limit'),
  };
}

import { resolve } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import type { CheckpointAction, CheckpointFlags } from '../args/checkpoint-grammar.js';
import { compareEpochs } from '../checkpoint/compare-epochs.js';
import { exportEpoch } from '../checkpoint/export-epoch.js';
import { listEpochs } from '../checkpoint/list-epochs.js';
import { showEpoch } from '../checkpoint/show-epoch.js';
import { openFolder } from '../checkpoint/state-folder.js';
import { verifyFiles } from '../checkpoint/verify-files.js';
import type { Host } from '../host.js';

/** The flags that each action has a use for, beside --json. */
const uses: Readonly<Record<CheckpointAction, readonly (keyof CheckpointFlags)[]>> = {
  ls: ['all'],
  show: ['epoch'],
  diff: ['from', 'to', 'all'],
  verify: [],
  export: ['epoch'],
};

/**
 * Looks at what a run has kept in its state directory, which is only read.
 * @returns the exit code
 * @throws BeamError `E_USAGE` `E_STATE_DIR` `E_STATE_DAMAGED` `E_DISK`
 */
export async function checkpointCommand(
  action: CheckpointAction,
  folder: string,
  flags: CheckpointFlags,
  host: Host,
): Promise<number> {
  for (const flag of ['epoch', 'from', 'to', 'all'] as const) {
    if (flags[flag] === undefined || uses[action].includes(flag)) continue;
    throw new BeamError('E_USAGE', `checkpoint ${action} has no use for --${flag}.`, {
      help: 'leave it out; beam-run checkpoint --help says what each flag is for',
    });
  }
  const state = await openFolder(resolve(host.cwd, folder));
  try {
    switch (action) {
      case 'ls':
        return await listEpochs(state, flags, host);
      case 'show':
        return await showEpoch(state, flags, host);
      case 'diff':
        return await compareEpochs(state, flags, host);
      case 'verify':
        return await verifyFiles(state, flags, host);
      case 'export':
        return await exportEpoch(state, flags, host);
    }
  } finally {
    await state.close();
  }
}

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { openStore, type StoreSettings } from '../durable-store.js';
import type { StateStore } from '../state-store.js';
import { LocalDisk } from './local-disk.js';
import { LocalOwnerLock } from './local-owner-lock.js';

/** What a store in a folder of this machine is opened with. */
export type LocalStoreSettings = Omit<StoreSettings, 'lock' | 'identity'>;

/**
 * Opens the store in a folder of this machine, or makes a new one, and the folder too.
 * @throws BeamError `E_STATE_DIR` when another process has it, or it is that of a store in LevelDB; else as {@link openStore}
 */
export async function openLocalStore(folder: string, settings: LocalStoreSettings = {}): Promise<StateStore> {
  const disk = LocalDisk.make(folder);
  if (existsSync(join(folder, 'level'))) {
    throw new BeamError('E_STATE_DIR', `${folder} holds the state of a run that is kept in LevelDB.`, {
      path: folder,
      help: 'go on with --state-store=level, or give another directory',
    });
  }
  const identity = randomBytes(8).toString('hex');
  return openStore(disk, { ...settings, identity, lock: new LocalOwnerLock(folder) });
}

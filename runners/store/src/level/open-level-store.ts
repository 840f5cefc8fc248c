import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { LocalDisk } from '../local/local-disk.js';
import { LocalOwnerLock } from '../local/local-owner-lock.js';
import type { LevelDatabase } from './level-database.js';
import { levelError } from './level-error.js';
import { LEVEL_FOLDER } from './level-folder.js';
import { LevelStore } from './level-store.js';

/** What a store in LevelDB is opened with. */
export interface LevelStoreSettings {
  /** Bytes of blocks that LevelDB keeps in memory. Default 64 MiB. */
  readonly cacheBytes?: number;
}

const MEBI = 1 << 20;

/**
 * Opens the store in LevelDB in a folder of this machine, or makes a new one, and the folder too.
 * @throws BeamError `E_STATE_DIR` when another process has it, when our own store is there, or one of a newer version;
 *   `E_ENVIRONMENT` without the package classic-level; `E_STATE_DAMAGED` `E_DISK`
 */
export async function openLevelStore(
  folder: string,
  { cacheBytes = 64 * MEBI }: LevelStoreSettings = {},
): Promise<LevelStore> {
  const { ClassicLevel } = await loadClassicLevel();
  LocalDisk.make(folder);
  if (existsSync(join(folder, 'manifest'))) {
    throw new BeamError('E_STATE_DIR', `${folder} holds the state of a run that is not kept in LevelDB.`, {
      path: folder,
      help: 'go on without --state-store=level, or give another directory',
    });
  }
  const owned = await new LocalOwnerLock(folder).take();
  const path = join(folder, LEVEL_FOLDER);
  let database: LevelDatabase | undefined;
  try {
    database = new ClassicLevel<Uint8Array, Uint8Array>(path, {
      keyEncoding: 'view',
      valueEncoding: 'view',
      cacheSize: cacheBytes,
    });
    await database.open();
    return await LevelStore.open({ folder, database, owned, diskBytes: () => bytesIn(path) });
  } catch (thrown) {
    await database?.close().catch(() => undefined);
    await owned.release();
    throw levelError(folder, 'open', thrown);
  }
}

/** The package is only there where somebody wants it. */
async function loadClassicLevel(): Promise<typeof import('classic-level')> {
  try {
    return await import('classic-level');
  } catch (thrown) {
    throw new BeamError('E_ENVIRONMENT', 'A store in LevelDB needs the package classic-level.', {
      help: 'npm install classic-level@3.0.0',
      cause: thrown,
    });
  }
}

/** Bytes of all files in a folder, some of which may go meanwhile. */
function bytesIn(path: string): number {
  let bytes = 0;
  for (const name of readdirSync(path)) {
    bytes += statSync(join(path, name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

import { BeamError } from '@hornbeam/sdk/model';
import { type Damage, type EpochInfo, type StateView, StoreInspection } from '@hornbeam/store';
import { holdsLevelStore, openLevelStore } from '@hornbeam/store/level';
import { LocalDisk } from '@hornbeam/store/local';

/** A state directory that is looked at. */
export interface StateFolder {
  readonly path: string;
  /** The epochs that can be looked at, oldest first. */
  epochs(): readonly EpochInfo[];
  /** What there was after an epoch, or after the last one. */
  at(epoch?: number): StateView;
  /** Reads every byte; what is damaged. */
  verify(): readonly Damage[];
  /** Bytes that its files take. */
  bytes(): number;
  close(): Promise<void>;
}

/**
 * Opens a state directory only to be read. One in LevelDB cannot be read while its run goes on, and has its last epoch only.
 * @throws BeamError `E_STATE_DIR` `E_STATE_DAMAGED` `E_DISK`
 */
export async function openFolder(path: string): Promise<StateFolder> {
  if (holdsLevelStore(path)) return openLevelFolder(path);
  const inspection = new StoreInspection(LocalDisk.of(path));
  return {
    path,
    epochs: () => inspection.epochs(),
    at: (epoch) => inspection.at(epoch),
    verify: () => inspection.verify(),
    bytes: () => inspection.bytes(),
    close: async () => undefined,
  };
}

async function openLevelFolder(path: string): Promise<StateFolder> {
  const store = await openLevelStore(path);
  const { epoch: last, committedAt: at } = store;
  return {
    path,
    epochs: () =>
      last === 0 ? [] : [{ epoch: last, at, bytes: undefined, changes: undefined, isSnapshot: false }],
    at: (epoch = last) => {
      if (epoch === last) return store.view();
      throw new BeamError('E_USAGE', `${path} does not have epoch ${epoch}.`, {
        help: `a state directory in LevelDB has its last epoch only, ${last}`,
      });
    },
    verify: () => {
      try {
        for (const space of store.spaces()) for (const _ of store.entries(space));
        return [];
      } catch (thrown) {
        if (!(thrown instanceof BeamError) || thrown.code !== 'E_STATE_DAMAGED') throw thrown;
        return [thrown.cause as Damage];
      }
    },
    bytes: () => store.stats().diskBytes,
    close: () => store.close(),
  };
}

import { type Damage, type EpochInfo, type StateView, StoreInspection } from '@hornbeam/store';
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
  /** Its files, and the bytes they take. */
  size(): { readonly files: number; readonly bytes: number };
  close(): Promise<void>;
}

/** Opens a state directory only to be read. @throws BeamError `E_STATE_DIR` `E_DISK` */
export async function openFolder(path: string): Promise<StateFolder> {
  const inspection = new StoreInspection(LocalDisk.of(path));
  return {
    path,
    epochs: () => inspection.epochs(),
    at: (epoch) => inspection.at(epoch),
    verify: () => inspection.verify(),
    size: () => inspection.size(),
    close: async () => undefined,
  };
}

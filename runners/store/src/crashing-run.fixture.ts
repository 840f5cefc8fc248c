import { BeamError } from '@hornbeam/sdk/model';
import { chanceOf } from './chance.fixture.js';
import { openStore } from './durable-store.js';
import type { StateStore } from './state-store.js';
import { type Change, type contentOf, StoreModel, tell } from './state-store-contract.fixture.js';
import type { SimulatedDisk } from './testing/simulated-disk.js';
import { SimulatedLock } from './testing/simulated-lock.js';

/** Files so small that a short run has many, and several snapshots. */
export const smallFiles = { segmentBytes: 1500, snapshotBytes: 2500, partBytes: 2000 };

/** Opens a store in small files. */
export const openSmall = (disk: SimulatedDisk, keepSnapshots = 1): Promise<StateStore> =>
  openStore(disk, { lock: new SimulatedLock(), identity: '0123456789abcdef', ...smallFiles, keepSnapshots });

/** The changes of every epoch of a run, from a seed. */
export function epochsOf(seed: number, count: number): Change[][] {
  const chance = chanceOf(seed);
  const of = <T>(...choices: T[]) => choices[chance.below(choices.length)]!;
  return Array.from({ length: count }, () =>
    Array.from({ length: chance.below(6) }, () => ({
      kind: of<Change['kind']>('put', 'append', 'append', 'delete'),
      space: of('a', 'step B: timers'),
      key: of('', 'k', 'key 2', 'key 3'),
      bytes: String.fromCharCode(97 + chance.below(26)).repeat(of(1, 20, 200, 700)),
    })),
  );
}

/** What the store should have after each epoch; after none first. */
export function expectedOf(epochs: readonly (readonly Change[])[]): ReturnType<typeof contentOf>[] {
  const model = new StoreModel();
  return [
    model.seen(),
    ...epochs.map((changes) => {
      for (const change of changes) model.apply(change);
      return model.seen();
    }),
  ];
}

/** Commits the epochs that the store does not have yet. @returns the last one that was said to be durable */
export async function goOn(store: StateStore, epochs: readonly (readonly Change[])[]): Promise<number> {
  while (store.epoch < epochs.length) {
    const writer = store.begin();
    for (const change of epochs[store.epoch]!) tell(writer, change);
    await store.commit(writer, 1000 + store.epoch);
  }
  return store.epoch;
}

/** Runs until the end or the first fault. @returns the last epoch that was said to be durable, and the fault */
export async function runUntilFault(
  disk: SimulatedDisk,
  epochs: readonly (readonly Change[])[],
): Promise<{ durable: number; fault: BeamError | undefined }> {
  let store: StateStore | undefined;
  try {
    store = await openSmall(disk);
    await goOn(store, epochs);
    const durable = store.epoch;
    await store.close();
    return { durable, fault: undefined };
  } catch (thrown) {
    if (!(thrown instanceof BeamError)) throw thrown;
    const durable = store?.epoch ?? 0;
    await store?.close();
    return { durable, fault: thrown };
  }
}

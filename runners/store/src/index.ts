/** A durable store of epochs. */
export { compareViews, type KeyChange } from './comparison.js';
export type { Disk, DiskFile } from './disk.js';
export { openStore, type StoreSettings } from './durable-store.js';
export type { Damage } from './file-header.js';
export { type EpochInfo, StoreInspection } from './inspection.js';
export type { KeySize } from './key-size.js';
export { MemoryStore } from './memory-store.js';
export type { OwnedLock, OwnerLock } from './owner-lock.js';
export type { EpochWriter, StateEntry, StateStore, StoreStats } from './state-store.js';
export type { StateView } from './state-view.js';

/** A durable store of epochs. */
export type { Disk, DiskFile } from './disk.js';
export { openStore, type StoreSettings } from './durable-store.js';
export { MemoryStore } from './memory-store.js';
export type { OwnedLock, OwnerLock } from './owner-lock.js';
export type { EpochWriter, StateEntry, StateStore, StoreStats } from './state-store.js';

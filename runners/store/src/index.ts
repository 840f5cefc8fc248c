/** A durable store of epochs. */
export type { EpochWriter, StateEntry, StateStore, StoreStats } from './state-store.js';

/** Stores in folders of this machine. */
export { LocalDisk } from './local-disk.js';
export { LocalOwnerLock } from './local-owner-lock.js';
export { type LocalStoreSettings, openLocalStore } from './open-local-store.js';

/** Stores in folders of this machine. */
export { LocalDisk } from './local-disk.js';

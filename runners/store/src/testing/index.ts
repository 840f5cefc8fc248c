/** What tests and simulations of stores are made with. */
export { type DiskChance, type DiskFault, SimulatedDisk } from './simulated-disk.js';
export { SimulatedLock } from './simulated-lock.js';

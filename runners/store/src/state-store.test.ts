import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { onTestFinished } from 'vitest';
import { chanceOf } from './chance.fixture.js';
import { openStore } from './durable-store.js';
import { openLevelStore } from './level/open-level-store.js';
import { LocalDisk } from './local/local-disk.js';
import { MemoryStore } from './memory-store.js';
import { describeStateStore } from './state-store-contract.fixture.js';
import { SimulatedDisk } from './testing/simulated-disk.js';
import { SimulatedLock } from './testing/simulated-lock.js';

const sizes = { segmentBytes: 2000, snapshotBytes: 3000, partBytes: 4000 };
const identity = '00112233aabbccdd';

describeStateStore('the store in memory', async () => {
  const store = new MemoryStore();
  return {
    open: async () => {
      store.reopen();
      return store;
    },
    clear: async () => undefined,
  };
});

describeStateStore('the store on a simulated disk, in small files', async () => {
  const disk = new SimulatedDisk(chanceOf(fc.sample(fc.nat(), 1)[0]!));
  const lock = new SimulatedLock();
  return {
    open: () => openStore(disk, { lock, identity, ...sizes }),
    clear: async () => undefined,
  };
});

describeStateStore('the store on a disk of this machine', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hornbeam-store-'));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  onTestFinished(clear);
  const lock = new SimulatedLock();
  return {
    open: () => openStore(LocalDisk.make(folder), { lock, identity, ...sizes }),
    clear: async () => clear(),
  };
});

describeStateStore('the store in LevelDB', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hornbeam-level-'));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  onTestFinished(clear);
  return { open: () => openLevelStore(folder), clear: async () => clear() };
});

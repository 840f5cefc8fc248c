import { DirectRunner, type DirectRunnerSettings } from '@hornbeam/direct';
import { MemoryDisk } from '../../../runners/direct/src/durable/memory-store.fixture.js';
import { runners } from './runners.js';
import { runnerContract } from './suite.js';

/** The direct runner as it comes, and under conditions that bring out what is wrong with it. */
const settings: Readonly<Record<string, DirectRunnerSettings>> = {
  'direct runner': {},
  'without memory, everything on disk': { memoryBudget: 1 },
  'bundles of one element, one at a time': { limits: { bundleElements: 1, bundleBytes: 1, maxBundles: 1 } },
  'no queue may hold anything, sixteen bundles at once': { limits: { queueBytes: 1, maxBundles: 16 } },
  'every element through its coder, nobody may change one': {
    checkImmutability: true,
    encodeEveryBundle: true,
  },
  'all of it': {
    memoryBudget: 1,
    limits: { bundleElements: 1, bundleBytes: 1, queueBytes: 1, maxBundles: 16 },
    checkImmutability: true,
    encodeEveryBundle: true,
  },
};

/** Kept in a store, with an epoch whenever there can be one. */
runnerContract(
  'every epoch kept',
  () => new DirectRunner({ durable: { open: async () => new MemoryDisk().open(), epochMillis: 0 } }),
  runners.direct,
);

for (const [name, each] of Object.entries(settings)) {
  runnerContract(name, () => new DirectRunner(each), runners.direct);
}

import { urns } from '@hornbeam/proto/urns';
import type { RunnerProfile } from './runner-profile.js';

const { requirements } = urns;

/** Flink through Beam's portable runner 2.62. */
export const flinkProfile: RunnerProfile = {
  name: 'Flink',
  liftsCombines: false,
  expiresWindows: false,
  hasTestStream: false,
  finalizesBatches: false,
  requirements: [
    requirements.statefulProcessing,
    requirements.splittableDoFn,
    requirements.stableInput,
    requirements.timeSortedInput,
    requirements.bundleFinalization,
  ],
};

/** Prism, Beam's Go runner, 2.77. */
export const prismProfile: RunnerProfile = {
  name: 'Prism',
  liftsCombines: true,
  expiresWindows: true,
  hasTestStream: true,
  finalizesBatches: true,
  requirements: [
    requirements.statefulProcessing,
    requirements.splittableDoFn,
    requirements.bundleFinalization,
    requirements.onWindowExpiration,
    requirements.timeSortedInput,
  ],
};

/** A runner of which nothing is known: what all runners can do. */
export const plainProfile: RunnerProfile = { ...flinkProfile, name: 'the runner' };

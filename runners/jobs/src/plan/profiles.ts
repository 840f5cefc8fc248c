import { urns } from '@hornbeam/proto/urns';
import type { RunnerProfile } from './runner-profile.js';

const { requirements } = urns;

/** What Beam's portable runner for Flink takes whether the run is endless or not. */
const onFlink = [requirements.statefulProcessing, requirements.splittableDoFn];

const onPrism = [
  requirements.statefulProcessing,
  requirements.splittableDoFn,
  requirements.bundleFinalization,
  requirements.onWindowExpiration,
  requirements.timeSortedInput,
];

/** Flink through Beam's portable runner 2.62. */
export const flinkProfile: RunnerProfile = {
  name: 'Flink',
  liftsCombines: false,
  expiresWindows: false,
  testStreams: 1,
  decodesTestStreams: true,
  movesClock: false,
  statefulSideInputs: false,
  mapsSideWindows: true,
  ignoresSideTriggers: false,
  countsInSessions: true,
  customWindows: false,
  firesExpiredWindows: true,
  requirements: {
    batch: [...onFlink, requirements.timeSortedInput],
    streaming: [...onFlink, requirements.stableInput, requirements.bundleFinalization],
  },
};

/** Prism, Beam's Go runner, 2.77. */
export const prismProfile: RunnerProfile = {
  name: 'Prism',
  liftsCombines: true,
  // It can, but when nothing else is left to do it may end by that: "WaitGroup is reused before previous Wait has returned".
  expiresWindows: false,
  testStreams: 1,
  decodesTestStreams: false,
  movesClock: true,
  statefulSideInputs: true,
  mapsSideWindows: false,
  ignoresSideTriggers: true,
  countsInSessions: false,
  customWindows: false,
  firesExpiredWindows: false,
  // It counts in nanoseconds, of which 63 bits hold 292 years.
  mostLateness: 9_223_372_036_854n,
  requirements: { batch: onPrism, streaming: onPrism },
};

/** This project's own runner behind its job service, `beam-run serve`. */
export const hornbeamProfile: RunnerProfile = {
  name: 'hornbeam',
  liftsCombines: true,
  expiresWindows: true,
  testStreams: Number.POSITIVE_INFINITY,
  decodesTestStreams: false,
  movesClock: true,
  statefulSideInputs: true,
  mapsSideWindows: false,
  ignoresSideTriggers: false,
  countsInSessions: true,
  customWindows: true,
  firesExpiredWindows: false,
  requirements: { batch: Object.values(requirements), streaming: Object.values(requirements) },
};

/** A runner of which nothing is known: what all runners can do. */
export const plainProfile: RunnerProfile = {
  name: 'the runner',
  liftsCombines: false,
  expiresWindows: false,
  testStreams: 0,
  decodesTestStreams: false,
  movesClock: false,
  statefulSideInputs: true,
  mapsSideWindows: true,
  ignoresSideTriggers: true,
  countsInSessions: false,
  customWindows: false,
  firesExpiredWindows: false,
  requirements: {
    batch: onFlink,
    streaming: [...onFlink, requirements.bundleFinalization],
  },
};

import type { Exceptions } from './runners.js';

/** What Flink, through Beam's portable runner, leaves out. */
export const flinkExceptions: Exceptions = {};

import type { KeyedState, TimerSink } from '@hornbeam/sdk/worker';
import type { StageHead } from './stage-head.js';

/** The head of a stage, and the state and timers that its first step has. */
export interface StageParts {
  readonly state: KeyedState | undefined;
  readonly timers: TimerSink | undefined;
  readonly head: StageHead;
}

import type { StateNames, TimerNames } from '../construction/index.js';

/** What a DoFn with state or timers lacks when its elements have no keys; nothing otherwise. */
export type StateNeedsKeys<T, U> = [StateNames<U> | TimerNames<U>] extends [never]
  ? unknown
  : [T] extends [{ readonly key: unknown; readonly value: unknown }]
    ? unknown
    : { readonly '~stateNeedsKeys': 'call .keyBy((element) => …) first' };

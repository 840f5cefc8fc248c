import { defaultTrigger, globalWindow, type PCollection } from '@hornbeam/sdk';

/**
 * A transform that forgets windows and triggers: all elements are in the one window for all of time again, as those of
 * a file are. Lines of different windows can then be printed together.
 */
export const inAllOfTime = <T>(elements: PCollection<T>): PCollection<T> =>
  elements.windowInto(globalWindow(), { trigger: defaultTrigger(), panes: 'discarding', allowedLateness: 0 });

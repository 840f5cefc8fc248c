import { globalWindow, type PCollection } from '@hornbeam/sdk';
import { sorted } from './sorted.js';

/**
 * A transform for lines to print. Of a file they come all together and in alphabetical order, which keeps the output
 * of two runs equal. A stream has no end to wait for: its lines come as their windows fire.
 */
export const inOrder =
  (speed: number | undefined) =>
  (lines: PCollection<string>): PCollection<string> =>
    speed === undefined ? lines.windowInto(globalWindow()).apply(sorted((line: string) => line)) : lines;

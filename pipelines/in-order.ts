import type { PCollection } from '@hornbeam/sdk';
import { inAllOfTime } from './all-of-time.js';
import { sorted } from './sorted.js';

/**
 * A transform for lines to print. Of a file they come all together and in alphabetical order, which keeps the output
 * of two runs equal. A stream has no end to wait for: its lines come as their windows fire.
 */
export const inOrder =
  (speed: number) =>
  (lines: PCollection<string>): PCollection<string> =>
    speed > 0 ? lines : lines.apply(inAllOfTime).apply(sorted((line: string) => line));

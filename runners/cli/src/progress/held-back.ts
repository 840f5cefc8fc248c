import type { JobSnapshot, StepTime } from '@hornbeam/sdk/construction';
import { formatInstant } from '@hornbeam/sdk/model';
import { printable } from '../terminal/text-width.js';

/** How many steps a report names. */
const MOST = 3;

/**
 * Why event time does not go on: who holds it back, in words, the earliest first. Empty when nobody does, or when
 * the run has no event time.
 */
export function heldLines({ steps }: JobSnapshot): string[] {
  const held = new Map<string, NonNullable<StepTime['heldBack']>>();
  for (const { time } of steps) if (time?.heldBack !== undefined) held.set(time.heldBack.step, time.heldBack);
  return [...held.values()]
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST)
    .map(({ step, at, reason }) => `event time is at ${formatInstant(at)}: ${printable(step)}, ${reason}`);
}

/** The watermark behind the slowest step, where there is one. */
export function slowestWatermark({ steps }: JobSnapshot): number | undefined {
  const marks = steps.flatMap(({ time }) => (time === undefined ? [] : [time.outputWatermark]));
  return marks.length === 0 ? undefined : Math.min(...marks);
}

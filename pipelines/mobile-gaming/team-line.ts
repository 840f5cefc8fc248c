import type { Instant } from '@hornbeam/sdk';
import { minuteText } from '../minute-text.js';

/** A line such as `2024-05-04 12:00  AmberBadger    1803 points`; the time is the beginning of the hour. */
export const teamLine = (team: string, points: number, start: Instant): string =>
  `${minuteText(start)}  ${team.padEnd(13)}  ${String(points).padStart(4)} points`;

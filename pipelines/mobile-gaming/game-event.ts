import { minutes } from '@hornbeam/sdk';
import { z } from 'zod';
import { whole } from '../number-text.js';

/** A player has earned points. */
export const GameEvent = z
  .object({ user: z.string().min(1), team: z.string().min(1), points: whole, time: z.iso.datetime() })
  .transform(({ time, ...event }) => ({
    ...event,
    /** When it happened on the phone, ms since 1970. */
    at: Date.parse(time),
  }));
export type GameEvent = z.output<typeof GameEvent>;

/** No event reaches the server later than this after it happened, in ms: phones without network keep theirs so long. */
export const LONGEST_DELAY: number = minutes(10);

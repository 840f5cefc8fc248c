import { seconds } from '@hornbeam/sdk';
import { z } from 'zod';
import { decimal, whole } from '../number-text.js';

/** What a sensor measured at one moment. */
export const Reading = z
  .object({
    /** Counts the readings of a sensor from 1, one every 5 seconds. */
    reading: whole,
    mote_id: z.string().min(1),
    /** Degrees Celsius. */
    temperature: decimal,
  })
  .transform(({ reading, mote_id, temperature }) => ({
    sensor: mote_id,
    celsius: temperature,
    /** ms since 1970 */
    at: FIRST_READING + seconds(5) * (reading - 1),
  }));
export type Reading = z.output<typeof Reading>;

/** The day is on record, the hour is not: time is counted from midnight. */
const FIRST_READING = Date.parse('2010-05-09T00:00:00Z');

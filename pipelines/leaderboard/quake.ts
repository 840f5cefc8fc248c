import { z } from 'zod';

/** A quake of the earth, as an observatory has measured it. */
export const Quake = z.object({
  id: z.string(),
  /** ms since 1970 */
  time: z.int(),
  /** Of the Richter scale and its successors. */
  magnitude: z.number(),
  /** `earthquake`, or what people did to the earth. */
  type: z.string(),
  place: z.string(),
});
export type Quake = z.output<typeof Quake>;

/** The stronger one is the greater one; of equally strong ones, the one that was first. */
export const byStrength = (a: Quake, b: Quake): number =>
  a.magnitude - b.magnitude || b.time - a.time || (a.id < b.id ? 1 : -1);

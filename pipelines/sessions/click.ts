import { z } from 'zod';

/** Something that a user of the shop did. */
export const Click = z
  .object({
    user_id: z.string().min(1),
    event: z.string().min(1),
    timestamp: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'must be a date and a time of day'),
  })
  .transform(({ user_id, event, timestamp }) => ({
    user: user_id,
    event,
    /** ms since 1970; the shop’s clock is in UTC. */
    at: Date.parse(`${timestamp.replace(' ', 'T')}Z`),
  }));
export type Click = z.output<typeof Click>;

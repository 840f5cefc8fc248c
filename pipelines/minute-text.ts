import type { Instant } from '@hornbeam/sdk';

/** A moment for people to read, in UTC and without its seconds: `2013-02-25 14:30`. */
export const minuteText = (at: Instant): string =>
  new Date(at).toISOString().slice(0, 'YYYY-MM-DDThh:mm'.length).replace('T', ' ');

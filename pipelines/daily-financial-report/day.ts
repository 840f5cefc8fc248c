import { days } from '@hornbeam/sdk';

/** The day before a day, both as `YYYY-MM-DD`. */
export const dayBefore = (day: string): string =>
  new Date(Date.parse(day) - days(1)).toISOString().slice(0, 'YYYY-MM-DD'.length);

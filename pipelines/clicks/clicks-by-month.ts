import { calendarMonths, type PCollection } from '@hornbeam/sdk';
import type { Click } from '../sessions/click.js';

/** How often each thing was done in each month, a line each: `2024-01  add_to_cart   1,234`. */
export const clicksByMonth = (clicks: PCollection<Click>): PCollection<string> =>
  clicks
    .windowInto(calendarMonths())
    .map(({ event }) => event)
    .named('Event')
    .countPerElement()
    .map(({ key, value }, { window }) => {
      const month = new Date(window.start).toISOString().slice(0, 'YYYY-MM'.length);
      return `${month}  ${key.padEnd(16)}${value.toLocaleString('en').padStart(7)}`;
    })
    .named('Line');

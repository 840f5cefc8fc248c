import { expect, it } from 'vitest';
import { dayBefore } from './day.js';

it.each([
  ['1998-06-30', '1998-06-29'],
  ['1998-03-01', '1998-02-28'],
  ['2000-03-01', '2000-02-29'],
  ['1998-01-01', '1997-12-31'],
  ['1970-01-01', '1969-12-31'],
])('the day before %s is %s', (day, before) => {
  expect(dayBefore(day)).toBe(before);
});

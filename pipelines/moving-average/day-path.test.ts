import { expect, it } from 'vitest';
import { type DailyBar, dayPath } from './day-path.js';

const bars: [string, DailyBar][] = [
  ['rises', { open: 27.05, high: 28.1164, low: 26.81, close: 27.78 }],
  ['opens at its high', { open: 455.12, high: 455.12, low: 442.57, close: 442.8 }],
  ['closes at its low', { open: 444.05, high: 447.87, low: 441.4, close: 441.4 }],
  ['does not move', { open: 10, high: 10, low: 10, close: 10 }],
];

it.each(bars)('a day that %s has its open, high, low and close again, whatever the seed', (_, bar) => {
  for (let seed = 0; seed < 200; seed++) {
    const path = dayPath(bar, 390, `seed ${seed}`);
    expect(path).toHaveLength(390);
    expect({
      open: path[0],
      high: Math.max(...path),
      low: Math.min(...path),
      close: path.at(-1),
    }).toEqual(bar);
  }
});

it('the shortest day has four minutes', () => {
  const bar = { open: 2, high: 3, low: 1, close: 2 };
  const [open, ...rest] = dayPath(bar, 4, 'short');
  expect([open, rest.pop(), rest.toSorted()]).toEqual([2, 2, [1, 3]]);
});

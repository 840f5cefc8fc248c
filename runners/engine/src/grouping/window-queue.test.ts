import { IntervalWindow } from '@hornbeam/sdk/model';
import { expect, test } from 'vitest';
import { WindowQueue } from './window-queue.js';

test('windows come in the order of their moments, those of the same moment as they were added', () => {
  const queue = new WindowQueue<string>();
  for (const [start, at] of [
    [0, 30],
    [1, 10],
    [2, 30],
    [3, 20],
  ] as const) {
    queue.add(new IntervalWindow(start, 100), at, `from ${start}`);
  }
  const values: string[] = [];
  for (let { first } = queue; first !== undefined; { first } = queue) {
    values.push(`${first.at} ${first.value}`);
    queue.remove(first);
  }
  expect(values).toEqual(['10 from 1', '20 from 3', '30 from 0', '30 from 2']);
});

test('a window is found by its ends until it is taken out, and may be added again', () => {
  const queue = new WindowQueue<number>();
  const queued = queue.add(new IntervalWindow(0, 10), 9, 1);
  expect(queue.get(new IntervalWindow(0, 10))).toBe(queued);
  expect(queue.get(new IntervalWindow(0, 11))).toBeUndefined();
  queue.remove(queued);
  expect([queue.get(queued.window), queue.first, queue.size]).toEqual([undefined, undefined, 0]);
  expect(queue.add(new IntervalWindow(0, 10), 9, 2)).toBe(queue.first);
});

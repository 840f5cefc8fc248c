import { expect, test } from 'vitest';
import { Progress } from './progress.js';

const topology = {
  edges: ['in', 'one', 'both'].map((id) => ({ id, kind: 'queue' as const })),
  stages: [
    { id: 'a', source: 'in', sinks: ['one', 'both'], sides: [] },
    { id: 'b', source: 'in', sinks: ['both'], sides: [] },
  ],
};

test('an edge without producers is complete from the start, others are not (D2)', () => {
  const progress = new Progress(topology);
  expect(['in', 'one', 'both'].map((edge) => progress.isComplete(edge))).toEqual([true, false, false]);
});

test('an edge is complete when the last of its producers is done, is said to be so once, and stays so (D1)', () => {
  const progress = new Progress(topology);
  expect(progress.finish('a', ['one', 'both'])).toEqual(['one']);
  expect(progress.isDone('a')).toBe(true);
  expect(progress.isComplete('both')).toBe(false);
  expect(progress.finish('b', ['both'])).toEqual(['both']);
  expect(progress.finish('b', ['both'])).toEqual([]);
  expect(['one', 'both'].map((edge) => progress.isComplete(edge))).toEqual([true, true]);
});

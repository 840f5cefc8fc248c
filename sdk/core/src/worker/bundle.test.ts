import { expect, test } from 'vitest';
import { BeamError } from '../model/errors.js';
import { Bundle } from './bundle.js';
import { MetricCells } from './metric-cells.js';
import { receiver } from './receiver.js';

const notAsked = (): never => {
  throw new Error('nothing here has state or timers');
};

const bundle = (): Bundle =>
  new Bundle({
    sideInput: () => [],
    sideInputVersion: () => 0,
    isBundleFull: () => false,
    state: notAsked,
    timers: notAsked,
    sink: () => receiver(() => undefined),
    metrics: new MetricCells(),
    log: () => undefined,
    now: () => 0,
    signal: new AbortController().signal,
    wait: async () => undefined,
    newName: () => 'name',
    combineBytes: 1,
    breathe: () => undefined,
  });

const [first, second] = [new BeamError('E_USER', 'first'), new BeamError('E_USER', 'second')];

test('the first failure counts, whatever fails after it (B1)', () => {
  const failing = bundle();
  expect(failing.fail(first)).toBe(first);
  expect(failing.fail(second)).toBe(first);
  expect(failing.failure).toBe(first);
  expect(() => failing.check()).toThrowError(first);
});

test('nobody waits for work that does not end once the bundle has failed', async () => {
  const failing = bundle();
  const waiting = failing.unlessFailed(new Promise(() => undefined));
  failing.fail(first);
  await expect(waiting).rejects.toBe(first);
  await expect(failing.unlessFailed(undefined)).rejects.toBe(first);
});

test('the next bundle begins without failure, under a number of its own', async () => {
  const again = bundle();
  const { number } = again;
  again.fail(first);
  again.reset();
  await again.unlessFailed(Promise.resolve());
  expect(again.number).not.toBe(number);
  expect(again.pressure.raised).toBe(false);
});

import { expect, test } from 'vitest';
import { Pressure } from './pressure.js';

const settled = async (promise: Promise<void> | undefined): Promise<boolean> => {
  let isSettled = false;
  promise?.then(() => {
    isSettled = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return isSettled;
};

test('an operator is full between its raise and its lower, however often it raises (P1)', () => {
  const pressure = new Pressure();
  expect(pressure.raised).toBe(false);
  pressure.raise(2);
  pressure.raise(2);
  expect(pressure.raised).toBe(true);
  pressure.lower(1);
  expect(pressure.raised).toBe(true);
  pressure.lower(2);
  expect(pressure.raised).toBe(false);
});

test('only those before a full operator wait, until the last behind them is ready (P2)', async () => {
  const pressure = new Pressure();
  pressure.raise(2);
  pressure.raise(4);
  expect(pressure.ready(4)).toBeUndefined();
  expect(pressure.ready(5)).toBeUndefined();
  const [source, between] = [pressure.ready(-1), pressure.ready(2)];
  pressure.lower(2);
  expect(await settled(source)).toBe(false);
  pressure.raise(1);
  pressure.lower(4);
  expect(await settled(between)).toBe(true);
  expect(await settled(source)).toBe(false);
  pressure.lower(1);
  expect(await settled(source)).toBe(true);
});

test('a release wakes everyone, stays visible, and nobody waits after it until the next bundle (P3)', async () => {
  const pressure = new Pressure();
  pressure.raise(3);
  const waiting = pressure.ready(0);
  pressure.release();
  expect(await settled(waiting)).toBe(true);
  pressure.raise(3);
  expect(pressure.raised).toBe(true);
  expect(pressure.ready(0)).toBeUndefined();
  pressure.reset();
  expect(pressure.raised).toBe(false);
});

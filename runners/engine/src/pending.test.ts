import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BatchHandle, Pending } from './pending.js';

const batch = (id: number, elements = 1, bytes = 1): BatchHandle => ({
  id,
  elements,
  bytes,
  minTimestamp: 0,
});

test('every consumer takes every handle once, in order, and the bytes are those of the slowest (Q1)', () => {
  const command = fc.record({ take: fc.boolean(), consumer: fc.nat(2), bytes: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(command), fc.integer({ min: 1, max: 4 }), (commands, elements) => {
      const pending = new Pending(3);
      const added: BatchHandle[] = [];
      const taken: BatchHandle[][] = [[], [], []];
      for (const { take, consumer, bytes } of commands) {
        if (take) taken[consumer]!.push(...pending.take(consumer, { elements, bytes: 20 }));
        else {
          added.push(batch(added.length, 1, bytes));
          pending.add(added.at(-1)!);
        }
        const slowest = Math.min(...taken.map((list) => list.length));
        expect(pending.bytes).toBe(added.slice(slowest).reduce((sum, each) => sum + each.bytes, 0));
        expect(taken.map((list, i) => list.length < added.length === pending.hasFor(i))).toEqual([
          true,
          true,
          true,
        ]);
      }
      for (const list of taken) expect(list).toEqual(added.slice(0, list.length));
    }),
  );
});

test('a bundle takes at least one handle, and no more than its limits', () => {
  const pending = new Pending(1);
  for (const [id, bytes] of [50, 10, 10, 10].entries()) pending.add(batch(id, 1, bytes));
  const limits = { elements: 2, bytes: 20 };
  expect(pending.take(0, limits).map(({ id }) => id)).toEqual([0]);
  expect(pending.take(0, limits).map(({ id }) => id)).toEqual([1, 2]);
  expect(pending.take(0, limits).map(({ id }) => id)).toEqual([3]);
  expect(pending.take(0, limits)).toEqual([]);
});

test('a sealed edge gets no more handles, and is exhausted for a consumer that has them all (Q2)', () => {
  const pending = new Pending(2);
  pending.add(batch(1));
  expect(pending.exhaustedFor(0)).toBe(false);
  pending.seal();
  expect(() => pending.add(batch(2))).toThrowError(/Q2/);
  pending.take(0, { elements: 9, bytes: 9 });
  expect([pending.exhaustedFor(0), pending.exhaustedFor(1)]).toEqual([true, false]);
});

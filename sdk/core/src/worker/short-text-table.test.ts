import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SHORT_TEXT, ShortTextTable } from './short-text-table.js';

const texts = fc.oneof(
  fc.string({ maxLength: SHORT_TEXT, unit: 'binary' }),
  // These have the same hash: `Aa` and `BB` weigh the same.
  fc.array(fc.constantFrom('Aa', 'BB'), { minLength: 5, maxLength: 8 }).map((parts) => parts.join('')),
);

test('a table of short texts is a map, in order of insertion (T1)', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, fc.nat(3)), { maxLength: 400 }), (commands) => {
      const table = new ShortTextTable<number>();
      const model = new Map<string, number>();
      for (const [i, [key, kind]] of commands.entries()) {
        if (kind === 0) {
          expect(table.delete(key)).toBe(model.delete(key));
        } else if (kind > 1) {
          table.set(key, i);
          model.set(key, i);
        }
        expect(table.get(key)).toBe(model.get(key));
        expect(table.has(key)).toBe(model.has(key));
        expect(table.size).toBe(model.size);
      }
      expect([...table.entries()]).toEqual([...model]);
      table.clear();
      expect([table.size, [...table.entries()], table.get('')]).toEqual([0, [], undefined]);
    }),
  );
});

test('texts made to collide are all found, and do not make it slow (T2)', () => {
  const table = new ShortTextTable<number>();
  const colliding = Array.from({ length: 4096 }, (_, i) =>
    i.toString(2).padStart(12, '0').replaceAll('0', 'Aa').replaceAll('1', 'BB'),
  );
  const started = performance.now();
  for (const [i, key] of colliding.entries()) table.set(key, i);
  for (let round = 0; round < 20; round++) {
    for (const [i, key] of colliding.entries()) if (table.get(key) !== i) expect.fail(`${key} is lost`);
  }
  expect(performance.now() - started).toBeLessThan(1000);
  expect(table.size).toBe(4096);
});

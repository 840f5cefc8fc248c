import { expect, test } from 'vitest';
import { features } from './features.js';
import { type Exceptions, runners } from './runners.js';
import { whatRunsWhere } from './table.js';

test('docs/what-runs-where.md says what the suite says', async () => {
  await expect(whatRunsWhere()).toMatchFileSnapshot('../../../docs/what-runs-where.md');
});

test('what a runner leaves out is a behaviour of the suite, with a reason', () => {
  const known = new Set(
    features.flatMap(({ name, cases }) => cases.map((each) => `${name}: ${each.behaviour}`)),
  );
  for (const exceptions of Object.values<Exceptions>(runners)) {
    for (const [feature, behaviours] of Object.entries(exceptions)) {
      for (const [behaviour, reason] of Object.entries(behaviours)) {
        expect(known).toContain(`${feature}: ${behaviour}`);
        expect(reason).toMatch(/\w+ \w+/);
      }
    }
  }
});

test('no feature and no behaviour is there twice', () => {
  const names = features.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

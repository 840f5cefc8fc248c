import {
  GenericCoder,
  IntervalWindow,
  IntervalWindowCoder,
  type Metadata,
  NO_FIRING,
  StoredValues,
} from '@hornbeam/sdk/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Grouping } from './grouping.js';
import { MemoryBudget } from './memory-budget.js';
import { MemoryDisk } from './memory-disk.js';

function makeGrouping({ readers = 1, limit = 1e12, capacity = Number.POSITIVE_INFINITY } = {}) {
  const budget = new MemoryBudget(limit);
  const disk = new MemoryDisk(capacity);
  const grouping = new Grouping({
    coders: { key: new GenericCoder(), value: new GenericCoder(), window: new IntervalWindowCoder() },
    readers,
    origin: { step: 'Key' },
    budget,
    disk,
  });
  return { grouping, budget, disk };
}

const windowAt = (start: number) => new IntervalWindow(start, start + 10);
const inWindows = (...starts: number[]): Metadata => ({
  timestamp: 0,
  windows: starts.map(windowAt),
  pane: NO_FIRING,
});

interface Added {
  readonly key: unknown;
  readonly value: unknown;
  readonly starts: readonly number[];
}

const keys = fc.oneof(
  fc.nat(5),
  fc.constantFrom(
    'a',
    'b',
    'a key that is longer than twenty-four characters',
    '',
    NaN,
    -0,
    null,
    undefined,
    7n,
  ),
  fc.record({ x: fc.nat(2), y: fc.nat(1) }, { noNullPrototype: true }),
);
const added = fc.record({
  key: keys,
  value: fc.oneof(fc.nat(), fc.string({ maxLength: 5 })),
  starts: fc.subarray([0, 10, 20, 30], { minLength: 1 }),
});

/** A text for a key in a window: equal for equal ones. */
const idOf = (start: number, key: unknown): string => {
  const fields = typeof key === 'object' && key !== null ? Object.entries(key).sort().join() : '';
  return `${start} ${typeof key} ${fields === '' ? String(key === 0 ? 0 : key) : fields}`;
};

/** What a grouping of all this should hold. */
function expected(all: readonly Added[]): Record<string, string> {
  const groups = new Map<string, unknown[]>();
  for (const { key, value, starts } of all) {
    for (const start of starts) {
      const id = idOf(start, key);
      groups.set(id, [...(groups.get(id) ?? []), value]);
    }
  }
  return Object.fromEntries([...groups].map(([id, values]) => [id, bag(values)]));
}

const bag = (values: Iterable<unknown>): string =>
  [...values]
    .map((value) => JSON.stringify(value))
    .sort()
    .join();

/** Reads all groups; `between` runs after each. A group that comes twice fails. */
function contents(grouping: Grouping, between: (index: number) => void = () => undefined) {
  const groups: Record<string, string> = {};
  let index = 0;
  for (const { key, values, window } of grouping.read()) {
    const id = idOf(window.start, key);
    expect(groups).not.toHaveProperty([id]);
    groups[id] = bag(values);
    between(index++);
  }
  return groups;
}

describe('a grouping', () => {
  it('has every group once, with all its values, wherever it was spilled (R1 R4)', () => {
    fc.assert(
      fc.property(fc.array(added, { maxLength: 60 }), fc.array(fc.nat(60)), (all, spills) => {
        const { grouping, budget } = makeGrouping();
        all.forEach(({ key, value, starts }, i) => {
          if (spills.includes(i)) grouping.spill();
          grouping.add(key, value, inWindows(...starts));
          expect(budget.usedBytes).toBe(grouping.heldBytes);
        });
        expect(grouping.seal()).toBe(all.reduce((sum, { starts }) => sum + starts.length, 0));
        expect(contents(grouping)).toEqual(expected(all));
        grouping.close();
        expect(budget.usedBytes).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('can be spilled between any two groups of its reader (R1 R5)', () => {
    fc.assert(
      fc.property(fc.array(added, { maxLength: 40 }), fc.nat(20), fc.boolean(), (all, at, before) => {
        const { grouping, budget } = makeGrouping();
        all.forEach(({ key, value, starts }, i) => {
          if (before && i === 5) grouping.spill();
          grouping.add(key, value, inWindows(...starts));
        });
        grouping.seal();
        const seen = contents(grouping, (index) => {
          if (index === at) grouping.spill();
          expect(budget.usedBytes).toBe(grouping.heldBytes);
        });
        expect(seen).toEqual(expected(all));
        expect(grouping.heldBytes).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('is read by several readers at once, each seeing every group, and is not spilled below them (R1 R5)', () => {
    fc.assert(
      fc.property(fc.array(added, { maxLength: 30 }), fc.boolean(), fc.nat(10), (all, early, at) => {
        const { grouping } = makeGrouping({ readers: 3 });
        for (const { key, value, starts } of all) grouping.add(key, value, inWindows(...starts));
        if (early) grouping.spill();
        grouping.seal();
        let inner: Record<string, string> | undefined;
        const outer = contents(grouping, (index) => {
          if (index !== at) return;
          if (!early) expect(grouping.spillableBytes).toBe(0);
          inner = contents(grouping);
        });
        expect(outer).toEqual(expected(all));
        if (inner !== undefined) expect(inner).toEqual(expected(all));
        else contents(grouping);
        expect(contents(grouping)).toEqual(expected(all));
      }),
    );
  });

  it('gives memory back while the last reader walks through it (R5)', () => {
    const { grouping, budget } = makeGrouping();
    for (let i = 0; i < 100; i++) grouping.add(i, 'x'.repeat(1000), inWindows(0));
    grouping.seal();
    const before = budget.usedBytes;
    let seen = 0;
    for (const _ of grouping.read()) {
      seen++;
      expect(budget.usedBytes).toBeLessThanOrEqual(before - seen * 1000);
    }
    expect(budget.usedBytes).toBe(0);
  });

  it('hands out the live objects of a group that was never spilled (R2)', () => {
    const { grouping } = makeGrouping();
    const value = { live: true };
    grouping.add('k', value, inWindows(0));
    grouping.seal();
    const [group] = grouping.read();
    expect([...group!.values][0]).toBe(value);
  });

  it('keeps the number of open runs within bounds, and loses nothing by merging them (R3)', () => {
    const { grouping, disk } = makeGrouping();
    const all: Added[] = [];
    for (let i = 0; i < 500; i++) {
      const each = { key: i % 7, value: i, starts: [0] };
      all.push(each);
      grouping.add(each.key, each.value, inWindows(0));
      grouping.spill();
      expect(disk.openFiles).toBeLessThanOrEqual(64);
    }
    grouping.seal();
    expect(contents(grouping)).toEqual(expected(all));
  });

  it('does not write long runs again and again when many short ones are merged', () => {
    const { grouping, disk } = makeGrouping();
    grouping.add('long', 'x'.repeat(1_000_000), inWindows(0));
    grouping.spill();
    for (let i = 0; i < 1000; i++) {
      grouping.add(i, i, inWindows(0));
      grouping.spill();
    }
    expect(disk.writtenBytes).toBeLessThan(1_500_000);
  });

  it('walks lazily and repeatedly through a group larger than memory, while other groups are read (R6)', () => {
    const { grouping, disk } = makeGrouping({ limit: 100_000 });
    const count = 5_000;
    for (let i = 0; i < count; i++) {
      grouping.add('large', i, inWindows(0));
      if (i % 50 === 0) grouping.add(`small ${i}`, i, inWindows(0));
    }
    grouping.seal();
    let large: Iterable<unknown> | undefined;
    let small = 0;
    for (const { key, values } of grouping.read()) {
      if (key === 'large') large = values;
      else small += [...values].length;
      if (large !== undefined) expect(sumOf(large)).toBe((count * (count - 1)) / 2);
    }
    expect(small).toBe(count / 50);
    expect(large).toBeInstanceOf(StoredValues);
    expect((large as StoredValues<unknown>).length).toBe(count);
    const [one, other] = [large![Symbol.iterator](), large![Symbol.iterator]()];
    for (let i = 0; i < 100; i++) expect(one.next().value).toBe(other.next().value);
    grouping.close();
    expect(sumOf(large!)).toBe((count * (count - 1)) / 2);
    disk.close();
    expect(disk.openFiles).toBe(0);
    expect(() => sumOf(large!)).toThrowError(expect.objectContaining({ code: 'E_IO' }));
  });

  it('closes its runs by itself when nothing of them was handed out', () => {
    const { grouping, disk } = makeGrouping();
    grouping.add('k', 1, inWindows(0));
    grouping.spill();
    grouping.seal();
    contents(grouping);
    grouping.close();
    expect(disk.openFiles).toBe(0);
  });

  it('takes huge values, empty ones and many windows', () => {
    const { grouping } = makeGrouping();
    const huge = 'y'.repeat(3_000_000);
    const all: Added[] = [
      { key: 'k', value: huge, starts: [0] },
      { key: 'k', value: '', starts: [0] },
      ...Array.from({ length: 2000 }, (_, i) => ({ key: 'w', value: i, starts: [i * 10] })),
    ];
    all.forEach(({ key, value, starts }, i) => {
      grouping.add(key, value, inWindows(...starts));
      if (i % 700 === 0) grouping.spill();
    });
    grouping.seal();
    expect(contents(grouping)).toEqual(expected(all));
  });

  it('names the step, the element and the place in it of a value or key that cannot be written', () => {
    const { grouping } = makeGrouping();
    expect(() => grouping.add('k', { deep: [() => 1] }, inWindows(0))).toThrowError(
      expect.objectContaining({
        code: 'E_NO_CODER',
        message: expect.stringContaining('$.deep[0]'),
        place: { step: 'Key', element: expect.any(String) },
      }),
    );
    expect(() => grouping.add({ key: Symbol('s') }, 1, inWindows(0))).toThrowError(
      expect.objectContaining({ code: 'E_NO_CODER', message: expect.stringContaining('$.key') }),
    );
  });
});

const sumOf = (values: Iterable<unknown>): number => {
  let sum = 0;
  for (const value of values) sum += value as number;
  return sum;
};

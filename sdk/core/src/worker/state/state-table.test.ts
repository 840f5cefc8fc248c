import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BagState,
  bagState,
  type CombiningState,
  combiningState,
  type MapState,
  type MultimapState,
  mapState,
  multimapState,
  type OrderedListState,
  orderedListState,
  type SetState,
  setState,
  type ValueState,
  valueState,
} from '../../construction/index.js';
import { GenericCoder } from '../../model/coders/generic.js';
import { StringUtf8Coder } from '../../model/coders/string-utf8.js';
import { VarIntCoder } from '../../model/coders/varint.js';
import { GLOBAL_WINDOW, IntervalWindow } from '../../model/window.js';
import { mean } from '../../transforms/combiners/index.js';
import type { StateCells } from '../services.js';
import { StateTable, type StateTableSettings } from './state-table.js';

const uses = {
  value: valueState<unknown>(),
  bag: bagState<unknown>(),
  average: combiningState(mean),
  set: setState<unknown>(),
  map: mapState<unknown, unknown>(),
  multimap: multimapState<unknown, unknown>(),
  list: orderedListState<unknown>(),
};

const tableOf = (declared: Record<string, unknown>, settings: Partial<StateTableSettings> = {}): StateTable =>
  new StateTable(declared, { keyCoder: new GenericCoder({ canonical: true }), now: () => 0, ...settings });

const forms = [
  ['as live values', {}],
  ['as bytes', { encodes: true }],
] as const;

describe.each(forms)('cells that keep values %s', (_, settings) => {
  const cell = <T>(name: keyof typeof uses): T =>
    tableOf(uses, settings).cells('k', GLOBAL_WINDOW).cell(name) as T;

  test('of one value give what was written last', () => {
    const value = cell<ValueState<unknown>>('value');
    expect(value.read()).toBeUndefined();
    for (const written of [1, { a: [1] }, null, undefined]) {
      value.write(written);
      expect(value.read()).toEqual(written);
    }
    value.clear();
    expect(value.read()).toBeUndefined();
  });

  test('of a bag give everything in order, as it was when asked', () => {
    const bag = cell<BagState<unknown>>('bag');
    expect([bag.isEmpty, ...bag.read()]).toEqual([true]);
    bag.add('x');
    const one = bag.read();
    bag.add('x');
    const two = bag.read();
    bag.clear();
    bag.add('y');
    expect([[...one], [...two], [...two], [...bag.read()], bag.isEmpty]).toEqual([
      ['x'],
      ['x', 'x'],
      ['x', 'x'],
      ['y'],
      false,
    ]);
  });

  test('of a combine function give what it makes of the values, and of nothing', () => {
    const average = cell<CombiningState<number, number>>('average');
    expect(average.isEmpty).toBe(true);
    expect(average.read()).toBe(mean.extract(mean.create()));
    average.add(1);
    average.add(4);
    expect([average.read(), average.read(), average.isEmpty]).toEqual([2.5, 2.5, false]);
    average.clear();
    expect(average.isEmpty).toBe(true);
  });

  test('of a set tell values apart by what they say', () => {
    const set = cell<SetState<unknown>>('set');
    expect([set.add({ a: 1 }), set.add({ a: 1 }), set.add('a'), set.size]).toEqual([true, false, true, 2]);
    expect([set.has({ a: 1 }), set.has({ a: 2 })]).toEqual([true, false]);
    for (const value of set.read()) set.delete(value);
    expect([set.size, set.delete('a'), ...set.read()]).toEqual([0, false]);
    set.add('b');
    set.clear();
    expect(set.size).toBe(0);
  });

  test('of a map hold one value for each key, keys told apart by what they say', () => {
    const map = cell<MapState<unknown, unknown>>('map');
    map.set({ id: 1 }, 'a');
    map.set({ id: 1 }, 'b');
    map.set('x', undefined);
    expect([map.get({ id: 1 }), map.get('x'), map.has('x'), map.has('y'), map.size]).toEqual([
      'b',
      undefined,
      true,
      false,
      2,
    ]);
    expect(new Map(map.entries())).toEqual(
      new Map<unknown, unknown>([
        ['x', undefined],
        [{ id: 1 }, 'b'],
      ]),
    );
    for (const key of map.keys()) map.delete(key);
    expect([map.size, map.delete('x')]).toEqual([0, false]);
    map.set('y', 1);
    map.clear();
    expect(map.size).toBe(0);
  });

  test('of a multimap hold all values of each key, in order', () => {
    const multimap = cell<MultimapState<unknown, unknown>>('multimap');
    multimap.add([1], 'a');
    const before = multimap.get([1]);
    multimap.add([1], 'b');
    multimap.add('x', 'c');
    expect([[...before], [...multimap.get([1])], [...multimap.get('none')]]).toEqual([['a'], ['a', 'b'], []]);
    expect([...multimap.entries()]).toEqual([
      ['x', 'c'],
      [[1], 'a'],
      [[1], 'b'],
    ]);
    expect([multimap.delete([1]), multimap.delete([1]), multimap.has([1]), [...multimap.keys()]]).toEqual([
      true,
      false,
      false,
      ['x'],
    ]);
    multimap.clear();
    expect([...multimap.entries()]).toEqual([]);
  });

  test('of an ordered list give a stretch of time, and forget one', () => {
    const list = cell<OrderedListState<unknown>>('list');
    for (const [at, value] of [
      [5, 'e'],
      [-1, 'z'],
      [5, 'f'],
      [3, 'c'],
    ] as const)
      list.add(at, value);
    list.add(new Date(4), 'd');
    const all = list.read();
    expect([...list.read(3, 5)]).toEqual([
      { at: 3, value: 'c' },
      { at: 4, value: 'd' },
    ]);
    list.clear(4, 6);
    expect(Array.from(list.read(), ({ value }) => value)).toEqual(['z', 'c']);
    expect(Array.from(all, ({ value }) => value)).toEqual(['z', 'c', 'd', 'e', 'f']);
    list.clear();
    expect([...list.read()]).toEqual([]);
    expect(() => list.add(Number.NaN, 'x')).toThrow(/NaN/);
  });
});

test('an ordered list is a sorted array, whatever is added and cleared', () => {
  const at = fc.integer({ min: -5, max: 5 });
  const border = fc.option(at, { nil: undefined });
  const step = fc.oneof(
    at.map((moment) => ({ add: moment })),
    fc.record({ clear: fc.tuple(border, border) }),
    fc.record({ read: fc.tuple(border, border) }),
  );
  const isIn = (
    moment: number,
    [from = -Infinity, to = Infinity]: readonly (number | undefined)[],
  ): boolean => moment >= from && moment < to;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const list = tableOf(uses)
        .cells('k', GLOBAL_WINDOW)
        .cell('list') as unknown as OrderedListState<number>;
      let model: { at: number; value: number }[] = [];
      for (const [i, step] of steps.entries()) {
        if ('add' in step) {
          list.add(step.add, i);
          model.push({ at: step.add, value: i });
          model.sort((a, b) => a.at - b.at || a.value - b.value);
        } else if ('clear' in step) {
          list.clear(...step.clear);
          model = model.filter(({ at }) => !isIn(at, step.clear));
        } else {
          expect([...list.read(...step.read)]).toEqual(model.filter(({ at }) => isIn(at, step.read)));
        }
      }
      expect([...list.read()]).toEqual(model);
    }),
  );
});

describe('values kept as bytes', () => {
  test('are refused when their coder does not take them, and nothing changes', () => {
    const table = tableOf({ name: valueState(new StringUtf8Coder()) }, { encodes: true });
    const name = table.cells('k', GLOBAL_WINDOW).cell('name') as unknown as ValueState<unknown>;
    name.write('a');
    expect(() => name.write(5)).toThrow(expect.objectContaining({ code: 'E_ENCODE' }));
    expect(name.read()).toBe('a');
  });

  test('come back as copies, so that changing one does not change the state', () => {
    const table = tableOf(uses, { encodes: true });
    const value = table.cells('k', GLOBAL_WINDOW).cell('value') as unknown as ValueState<{ n: number }>;
    const written = { n: 1 };
    value.write(written);
    written.n = 2;
    value.read()!.n = 3;
    expect(value.read()).toEqual({ n: 1 });
  });
});

describe('a table', () => {
  const write = (table: StateTable, key: unknown, window = GLOBAL_WINDOW, name = 'value'): void =>
    (table.cells(key, window).cell(name) as unknown as ValueState<unknown>).write(1);

  test('has the same cells for keys that say the same, in windows that are equal (S3)', () => {
    const table = tableOf(uses);
    const cells = table.cells({ a: 1, b: 2 }, new IntervalWindow(0, 10));
    expect(table.cells({ b: 2, a: 1 }, new IntervalWindow(0, 10))).toBe(cells);
    expect(table.cells({ a: 1, b: 2 }, new IntervalWindow(0, 11))).not.toBe(cells);
    expect(table.cells({ a: 1, b: 3 }, new IntervalWindow(0, 10))).not.toBe(cells);
  });

  test('lets go of a window with all its keys, and of nothing else', () => {
    const table = tableOf(uses);
    const windows = [new IntervalWindow(0, 10), new IntervalWindow(10, 20)] as const;
    for (const window of windows) for (const key of ['a', 'b']) write(table, key, window);
    table.dropWindow(new IntervalWindow(0, 10));
    table.sweep();
    expect([table.keysOf(windows[0]), table.keysOf(windows[1]), table.size]).toEqual([[], ['a', 'b'], 2]);
    const again = table.cells('a', windows[0]).cell('value') as unknown as ValueState<unknown>;
    expect(again.read()).toBeUndefined();
  });

  test('lets go of keys without state, so that endless windows do not fill memory (S4)', () => {
    const table = tableOf(uses);
    for (let key = 0; key < 100; key++) {
      const cells = table.cells(key, GLOBAL_WINDOW);
      (cells.cell('value') as unknown as ValueState<number>).write(1);
      if (key % 10 > 0) (cells.cell('value') as unknown as ValueState<number>).clear();
    }
    table.cells('only looked at', GLOBAL_WINDOW);
    table.sweep();
    expect(table.keysOf(GLOBAL_WINDOW)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });

  test('keeps every key it has seen for steps that are told when their window expires (S4)', () => {
    const table = tableOf(uses, { keepsKeys: true });
    table.cells('a', GLOBAL_WINDOW);
    table.sweep();
    expect(table.keysOf(GLOBAL_WINDOW)).toEqual(['a']);
  });

  test('lets go of the empty cells of a key that it keeps, and makes new ones when it comes again (S4)', () => {
    const table = tableOf(uses, { keepsKeys: true });
    const valueIn = (cells: StateCells): ValueState<number> =>
      cells.cell('value') as unknown as ValueState<number>;
    const first = table.cells('a', GLOBAL_WINDOW);
    valueIn(first).write(1);
    table.sweep();
    expect(table.cells('a', GLOBAL_WINDOW)).toBe(first);
    valueIn(first).clear();
    table.sweep();
    const second = table.cells('a', GLOBAL_WINDOW);
    expect(second).not.toBe(first);
    valueIn(second).write(2);
    table.sweep();
    expect(valueIn(table.cells('a', GLOBAL_WINDOW)).read()).toBe(2);
    expect(table.keysOf(GLOBAL_WINDOW)).toEqual(['a']);
  });

  test('says which cells changed since the last sweep', () => {
    const table = tableOf(uses);
    write(table, 'a');
    write(table, 'b');
    table.sweep();
    expect([...table.changes()]).toEqual([]);
    write(table, 'b');
    write(table, 'b');
    (table.cells('a', GLOBAL_WINDOW).cell('bag') as unknown as BagState<number>).read();
    expect([...table.changes()]).toEqual([{ key: 'b', window: GLOBAL_WINDOW, name: 'value' }]);
  });

  test('asked for state that is not declared says so', () => {
    expect(() => tableOf(uses).cells('a', GLOBAL_WINDOW).cell('other')).toThrow(/no state "other"/);
  });
});

describe('a time to live', () => {
  const clocked = () => {
    const clock = { now: 0 };
    const table = tableOf(
      {
        short: valueState(new VarIntCoder(), { ttl: 100 }),
        long: bagState<number>(undefined, { ttl: '1s' }),
      },
      { now: () => clock.now },
    );
    const short = (key: string): ValueState<number> =>
      table.cells(key, GLOBAL_WINDOW).cell('short') as unknown as ValueState<number>;
    return { clock, table, short };
  };

  test('counts from the last write: then the cell reads as empty, swept or not (S1)', () => {
    const { clock, short } = clocked();
    short('a').write(1);
    clock.now = 90;
    short('a').write(2);
    clock.now = 189;
    expect(short('a').read()).toBe(2);
    clock.now = 190;
    expect(short('a').read()).toBeUndefined();
  });

  test('lets sweeping let go of keys that nobody asks for any more', () => {
    const { clock, table, short } = clocked();
    for (const key of ['a', 'b']) short(key).write(1);
    (table.cells('b', GLOBAL_WINDOW).cell('long') as unknown as BagState<number>).add(1);
    clock.now = 50;
    short('a').write(2);
    table.sweep();
    expect(table.size).toBe(2);
    clock.now = 149;
    table.sweep();
    expect([short('a').read(), short('b').read()]).toEqual([2, undefined]);
    for (const now of [260, 1_000, 2_100]) {
      clock.now = now;
      table.sweep();
    }
    expect(table.size).toBe(0);
  });

  test('begins anew with a value that is written after it ran out', () => {
    const { clock, table, short } = clocked();
    short('a').write(1);
    clock.now = 100;
    table.sweep();
    short('a').write(2);
    clock.now = 199;
    table.sweep();
    expect(short('a').read()).toBe(2);
    clock.now = 200;
    table.sweep();
    expect(table.size).toBe(0);
  });
});

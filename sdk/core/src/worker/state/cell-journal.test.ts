import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bagState,
  combiningState,
  type MapState,
  mapState,
  multimapState,
  type OrderedListState,
  orderedListState,
  type SetState,
  type StateUse,
  setState,
  valueState,
} from '../../construction/index.js';
import { ByteReader } from '../../model/coders/byte-reader.js';
import { ByteWriter } from '../../model/coders/byte-writer.js';
import { sum } from '../../transforms/combiners/index.js';
import type { Cell } from './cell.js';
import { cellMaker, journalForm } from './cell-maker.js';
import { EncodedValues, LIVE_VALUES } from './kept-values.js';

const uses = {
  value: valueState<number>(),
  bag: bagState<number>(),
  combining: combiningState(sum),
  set: setState<number>(),
  map: mapState<number, number>(),
  multimap: multimapState<number, number>(),
  orderedList: orderedListState<number>(),
} satisfies Record<string, StateUse<any>>;
const names = Object.keys(uses) as (keyof typeof uses)[];

function cellOf(use: StateUse<any>, { encodes = false, now = (): number => 0 } = {}): Cell {
  const values = encodes ? new EncodedValues(use.coder) : LIVE_VALUES;
  const plan = {
    name: 'cell',
    values,
    ttl: use.ttl,
    now,
    queue: () => undefined,
    use: undefined,
    journal: journalForm(use, values),
  };
  return cellMaker(use, plan)({ changed: () => undefined });
}

/** A store of bytes as journals need it. */
class Kept {
  bytes = new Uint8Array();

  save(cell: Cell): void {
    const { clears, bytes } = cell.journal!.take(new ByteWriter());
    this.bytes = Uint8Array.from([...(clears ? [] : this.bytes), ...bytes]);
  }

  load(use: StateUse<any>, options: { encodes?: boolean; now?: () => number } = {}): Cell {
    const cell = cellOf(use, options);
    cell.journal!.read(new ByteReader(this.bytes));
    return cell;
  }
}

const contentOf = (cell: Cell): unknown[] => {
  const entries: unknown[] = [];
  cell.eachEntry((key, kept) =>
    entries.push([key, kept === undefined ? undefined : cell.plan.values.give(kept)]),
  );
  return entries;
};

type Change = readonly [verb: 'add' | 'remove' | 'clear' | 'save', key: number, value: number];

function change(cell: Cell, name: keyof typeof uses, [verb, key, value]: Change): void {
  const any = cell as any;
  if (verb === 'clear') any.clear();
  else if (name === 'value') any.write(value);
  else if (name === 'bag' || name === 'combining') any.add(value);
  else if (name === 'orderedList' && verb === 'remove') any.clear(key, value > 6 ? undefined : key + value);
  else if (verb === 'remove') any.delete(key);
  else if (name === 'map') any.set(key, value);
  else any.add(key, value);
}

const changes = fc.array(
  fc.tuple(
    fc.oneof(
      { arbitrary: fc.constantFrom<Change[0]>('add'), weight: 8 },
      { arbitrary: fc.constantFrom<Change[0]>('remove', 'save'), weight: 3 },
      { arbitrary: fc.constantFrom<Change[0]>('clear'), weight: 1 },
    ),
    fc.nat(8),
    fc.nat(8),
  ),
  { maxLength: 150 },
);

describe.each(names)('the journal of a cell of kind %s', (name) => {
  it.each([false, true])(
    'has its content, whatever was done before (J1, J2), with values as bytes: %s',
    (encodes) => {
      fc.assert(
        fc.property(changes, (all) => {
          const kept = new Kept();
          let cell = cellOf(uses[name], { encodes });
          for (const step of all) {
            if (step[0] !== 'save') {
              change(cell, name, step);
              continue;
            }
            kept.save(cell);
            const loaded = kept.load(uses[name], { encodes });
            expect(contentOf(loaded)).toEqual(contentOf(cell));
            // Half of the time another process goes on.
            if (step[1] % 2 === 0) cell = loaded;
          }
        }),
        { numRuns: 50 },
      );
    },
  );

  it('does not grow where the content does not (J3)', () => {
    const kept = new Kept();
    const cell = cellOf(uses[name]);
    for (let n = 0; n < 500; n++) {
      change(cell, name, ['add', n % 4, n % 4]);
      if (cell.entryCount > 4) change(cell, name, ['clear', 0, 0]);
      kept.save(cell);
      expect(kept.bytes.length).toBeLessThan(1000);
    }
  });

  it('of one that is saved with nothing changed takes no bytes', () => {
    const kept = new Kept();
    const cell = cellOf(uses[name]);
    change(cell, name, ['add', 1, 2]);
    kept.save(cell);
    expect(cell.journal!.take(new ByteWriter())).toEqual({ clears: false, bytes: new Uint8Array() });
  });
});

describe('a journal', () => {
  it('does not hold on to changes that cancel each other out within a bundle', () => {
    const kept = new Kept();
    const map = cellOf(uses.map) as Cell & MapState<number, number>;
    for (let n = 0; n < 10_000; n++) map.set(n % 2, n);
    kept.save(map);
    expect(kept.bytes.length).toBeLessThan(1000);
    const set = cellOf(uses.set) as Cell & SetState<number>;
    for (let n = 0; n < 10_000; n++) set.add(n) && set.delete(n);
    expect(set.journal!.take(new ByteWriter()).bytes.length).toBeLessThan(1000);
  });

  it('removes to the end of time without an end', () => {
    const kept = new Kept();
    const list = cellOf(uses.orderedList) as Cell & OrderedListState<number>;
    for (const at of [1, 2, 3, 4]) list.add(at, at);
    kept.save(list);
    list.clear(3);
    kept.save(list);
    expect(contentOf(kept.load(uses.orderedList))).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it('says when a cell with a time to live was written', () => {
    const use = valueState<number>(undefined, { ttl: 10 });
    let now = 100;
    const kept = new Kept();
    const cell = cellOf(use, { now: () => now });
    change(cell, 'value', ['add', 0, 7]);
    kept.save(cell);
    now = 109;
    const loaded = kept.load(use, { now: () => now });
    expect([loaded.writtenAt, (loaded as any).read()]).toEqual([100, 7]);
    now = 110;
    expect((loaded as any).read()).toBeUndefined();
    kept.save(loaded);
    expect(kept.bytes.length).toBe(0);
  });

  it('refuses bytes that are none, and those of a cell of another kind', () => {
    const set = cellOf(uses.set) as Cell & SetState<number>;
    const kept = new Kept();
    for (const bytes of [[9], [0], [2, 0]]) {
      kept.bytes = Uint8Array.from(bytes);
      expect(() => kept.load(uses.value)).toThrow(expect.objectContaining({ code: 'E_DECODE' }));
    }
    kept.bytes = new Uint8Array();
    set.add(1);
    set.add(2);
    kept.save(set);
    set.delete(1);
    kept.save(set);
    expect(() => kept.load(uses.bag)).toThrow(expect.objectContaining({ code: 'E_DECODE' }));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph, pipeline } from '../../../api/index.js';
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
} from '../../../construction/index.js';
import { ByteWriter } from '../../../model/coders/byte-writer.js';
import type { Coder } from '../../../model/coders/coder.js';
import { GenericCoder } from '../../../model/coders/generic.js';
import { VarIntCoder } from '../../../model/coders/varint.js';
import type { KV } from '../../../model/kv.js';
import { IntervalWindow, type Window } from '../../../model/window.js';
import { mean } from '../../../transforms/combiners/index.js';
import { fixed } from '../../../transforms/index.js';
import { coderFromPlan } from '../../../translate/coders.js';
import type { StateCells } from '../../services.js';
import { StateTable } from '../../state/state-table.js';
import { BundleState } from './bundle-state.js';
import { StateCache } from './state-cache.js';
import { StateRunner } from './state-runner.fixture.js';
import { stateStage, withPrefixedKeys } from './state-stage.fixture.js';

const uses = {
  value: valueState<unknown>(),
  bag: bagState<unknown>(),
  average: combiningState(mean),
  set: setState<unknown>(),
  map: mapState<unknown, unknown>(),
  multimap: multimapState<unknown, unknown>(),
  list: orderedListState<unknown>(),
  short: bagState<number>(new VarIntCoder(), { ttl: 50 }),
};
const stage = stateStage(
  await buildGraph(
    pipeline((p) => {
      p.create([0])
        .map((value): KV<unknown, unknown> => ({ key: value, value }))
        .windowInto(fixed(10))
        .parDo({ uses, process: () => undefined })
        .named('Step');
    }),
  ),
);
const W = new IntervalWindow(0, 10);
const token = (text: string) => [{ userState: {}, token: new TextEncoder().encode(text) }];

interface Bench {
  readonly runner?: StateRunner;
  readonly cache?: StateCache;
  readonly now?: () => number;
  readonly of?: typeof stage;
}

/** Begins bundles against one runner, with one cache. */
function bundles({
  runner = new StateRunner(),
  cache = new StateCache(1e6),
  now = () => 0,
  of = stage,
}: Bench = {}) {
  const { descriptor, plan } = of;
  let count = 0;
  const begin = (tokens: ReturnType<typeof token> = []) =>
    new BundleState({
      channel: runner.channel,
      cache,
      instructionId: `b${++count}`,
      tokens,
      descriptor,
      live: plan,
      now,
    });
  return { runner, cache, begin };
}

const cellsOf = (bundle: BundleState, key: unknown = 'k', window: Window = W) =>
  bundle.state('Step').cells(key, window);
const value = (cells: StateCells) => cells.cell('value') as ValueState<unknown>;
const bag = (cells: StateCells) => cells.cell('bag') as BagState<unknown>;

describe('state of the runner', () => {
  it('is written at the end of a bundle and read by the next', async () => {
    const { runner, begin } = bundles();
    const first = begin();
    const cells = await cellsOf(first);
    value(cells).write({ n: 1 });
    value(cells).write({ n: 2 });
    bag(cells).add('x');
    bag(cells).add('y');
    expect(runner.size).toBe(0);
    runner.asked();
    await first.commit();
    expect(runner.asked()).toEqual(['append value', 'append bag']);
    const again = await cellsOf(begin());
    expect(value(again).read()).toEqual({ n: 2 });
    expect([...bag(again).read()]).toEqual(['x', 'y']);
  });

  it('is asked for once for each declared cell of a key, all before an answer comes', async () => {
    const { runner, begin } = bundles();
    runner.pause();
    const bundle = begin();
    const come = cellsOf(bundle);
    expect(cellsOf(bundle)).toBe(come);
    expect(runner.asked()).toEqual(Object.keys(uses).map((name) => `get ${name}`));
    runner.resume();
    expect(await come).toBe(cellsOf(bundle));
  });

  it('is named by keys and windows as the runner writes them, with its length prefixes', async () => {
    const { runner, begin } = bundles({ of: withPrefixedKeys(stage) });
    await cellsOf(begin(), 'key', new IntervalWindow(10, 20));
    const { key, window, transformId } = runner.requests[0]!.stateKey!.bagUserState!;
    const { transforms, pcollections, coders } = stage.descriptor;
    const { coderId } = pcollections[transforms.Step!.inputs.input!]!;
    const plain = coderFromPlan(coders[coderId]!.componentCoderIds[0]!, coders, stage.plan.coders);
    expect([...key]).toEqual([key.length - 1, ...bytesOf(plain, 'key')]);
    expect([transformId, window.length]).toEqual(['Step', 9]);
  });

  it('is read page by page, wherever a page ends', async () => {
    for (const page of [1, 3, 1000]) {
      const { begin } = bundles({ runner: new StateRunner({ page }) });
      const first = begin();
      const list = Array.from({ length: 20 }, (_, n) => `value ${n}`);
      for (const text of list) bag(await cellsOf(first)).add(text);
      await first.commit();
      expect([...bag(await cellsOf(begin())).read()]).toEqual(list);
    }
  });

  it('that is cleared is not asked for, and cleared only where there was some', async () => {
    const { runner, begin } = bundles();
    const first = begin();
    value(await cellsOf(first)).write(1);
    value(await cellsOf(first)).clear();
    bag(await cellsOf(first)).add(1);
    runner.asked();
    await first.commit();
    expect(runner.asked()).toEqual(['append bag']);
    const second = begin();
    bag(await cellsOf(second)).clear();
    runner.asked();
    await second.commit();
    expect(runner.asked()).toEqual(['clear bag']);
    expect(runner.size).toBe(0);
  });

  it('does not grow with the number of writes', async () => {
    const { runner, begin } = bundles();
    let largest = 0;
    for (let n = 0; n < 200; n++) {
      const bundle = begin(token('t'));
      const cells = await cellsOf(bundle);
      value(cells).write('x'.repeat(100));
      (cells.cell('map') as MapState<unknown, unknown>).set(n % 3, n);
      (cells.cell('set') as SetState<unknown>).add(n);
      (cells.cell('set') as SetState<unknown>).delete(n - 1);
      await bundle.commit();
      largest = Math.max(largest, runner.size);
    }
    expect(largest).toBeLessThan(4000);
    const large = begin(token('t'));
    value(await cellsOf(large)).write('x'.repeat(100_000));
    await large.commit();
    for (let n = 0; n < 20; n++) {
      const bundle = begin(token('t'));
      value(await cellsOf(bundle)).write('y'.repeat(100_000));
      await bundle.commit();
      expect(runner.size).toBeLessThan(320_000);
    }
  });

  it('with a time to live runs out by when it was written, in another process too', async () => {
    let now = 0;
    const { runner, begin } = bundles({ now: () => now });
    const short = async (bundle: BundleState) => (await cellsOf(bundle)).cell('short') as BagState<number>;
    const first = begin();
    (await short(first)).add(1);
    await first.commit();
    now = 49;
    expect([...(await short(begin())).read()]).toEqual([1]);
    now = 50;
    const second = begin();
    expect([...(await short(second)).read()]).toEqual([]);
    await second.commit();
    expect(runner.size).toBe(0);
  });
});

describe('a cache', () => {
  it('answers at once, without a request, to bundles with the same token', async () => {
    const { runner, begin } = bundles();
    const first = begin(token('t'));
    value(await cellsOf(first)).write(7);
    await first.commit();
    runner.asked();
    const cells = cellsOf(begin(token('t')));
    expect(cells).not.toBeInstanceOf(Promise);
    expect(value(cells as StateCells).read()).toBe(7);
    expect(runner.asked()).toEqual([]);
    expect(cellsOf(begin(token('u')))).toBeInstanceOf(Promise);
    expect(cellsOf(begin())).toBeInstanceOf(Promise);
  });

  it('forgets what a bundle had in hand that failed, and nothing else', async () => {
    const { runner, begin } = bundles();
    for (const key of ['a', 'b']) {
      const bundle = begin(token('t'));
      value(await cellsOf(bundle, key)).write(1);
      await bundle.commit();
    }
    const rollBack = runner.snapshot();
    const failing = begin(token('t'));
    value(await cellsOf(failing, 'a')).write(2);
    runner.refuses = ({ append }) => (append === undefined ? '' : 'the disk is full');
    await expect(failing.commit()).rejects.toMatchObject({
      code: 'E_SERVICE',
      message: expect.stringContaining('the disk is full'),
      place: { step: 'Step' },
    });
    runner.refuses = () => '';
    rollBack();
    const next = begin(token('t'));
    expect(cellsOf(next, 'b')).not.toBeInstanceOf(Promise);
    expect(value(await cellsOf(next, 'a')).read()).toBe(1);
    value(await cellsOf(next, 'a')).write(3);
    next.abort();
    expect(value(await cellsOf(begin(token('t')), 'a')).read()).toBe(1);
  });

  it('keeps what was used last, up to its size', async () => {
    const { cache, begin } = bundles({ cache: new StateCache(30_000) });
    for (let key = 0; key < 100; key++) {
      const bundle = begin(token('t'));
      await cellsOf(bundle, 'often');
      value(await cellsOf(bundle, key)).write(key);
      await bundle.commit();
      expect(cache.bytes).toBeLessThanOrEqual(30_000);
    }
    const bundle = begin(token('t'));
    expect(cellsOf(bundle, 'often')).not.toBeInstanceOf(Promise);
    expect(cellsOf(bundle, 99)).not.toBeInstanceOf(Promise);
    expect(value(await cellsOf(bundle, 3)).read()).toBe(3);
  });

  it('makes room by nothing that a bundle has in hand (L2)', async () => {
    const { begin } = bundles({ cache: new StateCache(20_000) });
    const before = begin(token('t'));
    await cellsOf(before, 'held');
    await before.commit();
    const holds = begin(token('t'));
    expect(cellsOf(holds, 'held')).not.toBeInstanceOf(Promise);
    value(await cellsOf(holds, 'held')).write('mine');
    for (let key = 0; key < 50; key++) {
      const other = begin(token('t'));
      await cellsOf(other, key);
      await other.commit();
    }
    expect(value(await cellsOf(holds, 'held')).read()).toBe('mine');
    await holds.commit();
    expect(value(await cellsOf(begin(token('t')), 'held')).read()).toBe('mine');
  });

  it('does not give one bundle what another has in hand', async () => {
    const { begin } = bundles();
    const first = begin(token('t'));
    await cellsOf(first);
    await first.commit();
    const [a, b] = [begin(token('t')), begin(token('t'))];
    value(await cellsOf(a)).write('a');
    expect(value(await cellsOf(b)).read()).toBeUndefined();
    value(await cellsOf(b)).write('b');
    expect(value(await cellsOf(b)).read()).toBe('b');
    await a.commit();
    await b.commit();
    expect(value(await cellsOf(begin(token('t')))).read()).toBe('b');
  });

  it('is not used for a key that could not be read, which the next bundle asks for again', async () => {
    const { runner, begin } = bundles();
    runner.refuses = () => 'not now';
    const bundle = begin(token('t'));
    await expect(cellsOf(bundle)).rejects.toMatchObject({ code: 'E_SERVICE', place: { step: 'Step' } });
    runner.refuses = () => '';
    expect(value(await cellsOf(bundle)).read()).toBeUndefined();
  });
});

describe('what goes wrong', () => {
  it('says so when the bytes were written by something else', async () => {
    const { runner, begin } = bundles();
    await cellsOf(begin());
    for (const { stateKey } of runner.requests) runner.write(stateKey!, Uint8Array.of(9, 9));
    await expect(cellsOf(begin())).rejects.toMatchObject({
      code: 'E_DECODE',
      place: { step: 'Step' },
    });
  });

  it('names the state and the key of a value that cannot be written', async () => {
    const { runner, begin } = bundles();
    const bundle = begin();
    value(await cellsOf(bundle, 'a')).write(1);
    value(await cellsOf(bundle)).write(() => 1);
    await expect(bundle.commit()).rejects.toMatchObject({
      code: 'E_NO_CODER',
      place: { step: 'Step', element: expect.stringContaining('state "value" of key "k"') },
    });
    expect(runner.size).toBe(0);
  });
});

type Operation = readonly [cell: keyof typeof uses, verb: string, key: number, other: number];

/** Does something to a cell. @returns what it says */
function act(cells: StateCells, [name, verb, key, other]: Operation): unknown {
  const cell = cells.cell(name) as any;
  const sorted = (values: Iterable<unknown>) => Array.from(values, (v) => JSON.stringify(v)).sort();
  const keyed = key % 2 === 0 ? key : { key };
  switch (name) {
    case 'value': {
      const state = cell as ValueState<unknown>;
      return verb === 'add' ? state.write(other) : verb === 'clear' ? state.clear() : state.read();
    }
    case 'average': {
      const state = cell as CombiningState<number, number>;
      return verb === 'add' ? state.add(other) : verb === 'clear' ? state.clear() : state.read();
    }
    case 'bag':
    case 'short': {
      const state = cell as BagState<unknown>;
      return verb === 'add' ? state.add(other) : verb === 'clear' ? state.clear() : [...state.read()];
    }
    case 'set': {
      const state = cell as SetState<unknown>;
      if (verb === 'add') return state.add(keyed);
      if (verb === 'remove') return state.delete(keyed);
      return verb === 'clear' ? state.clear() : [state.size, state.has(keyed), sorted(state.read())];
    }
    case 'map': {
      const state = cell as MapState<unknown, unknown>;
      if (verb === 'add') return state.set(keyed, other);
      if (verb === 'remove') return state.delete(keyed);
      return verb === 'clear' ? state.clear() : [state.get(keyed), sorted(state.entries())];
    }
    case 'multimap': {
      const state = cell as MultimapState<unknown, unknown>;
      if (verb === 'add') return state.add(keyed, other);
      if (verb === 'remove') return state.delete(keyed);
      return verb === 'clear' ? state.clear() : [[...state.get(keyed)], sorted(state.entries())];
    }
    case 'list': {
      const state = cell as OrderedListState<unknown>;
      if (verb === 'add') return state.add(key, other);
      if (verb === 'remove') return state.clear(key, other % 3 === 0 ? undefined : key + other);
      return verb === 'clear' ? state.clear() : [...state.read()];
    }
  }
}

describe('whatever a step does with its state', () => {
  const operation: fc.Arbitrary<Operation> = fc.tuple(
    fc.constantFrom(...(Object.keys(uses) as (keyof typeof uses)[])),
    fc.oneof(
      { arbitrary: fc.constantFrom('add'), weight: 6 },
      { arbitrary: fc.constantFrom('remove', 'read'), weight: 2 },
      { arbitrary: fc.constantFrom('clear'), weight: 1 },
    ),
    fc.nat(5),
    fc.nat(5),
  );
  const touch = fc.record({
    key: fc.constantFrom<unknown>('a', 'b', { c: 1 }),
    window: fc.constantFrom(0, 10),
    operations: fc.array(operation, { maxLength: 30 }),
  });
  const bundle = fc.record({
    touches: fc.array(touch, { maxLength: 5 }),
    end: fc.constantFrom('commit', 'commit', 'commit', 'abort', 'refused'),
    tokens: fc.constantFrom('', 't', 't', 't'),
    later: fc.constantFrom(0, 0, 20, 60),
  });

  it.each([
    ['everything at once, as Flink', undefined, 1e6],
    ['page by page, to a cache that holds little', 7, 4000],
    ['in any order, to a cache that holds nothing', 50, 0],
  ])('it has by a runner that answers %s, what it has in memory', async (_, page, maxBytes) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(bundle, { maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        async (all, chance) => {
          let now = 0;
          const pick = (waiting: number): number => chance.next().value % waiting;
          const { runner, begin } = bundles({
            runner: new StateRunner(page === undefined ? {} : { page, pick }),
            cache: new StateCache(maxBytes),
            now: () => now,
          });
          const memory = new StateTable(uses, {
            keyCoder: new GenericCoder({ canonical: true }),
            now: () => now,
          });
          let epoch = 0;
          let isCached = true;
          for (const { touches, end, tokens, later } of all) {
            now += later;
            // What is written without a token is not in what stays under one: the runner takes another after it.
            if (tokens === '') isCached = false;
            else if (!isCached) {
              isCached = true;
              epoch++;
            }
            const given = tokens === '' ? [] : token(`${tokens}${epoch}`);
            const rollBack = runner.snapshot();
            if (end !== 'commit') {
              const failing = begin(given);
              for (const { key, window, operations } of touches) {
                const cells = await cellsOf(failing, key, new IntervalWindow(window, window + 10));
                for (const operation of operations) act(cells, operation);
              }
              if (end === 'refused') {
                let refused = 0;
                runner.refuses = ({ get }) =>
                  get === undefined && (refused++ === 0 || chance.next().value % 2 === 0) ? 'no' : '';
                await failing.commit().catch(() => undefined);
                runner.refuses = () => '';
              } else {
                failing.abort();
              }
              rollBack();
            }
            const retried = begin(given);
            for (const { key, window: start, operations } of touches) {
              const window = new IntervalWindow(start, start + 10);
              const cells = await cellsOf(retried, key, window);
              for (const operation of operations) {
                expect(act(cells, operation)).toEqual(act(memory.cells(key, window), operation));
              }
            }
            await retried.commit();
            memory.sweep();
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

function bytesOf(coder: Coder<any>, value: unknown): Uint8Array {
  const writer = new ByteWriter();
  coder.encode(value, writer);
  return writer.finish();
}

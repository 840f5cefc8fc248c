import {
  count,
  fixed,
  globalWindow,
  type KV,
  max,
  type PCollection,
  type Root,
  sliding,
  sum,
  toList,
} from '@hornbeam/sdk';
import fc from 'fast-check';

type Numbers = PCollection<number>;

/** A step to add: its kind, the PCollections it takes (by their place among those so far), and a number. */
export interface Choice {
  readonly kind: keyof typeof kinds;
  readonly first: number;
  readonly second: number;
  readonly n: number;
}

/** A text in an order of its own, of values that may come in any order. */
const listed = (values: Iterable<number>): string => [...values].sort((a, b) => a - b).join();

/** A number that depends on every character of a text. */
const hashed = (text: string): number => {
  let hash = 7;
  for (const character of text) hash = (hash * 31 + character.charCodeAt(0)) % 1_000_003;
  return hash;
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Keys of several types; some are equal and look different. */
const keyOf = (value: number, n: number): unknown => {
  const rest = value % (n + 2);
  if (n % 4 === 0) return rest;
  if (n % 4 === 1) return `key ${rest}`;
  if (n % 4 === 2) return rest % 2 ? { a: rest, b: [n] } : { b: [n], a: rest };
  return [rest, null];
};

const pairs = (input: Numbers, n: number): PCollection<KV<unknown, number>> =>
  input.keyBy((value) => keyOf(value, n));

/** Behind a grouping elements are at the end of their window: from there they may go anywhere. */
const anywhere = { allowedSkew: Number.POSITIVE_INFINITY };

const windowed = (input: Numbers, n: number): Numbers =>
  input
    .withTimestamps((value) => (value % 200) - 100, anywhere)
    .windowInto(n % 2 ? fixed(10 + n, { offset: n }) : sliding(20, 7 + n, { offset: n }));

/** Every kind of step, made of the PCollections `a` and `b`. Each gives numbers in the global window. */
const kinds = {
  create: (p: Root, _a: Numbers, _b: Numbers, n: number) =>
    p.create(Array.from({ length: n }, (_, i) => i * 13 + n)),
  empty: (p: Root) => p.create<number>([]),
  map: (_: Root, a: Numbers, _b: Numbers, n: number) => a.map((value) => value + n),
  mapLater: (_: Root, a: Numbers, _b: Numbers, n: number) =>
    a.map(
      async (value) => {
        if (value % 3 === 0) await turn();
        return value + n;
      },
      { concurrency: 1 + (n % 3), ordered: n % 2 === 0 },
    ),
  flatMap: (_: Root, a: Numbers, _b: Numbers, n: number) =>
    a.flatMap((value) => Array.from({ length: value % 3 }, (_, i) => value + i * n)),
  generate: (_: Root, a: Numbers, _b: Numbers, n: number) =>
    a.flatMap(function* (value) {
      for (let i = 0; i < n % 4; i++) yield value * 2 + i;
    }),
  generateLater: (_: Root, a: Numbers, _b: Numbers, n: number) =>
    a.flatMap(
      async function* (value) {
        yield value;
        await turn();
        if (value % 2) yield value + n;
      },
      { ordered: n % 2 === 0 },
    ),
  filter: (_: Root, a: Numbers, _b: Numbers, n: number) => a.filter((value) => value % (n + 2) !== 0),
  skipFailing: (_: Root, a: Numbers, _b: Numbers, n: number) =>
    a.map(
      (value) => {
        if (value % (n + 2) === 0) throw new RangeError('no');
        return value;
      },
      { onError: 'skip' },
    ),
  deadLetters: (_: Root, a: Numbers, _b: Numbers, n: number) => {
    const { main, errors } = a.parDo({
      onError: 'output',
      *process(value: number) {
        yield value;
        if (value % (n + 2) === 0) throw new RangeError('no');
      },
    });
    return main.flattenWith(errors.map(({ element }) => element + 500_000));
  },
  group: (_: Root, a: Numbers, _b: Numbers, n: number) =>
    pairs(a, n)
      .groupByKey()
      .map(({ key, value }) => hashed(`${JSON.stringify(key)?.length} ${listed(value)}`)),
  combine: (_: Root, a: Numbers, _b: Numbers, n: number) =>
    pairs(a, n)
      .combinePerKey({ total: sum, n: count, most: max }, n % 3 === 0 ? { fanout: 2 + n } : {})
      .map(({ value }) => value.total + value.n * 7 + (value.most ?? 0)),
  combineAll: (_: Root, a: Numbers, _b: Numbers, n: number) =>
    a.combineGlobally(toList<number>(), { emptyDefault: n % 2 === 0 }).map((list) => hashed(listed(list))),
  distinct: (_: Root, a: Numbers) => a.distinct(),
  flatten: (_: Root, a: Numbers, b: Numbers) => a.flattenWith(b),
  flattenThrice: (p: Root, a: Numbers, b: Numbers) => p.flatten([a, b, a]),
  partition: (p: Root, a: Numbers, _b: Numbers, n: number) => {
    const parts = a.partition(3, (value) => value % 3);
    return p.flatten([parts[n % 3]!, parts[(n + 1) % 3]!.map((value) => value + 1)]);
  },
  reshuffle: (_: Root, a: Numbers) => a.reshuffle(),
  waitOn: (_: Root, a: Numbers, b: Numbers) => a.waitOn(b),
  sideList: (_: Root, a: Numbers, b: Numbers) =>
    a.map((value, { all }) => value + hashed(listed(all)), { all: b.asList() }),
  sideIterable: (_: Root, a: Numbers, b: Numbers) =>
    a.filter((value, { all }) => value % 2 === 0 || [...all].length % 2 === 0, { all: b.asIterable() }),
  sideSingleton: (_: Root, a: Numbers, b: Numbers) =>
    a.map((value, { size }) => value + size, { size: b.count().asSingleton() }),
  sideFallback: (_: Root, a: Numbers, b: Numbers) =>
    a.map((value, { one }) => value + one, {
      one: b
        .combineGlobally(max, { emptyDefault: false })
        .map((n) => n ?? 0)
        .asSingleton(3),
    }),
  sideMap: (_: Root, a: Numbers, b: Numbers, n: number) =>
    a.map((value, { totals }) => value + (totals.get(keyOf(value, n)) ?? 1), {
      totals: pairs(b, n).combinePerKey(sum).asMap(),
    }),
  sideMultimap: (_: Root, a: Numbers, b: Numbers, n: number) =>
    a.map((value, { lists }) => value + hashed(listed(lists.get(keyOf(value, n)) ?? [])), {
      lists: pairs(b, n).asMultimap(),
    }),
  join: (_: Root, a: Numbers, b: Numbers, n: number) =>
    pairs(a, n)
      .fullJoin(pairs(b, n))
      .map(({ value: [left, right] }) => hashed(`${left} ${right}`)),
  batches: (_: Root, a: Numbers, _b: Numbers, n: number) =>
    pairs(a, n)
      .groupIntoBatches(1 + n)
      .map(({ value }) => value.length),
  windows: (_: Root, a: Numbers, _b: Numbers, n: number) =>
    pairs(windowed(a, n), n)
      .combinePerKey(sum)
      .map(({ value }, { window, timestamp }) => hashed(`${value} ${window.start} ${timestamp}`))
      .windowInto(globalWindow()),
  windowedSide: (_: Root, a: Numbers, b: Numbers, n: number) =>
    windowed(a, n)
      .map((value, { side, window }) => hashed(`${value} ${window.end} ${listed(side)}`), {
        side: windowed(b, n + 1).asList(),
      })
      .windowInto(globalWindow()),
  latest: (_: Root, a: Numbers) =>
    a
      .distinct()
      .withTimestamps((value) => value, anywhere)
      .latest(),
} as const;

/** A random pipeline: up to so many steps. */
export const pipelines = (maxLength: number): fc.Arbitrary<readonly Choice[]> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])),
      first: fc.nat(30),
      second: fc.nat(30),
      n: fc.nat(9),
    }),
    { minLength: 1, maxLength },
  );

/** Elements that a step may make of PCollections of so many; kinds that are not here make at most as many as `a`. */
const growth: Partial<Record<Choice['kind'], (a: number, b: number) => number>> = {
  create: () => 9,
  flatMap: (a) => 2 * a,
  generate: (a) => 3 * a,
  generateLater: (a) => 2 * a,
  deadLetters: (a) => 2 * a,
  flatten: (a, b) => a + b,
  flattenThrice: (a, b) => 2 * a + b,
  join: (a, b) => a * b + a + b,
  windows: (a) => 3 * a,
  windowedSide: (a) => 3 * a,
};

/** Above this a step is left out: random pipelines could multiply their elements without end. */
const LIMIT = 1000;

/** Builds a random pipeline: one PCollection of texts, which say where each element comes from. */
export function build(p: Root, choices: readonly Choice[]): PCollection<string> {
  const made: { readonly numbers: Numbers; readonly size: number }[] = [
    { numbers: p.create([1, 2, 3, 5, 8, 13, 21]), size: 7 },
  ];
  for (const { kind, first, second, n } of choices) {
    const a = made[first % made.length]!;
    const b = made[second % made.length]!;
    const size = growth[kind]?.(a.size, b.size) ?? Math.max(a.size, 1);
    if (size > LIMIT) continue;
    const step: (p: Root, a: Numbers, b: Numbers, n: number) => Numbers = kinds[kind];
    const numbers = step(p, a.numbers, b.numbers, n).map((value) => Math.abs(Math.trunc(value)) % 1_000_003);
    made.push({ numbers, size });
  }
  return p.flatten(made.map(({ numbers }, i) => numbers.map((value) => `${i}: ${value}`)));
}

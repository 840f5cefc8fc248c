/**
 * The types of the fluent API, checked by the compiler: what must be inferred, and, under each `@ts-expect-error`,
 * what must not compile. Nothing here runs.
 */
import { z } from 'zod';
import {
  type CombineFn,
  coGroup,
  count,
  counter,
  type DoFn,
  doFn,
  double,
  type Failure,
  fixed,
  flatten,
  int64,
  type KV,
  latestOf,
  max,
  mean,
  out,
  type PCollection,
  pipeline,
  type Root,
  row,
  string,
  sum,
  timestamp,
  toList,
  type View,
} from '../index.js';

/** True only for types that are the same, `any` and optional properties included. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** The type of the elements, written out. */
type Written<P> =
  P extends PCollection<KV<infer K, infer V>>
    ? KV<K, { [N in keyof V]: V[N] }>
    : P extends PCollection<infer T>
      ? { [N in keyof T]: T[N] }
      : never;

/** Takes `true` where both are the same type: `same<Actual, Expected>(true)`. */
declare function same<A, B>(equal: Same<A, B>): void;

interface Sale {
  id: number;
  region: string;
  amount: number;
  note?: string;
}

declare const p: Root;
declare const sales: PCollection<Sale>;
declare const byRegion: PCollection<KV<string, Sale>>;
declare const limits: PCollection<KV<string, number>>;
declare const numbers: PCollection<number>;
declare const words: PCollection<string>;

export function sources(): void {
  const created = p.create([1, 2]);
  same<typeof created, PCollection<number>>(true);
  const Row = row({ id: int64, price: double, at: timestamp });
  const rows = p.create([{ id: 1, price: 2, at: 3 }], { schema: Row });
  same<typeof rows, PCollection<{ id: number; price: number; at: number }>>(true);
  // @ts-expect-error: the schema wants a number
  p.create([{ id: 'one', price: 2, at: 3 }], { schema: Row });
  const both = p.flatten([numbers, p.create([3])]);
  same<typeof both, PCollection<number>>(true);
  const read = p.read({ name: 'Words', expand: () => words });
  same<typeof read, PCollection<string>>(true);
}

export function elementByElement(): void {
  const ids = sales.map((sale) => sale.id);
  same<typeof ids, PCollection<number>>(true);
  const awaited = sales.map(async (sale) => sale.id);
  same<typeof awaited, PCollection<number>>(true);
  const letters = words.flatMap((word) => word.split(''));
  same<typeof letters, PCollection<string>>(true);
  const matches = words.flatMap((word) => word.match(/[a-z']+/g) ?? []);
  same<typeof matches, PCollection<string>>(true);
  const yielded = words.flatMap(function* (word) {
    yield word.length;
  });
  same<typeof yielded, PCollection<number>>(true);
  const noted = sales.filter((sale): sale is Sale & { note: string } => sale.note !== undefined);
  same<typeof noted, PCollection<Sale & { note: string }>>(true);
  const kept = sales.filter(async (sale) => sale.amount > 1);
  same<typeof kept, PCollection<Sale>>(true);
  // @ts-expect-error: a typo in a field
  sales.map((sale) => sale.regoin);
  // @ts-expect-error: a filter says yes or no
  sales.filter((sale) => sale.region);
  // @ts-expect-error: flatMap wants something to iterate over
  sales.flatMap((sale) => sale.amount);
  // @ts-expect-error: a timestamp is a moment
  sales.withTimestamps((sale) => sale.region);
}

export function usesOfACallback(): void {
  sales.map(
    (sale, { limits: known, seen, top, timestamp: at, window, log }) => {
      same<typeof known, ReadonlyMap<string, number>>(true);
      same<typeof top, number>(true);
      same<typeof at, number>(true);
      seen.inc(window.end - at);
      log.info(sale.region);
      // @ts-expect-error: a counter counts numbers
      seen.inc('one');
    },
    { limits: limits.asMap(), seen: counter(), top: 3 },
  );
  sales.map(
    // @ts-expect-error: not declared under uses
    (sale, { limit }) => [sale, limit],
    { limits: limits.asMap() },
  );
  const views = sales.map(
    (_, { one, some, each, every }) => {
      same<typeof one, Sale>(true);
      same<typeof some, readonly Sale[]>(true);
      same<typeof each, Iterable<Sale>>(true);
      same<typeof every, ReadonlyMap<string, readonly Sale[]>>(true);
      return one;
    },
    {
      one: sales.asSingleton(),
      some: sales.asList(),
      each: sales.asIterable(),
      every: byRegion.asMultimap(),
    },
  );
  same<typeof views, PCollection<Sale>>(true);
  // @ts-expect-error: a map needs keys
  numbers.asMap();
  // @ts-expect-error: the fallback must be an element
  numbers.asSingleton('none');
}

export function failures(): void {
  // The context is known even beside a callback.
  const ids = sales.map((sale, { offset }) => sale.id + offset, {
    offset: 1,
    onError: (failed) => {
      same<typeof failed, PCollection<Failure<Sale>>>(true);
    },
  });
  same<typeof ids, PCollection<number>>(true);
  sales.map((sale) => sale.id, { onError: 'skip', concurrency: 4, ordered: true });
  // @ts-expect-error: no such way to handle an error
  sales.map((sale) => sale.id, { onError: 'ignore' });
  // @ts-expect-error: concurrency is a number
  sales.map((sale) => sale.id, { concurrency: 'many' });

  const { main, errors } = sales.parDo({ onError: 'output', process: (sale) => [sale.id] });
  same<typeof main, PCollection<number>>(true);
  same<typeof errors, PCollection<Failure<Sale>>>(true);
  const skipped = sales.parDo({ onError: 'skip', process: (sale) => [sale.id] });
  same<typeof skipped, PCollection<number>>(true);
  // @ts-expect-error: errors only go to an output when they are told to
  skipped.errors;
}

export function parDoResults(): void {
  const returned = sales.parDo({ process: (sale) => [sale.id] });
  same<typeof returned, PCollection<number>>(true);
  const inContext = sales.parDo({ process: (sale, { timestamp: at }) => [{ sale, at }] });
  same<typeof inContext, PCollection<{ sale: Sale; at: number }>>(true);
  const yielded = sales.parDo({
    uses: { limits: limits.asMap(), flagged: counter() },
    *process(sale, { limits: known, flagged }) {
      if (sale.amount > (known.get(sale.region) ?? 0)) flagged.inc();
      yield sale;
    },
  });
  same<typeof yielded, PCollection<Sale>>(true);
  const waited = sales.parDo({
    async *process(sale) {
      yield sale.id;
    },
  });
  same<typeof waited, PCollection<number>>(true);
  const withSetup = sales.parDo({
    setup: async () => ({ rate: 2 }),
    process: (sale, { setup }) => [sale.amount * setup.rate],
    teardown: ({ rate }) => void rate.toFixed(),
  });
  same<typeof withSetup, PCollection<number>>(true);

  const { main, review, ...others } = sales.parDo({
    name: 'Check',
    outputs: { review: out<{ id: number }>() },
    *process(sale, { out: to }) {
      to.review({ id: sale.id });
      yield sale.region;
      // @ts-expect-error: the output takes objects
      to.review(sale.id);
      // @ts-expect-error: no such output
      to.reveiw({ id: sale.id });
    },
  });
  same<typeof main, PCollection<string>>(true);
  same<typeof review, PCollection<{ id: number }>>(true);
  same<typeof others, {}>(true);
  const all = sales.parDo({
    onError: 'output',
    outputs: { review: out<number>() },
    process: (sale) => [sale.region],
  });
  same<typeof all.main, PCollection<string>>(true);
  same<typeof all.review, PCollection<number>>(true);
  same<typeof all.errors, PCollection<Failure<Sale>>>(true);
}

export function emitting(): void {
  const emitted = sales.parDo({
    outputs: { main: out<Sale>() },
    process(sale, { emit }) {
      emit(sale, Date.UTC(2020));
      // @ts-expect-error: declared as Sale
      emit(sale.id);
    },
    finishBundle({ emit }) {
      emit({ id: 0, region: '', amount: 0 });
    },
  });
  same<typeof emitted, PCollection<Sale>>(true);
  const annotated = sales.parDo({
    process(sale: Sale, { emit }: { emit(id: number): void }) {
      emit(sale.id);
    },
  });
  same<typeof annotated, PCollection<number>>(true);
  const both = sales.parDo({
    outputs: { main: out<Sale>(), rest: out<number>() },
    process(sale, { emit, out: to }) {
      emit(sale);
      to.rest(sale.id);
    },
  });
  same<typeof both.main, PCollection<Sale>>(true);
  same<typeof both.rest, PCollection<number>>(true);
  sales.parDo({
    process(sale, { emit }) {
      // @ts-expect-error: nothing says what the step emits
      emit(sale);
    },
  });
}

export function standaloneDoFns(): void {
  const check = doFn<KV<string, Sale>>()({
    uses: { seen: counter() },
    outputs: { late: out<string>() },
    *process({ key, value }, { seen, out: to }) {
      seen.inc();
      to.late(key);
      yield value.amount;
    },
  });
  const { main, late } = byRegion.parDo(check);
  same<typeof main, PCollection<number>>(true);
  same<typeof late, PCollection<string>>(true);
  const risky = doFn<number>()({ onError: 'output', process: (n, { timestamp: at }) => [n + at] });
  const { errors } = numbers.parDo(risky);
  same<typeof errors, PCollection<Failure<number>>>(true);
  // @ts-expect-error: the DoFn takes pairs
  numbers.parDo(check);
  const typed: DoFn<number, string> = { process: (n, { emit }) => emit(n.toFixed()) };
  const texts = numbers.parDo(typed);
  same<typeof texts, PCollection<string>>(true);
  // @ts-expect-error: the DoFn takes numbers
  words.parDo(typed);
}

export function keyed(): void {
  const pairs = sales.keyBy((sale) => sale.region);
  same<typeof pairs, PCollection<KV<string, Sale>>>(true);
  const grouped = pairs.groupByKey();
  same<typeof grouped, PCollection<KV<string, Iterable<Sale>>>>(true);
  const joined = byRegion.join(limits);
  same<typeof joined, PCollection<KV<string, [Sale, number]>>>(true);
  const left = byRegion.leftJoin(limits);
  same<typeof left, PCollection<KV<string, [Sale, number | undefined]>>>(true);
  const swapped = limits.swap();
  same<typeof swapped, PCollection<KV<number, string>>>(true);
  const batches = limits.groupIntoBatches(3);
  same<typeof batches, PCollection<KV<string, number[]>>>(true);
  const lengths = limits.mapValues(async (value, key) => key.length + value);
  same<typeof lengths, PCollection<KV<string, number>>>(true);
  const latest = byRegion.latestPerKey();
  same<typeof latest, PCollection<KV<string, Sale>>>(true);
  // @ts-expect-error: numbers have no key
  numbers.groupByKey();
  // @ts-expect-error: numbers have no key
  numbers.combinePerKey(sum);
  // @ts-expect-error: a join needs keys of one type
  byRegion.join(numbers.keyBy((n) => n));
}

export function coGroups(): void {
  const groups = coGroup({ sales: byRegion, limits });
  same<typeof groups, PCollection<KV<string, { sales: Sale[]; limits: number[] }>>>(true);
  // @ts-expect-error: keys of different types
  coGroup({ limits, other: numbers.keyBy((n) => n) });
  // @ts-expect-error: one input has no keys
  coGroup({ limits, numbers });
}

export function aggregations(): void {
  const total = sales.combineGlobally(sum('amount'));
  same<typeof total, PCollection<number>>(true);
  const several = sales.combineGlobally({ total: sum('amount'), n: count, top: max('amount') });
  same<Written<typeof several>, { total: number; n: number; top: number | undefined }>(true);
  const perKey = byRegion.combinePerKey({ total: sum('amount'), mean: mean('amount') });
  same<Written<typeof perKey>, KV<string, { total: number; mean: number }>>(true);
  const rows = sales.groupBy('region', { total: sum('amount'), n: count });
  same<typeof rows, PCollection<{ region: string; total: number; n: number }>>(true);
  const groups = sales.groupBy((sale) => sale.region);
  same<typeof groups, PCollection<KV<string, Iterable<Sale>>>>(true);
  const lists = numbers.combineGlobally(toList());
  same<typeof lists, PCollection<number[]>>(true);
  const counts = words.countPerElement();
  same<typeof counts, PCollection<KV<string, number>>>(true);
  const perKeyCount = limits.countPerKey();
  same<typeof perKeyCount, PCollection<KV<string, number>>>(true);
  const timed = words.map((word) => ({ value: word, timestamp: 0 })).combineGlobally(latestOf());
  same<typeof timed, PCollection<string | undefined>>(true);
  // @ts-expect-error: no such field
  sales.combineGlobally(sum('nope'));
  // @ts-expect-error: a text is no number
  sales.combineGlobally(sum('region'));
  // @ts-expect-error: no such field
  sales.groupBy('nope', { total: sum('amount') });
  // @ts-expect-error: no such field to add
  sales.groupBy('region', { total: sum('nope') });
  // @ts-expect-error: words are no numbers
  words.combineGlobally(sum);
  // @ts-expect-error: the aggregation wants more than every element has
  sales.combineGlobally({} as CombineFn<Sale & { extra: boolean }, number, number>);
}

export function order(): void {
  const top = numbers.top(3);
  same<typeof top, PCollection<number[]>>(true);
  const dearest = sales.top(3, (a, b) => a.amount - b.amount);
  same<typeof dearest, PCollection<Sale[]>>(true);
  const perKey = limits.topPerKey(3);
  same<typeof perKey, PCollection<KV<string, number[]>>>(true);
  byRegion.topPerKey(3, (a, b) => a.amount - b.amount);
  // @ts-expect-error: sales have no order of their own
  sales.top(3);
  // @ts-expect-error: sales have no order of their own
  byRegion.topPerKey(3);
  // @ts-expect-error: sales have no order of their own
  sales.smallest(3);
}

export function schemas(): void {
  const Strict = z.object({ id: z.number(), region: z.string().default('none') });
  const checked = sales.withSchema(Strict);
  same<typeof checked, PCollection<{ id: number; region: string }>>(true);
  const rows = sales.withSchema(row({ id: int64, region: string }), { onError: 'skip' });
  same<typeof rows, PCollection<{ id: number; region: string }>>(true);
  // @ts-expect-error: the schema drops the amount
  rows.map((element) => element.amount);
}

export function options(): void {
  const Options = z.object({ input: z.string(), workers: z.number().default(4), since: z.coerce.date() });
  pipeline({ options: Options }, (_, given) => {
    same<typeof given, { input: string; workers: number; since: Date }>(true);
    // @ts-expect-error: no such option
    given.output;
  });
  pipeline((root) => {
    same<typeof root, Root>(true);
  });
  // @ts-expect-error: the build function is missing
  pipeline({ options: Options });
}

export function assignability(): void {
  const few: PCollection<{ id: number }> = sales;
  const views: View<readonly { id: number }[]> = sales.asList();
  const anything: PCollection<unknown> = few;
  const all = flatten([few, sales]);
  same<typeof all, PCollection<{ id: number }>>(true);
  words.flattenWith(p.create([]));
  // @ts-expect-error: not every element is a sale
  const more: PCollection<Sale> = few;
  // @ts-expect-error: words are no numbers
  numbers.flattenWith(words);
  void [views, anything, more];
}

export function composition(): void {
  const ids = sales.apply('Ids', (input) => input.map((sale) => sale.id));
  same<typeof ids, PCollection<number>>(true);
  const parts = sales.apply((input) => ({ ids: input.map((sale) => sale.id), count: input.count() }));
  same<typeof parts, { ids: PCollection<number>; count: PCollection<number> }>(true);
  const named = sales.windowInto(fixed('5m')).named('Windows');
  same<typeof named, PCollection<Sale>>(true);
  const written = words.write({ name: 'Print', expand: (input) => input.count() });
  same<typeof written, PCollection<number>>(true);
  // @ts-expect-error: the sink takes words
  numbers.write({ name: 'Print', expand: (input: PCollection<string>) => input.count() });
  // @ts-expect-error: not a duration
  sales.windowInto(fixed('5 minutes'));
}

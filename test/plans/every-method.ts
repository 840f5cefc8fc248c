import {
  coGroup,
  counter,
  fixed,
  flatten,
  globalWindow,
  max,
  out,
  type PCollection,
  type Root,
  row,
  StringUtf8Coder,
  sliding,
  string,
  sum,
} from '@hornbeam/sdk';

/** An order, as the pipelines below read it. */
export interface Order {
  readonly id: number;
  readonly region: string;
  readonly amount: number;
}

const orders = (p: Root): PCollection<Order> =>
  p.create<Order>([{ id: 1, region: 'north', amount: 2.5 }]).named('Orders');
const byRegion = (p: Root) => orders(p).keyBy((order) => order.region);
const limits = (p: Root) => p.create([{ key: 'north', value: 100 }]).named('Limits');

/**
 * One or several small pipelines for every method of `PCollection` and `Root` that adds steps, and for the free
 * functions beside them. A test sees to it that no method is missing.
 */
export const everyMethod: Readonly<Record<string, Readonly<Record<string, (p: Root) => unknown>>>> = {
  create: {
    plain: (p) => p.create([1, 2, 3]),
    'with a schema': (p) => p.create([{ id: 'a' }], { schema: row({ id: string }) }),
    'of nothing': (p) => p.create([]),
  },
  impulse: { plain: (p) => p.impulse() },
  read: {
    'a source that is a composite': (p) =>
      p.read({ name: 'Orders file', expand: (root) => root.create([1]).map((n) => n + 1) }),
  },
  named: {
    plain: (p) =>
      orders(p)
        .map((order) => order.id)
        .named('Ids'),
  },
  map: {
    plain: (p) => orders(p).map((order) => order.id),
    'with side inputs, metrics and constants': (p) =>
      orders(p).map(
        (order, { known, seen, limit }) => {
          seen.inc();
          return known.length < limit ? order : undefined;
        },
        {
          known: orders(p).asList(),
          seen: counter(),
          limit: 3,
        },
      ),
    'with a dead-letter output': (p) =>
      orders(p).map((order) => order.id, {
        onError: (failures) => failures.map(({ error }) => error.message),
      }),
  },
  flatMap: { plain: (p) => orders(p).flatMap((order) => [order, order]) },
  filter: { plain: (p) => orders(p).filter((order) => order.amount > 1) },
  parDo: {
    'with one output': (p) => orders(p).parDo({ process: (order) => [order.id] }),
    'with tagged outputs': (p) =>
      orders(p).parDo({
        outputs: { large: out<Order>(), 'odd.tag': out<number>(), '1': out<number>() },
        process(order, { out: to }) {
          to.large(order);
        },
      }),
    'with an output of failures': (p) =>
      orders(p).parDo({ onError: 'output', process: (order) => [order.id] }),
    'with a side input called like the main one': (p) =>
      orders(p).parDo({
        uses: { input: limits(p).asMap(), constructor: orders(p).asIterable() },
        process: (order, { input }) => [input.get(order.region)],
      }),
  },
  keyBy: { plain: (p) => byRegion(p) },
  withSchema: {
    plain: (p) => orders(p).withSchema(row({ region: string })),
    'whose failures are skipped': (p) => orders(p).withSchema(row({ region: string }), { onError: 'skip' }),
  },
  withCoder: { plain: (p) => p.create(['a']).withCoder(new StringUtf8Coder()) },
  withTimestamps: { plain: (p) => orders(p).withTimestamps((order) => order.id) },
  windowInto: {
    fixed: (p) => byRegion(p).windowInto(fixed('5m')).groupByKey(),
    sliding: (p) =>
      byRegion(p)
        .windowInto(sliding('1h', '5m', { offset: '1m' }))
        .groupByKey(),
    global: (p) => byRegion(p).windowInto(fixed('5m')).windowInto(globalWindow()).groupByKey(),
  },
  flattenWith: {
    plain: (p) => orders(p).flattenWith(orders(p), orders(p)),
    'of inputs with different coders': (p) =>
      p
        .create(['a'])
        .withCoder(new StringUtf8Coder())
        .flattenWith(p.create(['b'])),
    'of the same input twice': (p) => {
      const once = orders(p);
      return once.flattenWith(once);
    },
    'then grouped': (p) => limits(p).flattenWith(limits(p)).groupByKey(),
    'of inputs that are grouped elsewhere': (p) => {
      const grouped = byRegion(p);
      grouped.groupByKey();
      return grouped.flattenWith(byRegion(p)).groupByKey();
    },
  },
  partition: { plain: (p) => orders(p).partition(3, (order) => order.id % 3) },
  reshuffle: {
    plain: (p) => orders(p).reshuffle(),
    'then grouped': (p) => limits(p).reshuffle().groupByKey(),
  },
  waitOn: { plain: (p) => orders(p).waitOn(limits(p), limits(p)) },
  combineGlobally: {
    plain: (p) => orders(p).combineGlobally(sum('amount')),
    'several at once': (p) => orders(p).combineGlobally({ total: sum('amount'), top: max('amount') }),
    'without a default': (p) => orders(p).combineGlobally(sum('amount'), { emptyDefault: false }),
    'in windows': (p) => orders(p).windowInto(fixed('1m')).combineGlobally(sum('amount')),
    'with fan-out': (p) => orders(p).combineGlobally(sum('amount'), { fanout: 4 }),
  },
  count: { plain: (p) => orders(p).count() },
  countPerElement: {
    plain: (p) => orders(p).countPerElement(),
    'of elements with a coder': (p) => p.create(['a']).withCoder(new StringUtf8Coder()).countPerElement(),
  },
  distinct: {
    plain: (p) => orders(p).distinct(),
    'by something': (p) => orders(p).distinct((order) => order.region),
  },
  top: {
    'natural order': (p) => p.create([3, 1, 2]).top(2),
    'by comparison': (p) => orders(p).top(2, (a, b) => a.amount - b.amount),
  },
  smallest: {
    'natural order': (p) => p.create([3, 1, 2]).smallest(2),
    'by comparison': (p) => orders(p).smallest(2, (a, b) => a.amount - b.amount),
  },
  sample: { plain: (p) => orders(p).sample(10) },
  latest: { plain: (p) => orders(p).latest() },
  groupBy: {
    'a function': (p) => orders(p).groupBy((order) => order.region),
    'a field': (p) => orders(p).groupBy('region', { total: sum('amount') }),
  },
  groupByKey: { plain: (p) => byRegion(p).groupByKey() },
  combinePerKey: {
    plain: (p) => byRegion(p).combinePerKey(sum('amount')),
    'with fan-out': (p) => byRegion(p).combinePerKey(sum('amount'), { fanout: 8 }),
  },
  countPerKey: { plain: (p) => byRegion(p).countPerKey() },
  topPerKey: {
    'natural order': (p) => limits(p).topPerKey(1),
    'by comparison': (p) => byRegion(p).topPerKey(1, (a, b) => a.amount - b.amount),
  },
  samplePerKey: { plain: (p) => byRegion(p).samplePerKey(2) },
  latestPerKey: { plain: (p) => byRegion(p).latestPerKey() },
  mapValues: { plain: (p) => byRegion(p).mapValues((order) => order.amount) },
  keys: { plain: (p) => byRegion(p).keys() },
  values: { plain: (p) => byRegion(p).values() },
  swap: { plain: (p) => limits(p).swap() },
  deduplicate: {
    plain: (p) => orders(p).deduplicate({ by: (order) => order.id, within: '10m' }),
    'by the clock': (p) =>
      orders(p).deduplicate({ by: (order) => order.id, within: '10m', time: 'processing' }),
  },
  groupIntoBatches: { plain: (p) => byRegion(p).groupIntoBatches(10) },
  join: { plain: (p) => byRegion(p).join(limits(p)) },
  leftJoin: { plain: (p) => byRegion(p).leftJoin(limits(p)) },
  rightJoin: { plain: (p) => byRegion(p).rightJoin(limits(p)) },
  fullJoin: { plain: (p) => byRegion(p).fullJoin(limits(p)) },
  asSingleton: {
    plain: (p) => orders(p).map((order, { n }) => order.id + n, { n: p.create([1]).asSingleton() }),
    'with a fallback': (p) =>
      orders(p).map((order, { n }) => order.id + n, { n: p.create([1]).asSingleton(0) }),
  },
  asIterable: { plain: (p) => orders(p).map((_, { all }) => [...all], { all: limits(p).asIterable() }) },
  asList: { plain: (p) => orders(p).map((_, { all }) => all.length, { all: limits(p).asList() }) },
  asMap: { plain: (p) => orders(p).map((o, { all }) => all.get(o.region), { all: limits(p).asMap() }) },
  asMultimap: {
    plain: (p) => orders(p).map((o, { all }) => all.get(o.region), { all: limits(p).asMultimap() }),
  },
  apply: {
    'a function': (p) => orders(p).apply((pc) => pc.map((order) => order.id)),
    'a named function': (p) => orders(p).apply('Ids', (pc) => pc.map((order) => order.id)),
    'a function that does nothing': (p) => orders(p).apply('Same', (pc) => pc.apply('Same', (same) => same)),
    'a function to several': (p) =>
      orders(p).apply('Split', (pc) => ({ ids: pc.map((o) => o.id), regions: pc.map((o) => o.region) })),
    'to the root': (p) => p.apply('Two', (root) => root.create([1, 2])),
  },
  write: {
    'a sink that is a composite': (p) =>
      orders(p).write({ name: 'Print', expand: (pc) => pc.map((order) => JSON.stringify(order)) }),
  },
  flatten: { plain: (p) => p.flatten([orders(p), orders(p)]), 'as a function': (p) => flatten([orders(p)]) },
  coGroup: { 'as a function': (p) => coGroup({ orders: byRegion(p), limits: limits(p) }) },
};

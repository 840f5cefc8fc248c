import {
  fixed,
  type KV,
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
import fc from 'fast-check';

/** What to add to a pipeline: a kind of step, and which of the PCollections so far it takes. */
export interface Choice {
  readonly kind: Kind;
  readonly first: number;
  readonly second: number;
  readonly label: string;
}

type Numbers = PCollection<number>;
type Pairs = PCollection<KV<string, number>>;
type Rows = PCollection<{ text: string }>;

/** The PCollections of a pipeline in the making, by the type of their elements; none is ever empty. */
interface Made {
  readonly numbers: Numbers[];
  readonly pairs: Pairs[];
  readonly rows: Rows[];
}

const Row = row({ text: string });

/** Each takes what `pick` gives and adds what it makes. */
const kinds = {
  create: (made, p) => made.numbers.push(p.create([1, 2])),
  createPairs: (made, p) => made.pairs.push(p.create([{ key: 'a', value: 1 }])),
  createRows: (made, p) => made.rows.push(p.create([{ text: 'a' }], { schema: Row })),
  map: (made, _, { numbers }) => made.numbers.push(numbers[0].map((n) => n)),
  sideList: (made, _, { numbers: [n, other] }) =>
    made.numbers.push(n.map((x, { all }) => x + all.length, { all: other.asList() })),
  sideMap: (made, _, { numbers: [n], pairs: [pairs] }) =>
    made.numbers.push(n.map((x, { input }) => x + (input.get('a') ?? 0), { input: pairs.asMap() })),
  keyBy: (made, _, { numbers }) => made.pairs.push(numbers[0].keyBy((n) => String(n))),
  group: (made, _, { pairs }) =>
    made.numbers.push(pairs[0].groupByKey().map(({ value }) => [...value].length)),
  combine: (made, _, { pairs }) => made.pairs.push(pairs[0].combinePerKey(sum)),
  combineFan: (made, _, { pairs }) => made.pairs.push(pairs[0].combinePerKey(sum, { fanout: 2 })),
  combineAll: (made, _, { numbers }) =>
    made.rows.push(numbers[0].combineGlobally({ n: sum, top: max }).map(toRow)),
  countElements: (made, _, { rows }) =>
    made.pairs.push(rows[0].countPerElement().map(({ value }) => pair(value))),
  window: (made, _, { numbers }) => made.numbers.push(numbers[0].windowInto(fixed('1m'))),
  slide: (made, _, { pairs }) => made.pairs.push(pairs[0].windowInto(sliding('1m', '20s'))),
  flatten: (made, _, { numbers: [a, b] }) => {
    if (sameWindows(a, b)) made.numbers.push(a.flattenWith(b));
  },
  flattenPairs: (made, _, { pairs: [a, b] }) => {
    if (sameWindows(a, b)) made.pairs.push(a.flattenWith(b, a));
  },
  join: (made, _, { pairs: [a, b] }) => {
    if (sameWindows(a, b)) made.pairs.push(a.join(b).mapValues(([n, m]) => n + m));
  },
  reshuffle: (made, _, { pairs }) => made.pairs.push(pairs[0].reshuffle()),
  split: (made, _, { numbers: [numbers] }) => {
    const { main, text } = numbers.parDo({ outputs: { text: out<string>() }, process: (n: number) => [n] });
    made.numbers.push(main);
    made.rows.push(text.map(toRow));
  },
  deadLetters: (made, _, { numbers: [numbers] }) => {
    const { main, errors } = numbers.parDo({ onError: 'output', process: (n: number) => [n] });
    made.numbers.push(main);
    made.rows.push(errors.map(toRow));
  },
  text: (made, _, { rows }) =>
    made.rows.push(
      rows[0]
        .map(({ text }) => text)
        .withCoder(new StringUtf8Coder())
        .map(toRow),
    ),
  schema: (made, _, { rows }) => made.rows.push(rows[0].withSchema(Row)),
} satisfies Record<string, (made: Made, p: Root, pick: Picked) => unknown>;

type Kind = keyof typeof kinds;

/** The two PCollections of each type that a choice names; they may be the same. */
type Picked = { readonly [T in keyof Made]: readonly [Made[T][number], Made[T][number]] };

const toRow = (value: unknown): { text: string } => ({ text: String(value) });
const pair = (value: number): KV<string, number> => ({ key: 'a', value });

const sameWindows = (a: PCollection<unknown>, b: PCollection<unknown>): boolean =>
  JSON.stringify(a.node.windowing) === JSON.stringify(b.node.windowing);

/** Adds the steps to a pipeline, every third of them in a composite together with its next one. */
export function buildRandom(p: Root, choices: readonly Choice[]): void {
  const made: Made = {
    numbers: [p.create([1])],
    pairs: [p.create([{ key: 'a', value: 1 }])],
    rows: [p.create([{ text: 'a' }])],
  };
  const add = ({ kind, first, second, label }: Choice): void => {
    const pick = <T>(of: readonly T[]): readonly [T, T] => [of[first % of.length]!, of[second % of.length]!];
    const picked: Picked = { numbers: pick(made.numbers), pairs: pick(made.pairs), rows: pick(made.rows) };
    kinds[kind](made, p, picked);
    if (first % 2 === 0) made.numbers.at(-1)?.named(label);
  };
  for (let i = 0; i < choices.length; i += 3) {
    const [alone, ...together] = choices.slice(i, i + 3);
    add(alone!);
    p.apply(alone!.label, () => {
      for (const choice of together) add(choice);
      return made.pairs.at(-1);
    });
  }
}

/** Pipelines as lists of choices. */
export const randomPipeline: fc.Arbitrary<Choice[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...(Object.keys(kinds) as Kind[])),
    first: fc.nat(20),
    second: fc.nat(20),
    label: fc.oneof(fc.constantFrom('a', 'a_2', 'b/c', '', 'input'), fc.string({ maxLength: 5 })),
  }),
  { maxLength: 30 },
);

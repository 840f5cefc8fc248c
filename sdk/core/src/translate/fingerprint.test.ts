import { Pipeline } from '@hornbeam/proto';
import { describe, expect, test } from 'vitest';
import { buildGraph, pipeline, type Root } from '../api/index.js';
import type { RestrictionTracker } from '../construction/index.js';
import { StringUtf8Coder } from '../model/coders/string-utf8.js';
import { string } from '../model/schema/field-types.js';
import { row } from '../model/schema/row.js';
import { max, sum } from '../transforms/combiners/index.js';
import { fixed } from '../transforms/index.js';
import { fingerprint, firstDifference } from './fingerprint.js';
import { toPlan } from './to-proto.js';

const planOf = async (build: (p: Root) => unknown): Promise<Pipeline> =>
  toPlan(await buildGraph(pipeline((p) => build(p)))).pipeline;

/** One pipeline with places to change. */
const variant =
  (
    change: Partial<{
      name: string;
      minutes: 1 | 2;
      coder: boolean;
      side: 'n' | 'm';
      other: boolean;
      more: boolean;
      field: string;
      kind: 'map' | 'windowInto';
      restrictions: boolean;
    }>,
  ) =>
  (p: Root): void => {
    const words = p.create(['a']).named('Words');
    const others = p.create(['b']).named('Others');
    const source = change.other ? others : words;
    const text = change.coder
      ? source.withCoder(new StringUtf8Coder()).named('Text')
      : source.map((w) => w).named('Text');
    text.windowInto(fixed(`${change.minutes ?? 1}m`)).named('Minutes');
    text.map((word) => word, { [change.side ?? 'n']: others.asList() }).named(change.name ?? 'Look');
    text.withSchema(row({ [change.field ?? 'text']: string }), { onError: 'skip' }).named('Rows');
    text
      .parDo({
        bounded: true,
        initial: () => 'all',
        tracker: claimsNothing,
        process: () => undefined,
        ...(change.restrictions ? { restrictionCoder: new StringUtf8Coder() } : {}),
      })
      .named('Parts');
    if (change.more) text.map((word) => word).named('More');
  };

/** A tracker of a restriction without parts. */
const claimsNothing = (restriction: string): RestrictionTracker<string, never> => ({
  restriction,
  tryClaim: () => false,
  trySplit: () => undefined,
  checkDone: () => undefined,
  progress: () => ({ completed: 0, remaining: 0 }),
  isBounded: true,
});

const base = variant({});

const changes: [what: string, step: string, message: RegExp, other: (p: Root) => void][] = [
  ['a name', 'Look', /has the step "Look", the second has "Search"/, variant({ name: 'Search' })],
  [
    'an input',
    'Text',
    /input "input" of the step "Text" is Words\/values.main .* and Others\/values.main/,
    variant({ other: true }),
  ],
  [
    'the name of a side input',
    'Look',
    /side input "n" of the step "Look" is Others\/values.main .* and nothing/,
    variant({ side: 'm' }),
  ],
  [
    'a coder',
    'Text',
    /coder of the output "main" .* in the first build and beam:coder:string_utf8:v1/,
    variant({ coder: true }),
  ],
  [
    'a schema',
    'Rows',
    /coder of the output "main" .* beam:coder:row:v1#\w{16} in the first/,
    variant({ field: 'word' }),
  ],
  [
    'how parts of elements are written',
    'Parts',
    /coder of the restrictions .* beam:coder:kv:v1<hornbeam:coder:generic:v1,/,
    variant({ restrictions: true }),
  ],
  ['a windowing', 'Minutes', /windowing of the output "main"/, variant({ minutes: 2 })],
  ['a further step', 'More', /Only the second build has the step "More"/, variant({ more: true })],
];

describe.each(changes)('two builds that differ in %s', (_what, step, message, other) => {
  test('have different fingerprints', async () => {
    expect(fingerprint(await planOf(base))).not.toBe(fingerprint(await planOf(other)));
  });

  test('are told apart by the first step that differs', async () => {
    const difference = firstDifference(await planOf(base), await planOf(other));
    expect(difference?.step).toBe(step);
    expect(difference?.message).toMatch(message);
  });
});

test('two equal builds have the same fingerprint and no difference', async () => {
  const [one, other] = [await planOf(base), await planOf(variant({}))];
  expect(fingerprint(one)).toBe(fingerprint(other));
  expect(firstDifference(one, other)).toBeUndefined();
});

test('a fingerprint is 16 hex digits and never changes for one pipeline', async () => {
  expect(
    fingerprint(
      await planOf((p) =>
        p
          .create([1])
          .keyBy((n) => n)
          .combinePerKey(sum),
      ),
    ),
  ).toMatch(/^[0-9a-f]{16}$/);
});

test('call sites, ids, the order of maps and environments do not count', async () => {
  const one = await planOf(base);
  const other = Pipeline.decode(Pipeline.encode(one).finish());
  const { components } = other;
  const reversed = <T>(map: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(map).reverse());
  const renamed = (id: string): string => `c:${id}`;
  const transforms = Object.entries(components!.transforms).map(([id, transform]) => {
    const swap = (map: Record<string, string>): Record<string, string> =>
      reversed(
        Object.fromEntries(Object.entries(map).map(([local, collection]) => [local, renamed(collection)])),
      );
    const { inputs, outputs } = transform;
    return [
      id,
      { ...transform, inputs: swap(inputs), outputs: swap(outputs), annotations: {}, environmentId: 'e' },
    ];
  });
  const collections = Object.entries(components!.pcollections).map(([id, collection]) => [
    renamed(id),
    collection,
  ]);
  components!.transforms = reversed(Object.fromEntries(transforms));
  components!.pcollections = Object.fromEntries(collections);
  expect(fingerprint(other)).toBe(fingerprint(one));
});

test('what callbacks and combine functions do does not count, the coder of accumulators does', async () => {
  const combined = (fn: typeof sum | typeof max, accumulatorCoder?: StringUtf8Coder) => (p: Root) =>
    p
      .create([1])
      .keyBy((n) => n)
      .combinePerKey({ ...fn, name: 'Sum', accumulatorCoder } as unknown as typeof sum);
  const print = async (build: (p: Root) => unknown) => fingerprint(await planOf(build));
  expect(await print(combined(sum))).toBe(await print(combined(max)));
  expect(await print(combined(sum))).not.toBe(await print(combined(sum, new StringUtf8Coder())));
});

import { describe, expect, test } from 'vitest';
import { KvCoder } from '../model/coders/kv.js';
import { StringUtf8Coder } from '../model/coders/string-utf8.js';
import {
  fixed,
  flatMap,
  groupByKey,
  impulse,
  keyBy,
  map,
  reshuffle,
  windowInto,
} from '../transforms/index.js';
import { asList } from '../transforms/side-input.js';
import { Graph } from './graph.js';

const words = (graph: Graph) => flatMap(impulse(graph), () => ['a', 'b']);

test('steps are listed in the order of their creation, inputs first', () => {
  const graph = new Graph();
  groupByKey(keyBy(words(graph), (word) => word));
  expect([...graph.names().values()]).toEqual(['impulse', 'flatMap', 'keyBy', 'groupByKey']);
});

describe('a PCollection of another pipeline', () => {
  test('cannot be an input', () => {
    const foreign = words(new Graph());
    const graph = new Graph();
    expect(() =>
      graph.addStep({
        label: 'flatten',
        operation: { kind: 'flatten' },
        inputs: { '0': words(graph), '1': foreign },
        outputs: { main: {} },
      }),
    ).toThrow(expect.objectContaining({ code: 'E_FOREIGN_PCOLLECTION' }));
  });

  test('cannot be a side input', () => {
    const foreign = asList(words(new Graph()));
    expect(() => map(words(new Graph()), (word) => word, { foreign })).toThrow(
      expect.objectContaining({ code: 'E_FOREIGN_PCOLLECTION' }),
    );
  });

  test('leaves nothing of the refused step behind', () => {
    const graph = new Graph();
    const own = words(graph);
    const before = graph.steps.length;
    expect(() => map(own, (word) => word, { foreign: asList(words(new Graph())) })).toThrow();
    expect(graph.steps).toHaveLength(before);
    expect(graph.root.children).toHaveLength(before);
  });
});

test('two sinks cannot write to the same path', () => {
  const graph = new Graph();
  graph.claimTarget('out/a.txt');
  graph.claimTarget('out/b.txt');
  expect(() => graph.claimTarget('out/a.txt')).toThrow(
    expect.objectContaining({
      code: 'E_DUPLICATE_OUTPUT',
      place: expect.objectContaining({ path: 'out/a.txt' }),
    }),
  );
});

describe('a composite', () => {
  test('is closed again when its body throws', () => {
    const graph = new Graph();
    expect(() =>
      graph.composite('Broken', () => {
        throw new RangeError('no');
      }),
    ).toThrow('no');
    expect(graph.openScope).toBe(graph.root);
  });

  test('is the origin of what it returns, alone, in an object, in an array or wrapped', () => {
    const graph = new Graph();
    const alone = graph.composite('Alone', () => words(graph));
    const { left } = graph.composite('Object', () => ({ left: words(graph), other: 1, none: null }));
    const [first] = graph.composite('Array', () => [words(graph)]);
    const wrapped = graph.composite('Wrapped', () => ({ node: words(graph) }));
    expect([alone, left, first!, wrapped.node].map(({ origin }) => origin.label)).toEqual([
      'Alone',
      'Object',
      'Array',
      'Wrapped',
    ]);
  });

  test('is not the origin of what was there before', () => {
    const graph = new Graph();
    const before = words(graph);
    graph.composite('Same', () => before);
    expect(before.origin).toBe(before.producer);
  });
});

describe('outputs', () => {
  test('are in the windows of the first input unless the step chooses others', () => {
    const graph = new Graph();
    const minutes = windowInto(words(graph), fixed('1m'));
    expect(map(minutes, (word) => word).windowing.windowFn).toEqual({
      kind: 'fixed',
      size: 60_000,
      offset: 0,
    });
  });

  test('are bounded when all inputs are, unless the step says otherwise', () => {
    const graph = new Graph();
    const { outputs } = graph.addStep({
      label: 'source',
      operation: { kind: 'impulse' },
      inputs: {},
      outputs: { main: { bounded: false } },
    });
    const endless = outputs.get('main')!;
    expect(map(endless, (word) => word).bounded).toBe(false);
    expect(words(graph).bounded).toBe(true);
  });
});

describe('a shared coder', () => {
  test('is refined for all collections that share it', () => {
    const graph = new Graph();
    const pairs = map(words(graph), (word) => ({ key: word, value: 1 }));
    const shuffled = reshuffle(pairs);
    groupByKey(shuffled);
    expect(pairs.coder).toBeInstanceOf(KvCoder);
    expect(pairs.coder).toBe(shuffled.coder);
    expect(pairs.coderIsDefault).toBe(false);
  });

  test('is the chosen one where only one of two was chosen', () => {
    const graph = new Graph();
    const [one, other] = [words(graph), words(graph)];
    one.coder = new StringUtf8Coder();
    other.shareCoder(one);
    expect(other.coder).toBe(one.coder);
  });

  test('joins chains of collections in any order', () => {
    const graph = new Graph();
    const all = Array.from({ length: 6 }, () => words(graph));
    for (const [a, b] of [
      [0, 1],
      [2, 3],
      [1, 3],
      [5, 4],
      [4, 0],
      [0, 5],
    ] as const)
      all[a]!.shareCoder(all[b]!);
    const coder = new StringUtf8Coder();
    all[2]!.coder = coder;
    expect(all.map((collection) => collection.coder)).toEqual(all.map(() => coder));
  });
});

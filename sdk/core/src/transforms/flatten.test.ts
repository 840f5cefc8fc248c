import { describe, expect, test } from 'vitest';
import { type Collection, Graph } from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { GenericCoder } from '../model/coders/generic.js';
import { KvCoder } from '../model/coders/kv.js';
import { StringUtf8Coder } from '../model/coders/string-utf8.js';
import { flatten } from './flatten.js';
import { groupByKey } from './group-by-key.js';
import { impulse } from './impulse.js';
import { map } from './par-do.js';
import { fixed } from './window-functions.js';
import { windowInto } from './window-into.js';

const elements = (graph: Graph, coder?: Coder<any>): Collection<any> =>
  map(impulse(graph), (element) => element, undefined, coder);

const text = (): Coder<string> => new StringUtf8Coder();
const pairs = (key: Coder<any>): Coder<any> => new KvCoder(key, new GenericCoder());

test('is one step when all inputs are written alike', () => {
  const graph = new Graph();
  const all = flatten([elements(graph, text()), elements(graph, text())]);
  expect(all.coder.urn).toBe(text().urn);
  expect(graph.steps.at(-1)?.inputs.size).toBe(2);
  expect(graph.root.children.every((child) => child.kind === 'step')).toBe(true);
});

test('lets inputs that are written otherwise pass through a step that changes that', () => {
  const graph = new Graph();
  const all = flatten([elements(graph, text()), elements(graph)]);
  expect(all.coder).toBeInstanceOf(GenericCoder);
  expect([...graph.names().values()]).toEqual([
    'impulse',
    'map',
    'impulse_2',
    'map_2',
    'flatten',
    'flatten/recode',
    'flatten/flatten',
  ]);
});

test('gives an input that is there twice a step of its own', () => {
  const graph = new Graph();
  const once = elements(graph, text());
  const [first, second] = [...flatten([once, once]).producer.inputs.values()];
  expect(first).toBe(once);
  expect(second).not.toBe(once);
  expect(second?.coder).toEqual(once.coder);
});

describe('pairs stay pairs', () => {
  test('when one of the inputs is grouped elsewhere', () => {
    const graph = new Graph();
    const [grouped, other] = [
      elements(graph, pairs(new GenericCoder())),
      elements(graph, pairs(new GenericCoder())),
    ];
    groupByKey(grouped);
    const all = flatten([grouped, other]);
    expect((all.coder as KvCoder<unknown, unknown>).key.payload).toEqual(GenericCoder.canonical.payload);
    groupByKey(all);
  });

  test('when only one of the inputs is known to hold them', () => {
    const graph = new Graph();
    const all = flatten([elements(graph), elements(graph, pairs(text()))]);
    groupByKey(all);
    expect(all.coder).toBeInstanceOf(KvCoder);
  });

  test('when the flattened PCollection is grouped and none was known to hold them', () => {
    const graph = new Graph();
    const [one, other] = [elements(graph), elements(graph)];
    groupByKey(flatten([one, other]));
    expect(one.coder).toBeInstanceOf(KvCoder);
    expect(one.coder).toBe(other.coder);
  });

  test('when an input is grouped afterwards', () => {
    const graph = new Graph();
    const [one, other] = [
      elements(graph, pairs(new GenericCoder())),
      elements(graph, pairs(new GenericCoder())),
    ];
    const all = flatten([one, other]);
    groupByKey(one);
    expect(all.coder).toBe(one.coder);
    expect(other.coder).toBe(one.coder);
  });
});

test('refuses no inputs, and inputs in different windows', () => {
  const graph = new Graph();
  expect(() => flatten([])).toThrow(expect.objectContaining({ code: 'E_BAD_ARGUMENT' }));
  const minutes = windowInto(elements(graph), fixed('1m'));
  expect(() => flatten([elements(graph), minutes])).toThrow(/different windows/);
});

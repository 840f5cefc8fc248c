import { ParDoPayload, Pipeline } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { describe, expect, test } from 'vitest';
import { buildGraph, pipeline, type Root } from '../api/index.js';
import { out } from '../construction/index.js';
import { GenericCoder } from '../model/coders/generic.js';
import { string } from '../model/schema/field-types.js';
import { row } from '../model/schema/row.js';
import { max, sum } from '../transforms/combiners/index.js';
import { fixed, sliding } from '../transforms/index.js';
import { sideInputsOf } from './inputs.js';
import { toPlan } from './to-proto.js';
import { validatePlan } from './validate-plan.js';

/** The components of a pipeline's plan, which keeps the rules and survives the wire. */
async function components(build: (p: Root) => unknown) {
  const plan = toPlan(await buildGraph(pipeline((p) => build(p)))).pipeline;
  const received = Pipeline.decode(Pipeline.encode(plan).finish());
  validatePlan(received);
  return { ...received.components!, roots: received.rootTransformIds };
}

const leaves = ({ transforms }: Awaited<ReturnType<typeof components>>): string[] =>
  Object.values(transforms)
    .filter(({ subtransforms }) => subtransforms.length === 0)
    .map(({ uniqueName }) => uniqueName);

describe('names', () => {
  test('say the path from the root', async () => {
    const { transforms, roots } = await components((p) =>
      p.create([1]).apply('Clean', (pc) => pc.apply('Trim', (inner) => inner.map((n) => n).named('Text'))),
    );
    expect(roots).toEqual(['create', 'Clean']);
    expect(transforms.Clean!.subtransforms).toEqual(['Clean/Trim']);
    expect(transforms['Clean/Trim']!.subtransforms).toEqual(['Clean/Trim/Text']);
  });

  test('come from the function, else from the method, and are counted within their scope', async () => {
    const plan = await components((p) => {
      const numbers = p.create([1]);
      const double = (n: number): number => 2 * n;
      numbers
        .map(double)
        .map(double)
        .map((n) => n)
        .map((n) => n);
      numbers.apply('In', (pc) => pc.map(double));
    });
    expect(plan.roots).toEqual(['create', 'double', 'double_2', 'map', 'map_2', 'In']);
    expect(leaves(plan)).toContain('In/double');
  });

  test('are unique whatever the labels are', async () => {
    const labels = ['a', 'a', 'a_2', 'a_2', '', '', '/', 'a/b', 'a∕b', '__proto__', 'constructor', 'a.main'];
    const strange = ['ü', 'u\u0308', '名', '😀', '\ud800', '\ud801', ' ', '\n', '%', 'x'.repeat(10_000)];
    const plan = await components((p) => {
      const numbers = p.create([1]);
      for (const label of [...labels, ...strange]) {
        numbers.map((n) => n).named(label);
        numbers.apply(label, (pc) => pc.map((n) => n).named(label));
      }
    });
    expect(plan.roots).toHaveLength(1 + 2 * (labels.length + strange.length));
    expect(new Set(plan.roots).size).toBe(plan.roots.length);
  });

  test('of two thousand equal steps are numbered through', async () => {
    const { roots } = await components((p) => {
      const numbers = p.create([1]);
      for (let i = 0; i < 2000; i++) numbers.keyBy((n) => n);
    });
    expect(roots.at(-1)).toBe('keyBy_2000');
  });

  test('of a combine do not meet those of its neighbours', async () => {
    const { roots } = await components((p) => {
      const pairs = p.create([1]).keyBy((n) => n);
      pairs.combinePerKey(sum);
      pairs.combinePerKey(sum);
      pairs.apply('sum', (pc) => pc.groupByKey().named('group'));
    });
    expect(roots).toEqual(['create', 'keyBy', 'sum', 'sum_2', 'sum_3']);
  });

  test('of PCollections tell a dot in a tag from a dot in a label', async () => {
    const { pcollections } = await components((p) => {
      const numbers = p.create([1]);
      numbers.parDo({ name: 'a', outputs: { 'b.c': out<number>() }, process: (n) => [n] });
      numbers.parDo({ name: 'a.b', outputs: { c: out<number>() }, process: (n) => [n] });
    });
    expect(Object.keys(pcollections)).toEqual(expect.arrayContaining(['a.b%2Ec', 'a.b.c']));
  });
});

describe('composites', () => {
  test('take what they read from outside and give what others read or the user got', async () => {
    const { transforms } = await components((p) => {
      const numbers = p.create([1]).named('Numbers');
      const more = p.create([2]).named('More');
      const result = numbers.apply('Outer', (pc) => {
        const inner = pc.apply('Inner', (deep) => {
          const kept = deep.map((n) => n).named('Kept');
          deep.map((n) => n).named('Dropped');
          return kept;
        });
        return {
          inner,
          looked: inner.map((n, { all }) => n + all.length, { all: more.asList() }).named('Look'),
        };
      });
      result.looked.map((n) => n).named('Reader');
    });
    expect(Object.values(transforms.Outer!.inputs)).toEqual(['Numbers/values.main', 'More/values.main']);
    expect(Object.values(transforms.Outer!.outputs)).toEqual(['Outer/Inner/Kept.main', 'Outer/Look.main']);
    expect(Object.values(transforms['Outer/Inner']!.inputs)).toEqual(['Numbers/values.main']);
    expect(Object.values(transforms['Outer/Inner']!.outputs)).toEqual(['Outer/Inner/Kept.main']);
  });

  test('give out what the user got even if nobody reads it', async () => {
    const { transforms } = await components((p) => p.create([1]).reshuffle());
    expect(transforms.reshuffle!.spec!.urn).toBe(urns.transforms.reshuffle);
    expect(Object.values(transforms.reshuffle!.outputs)).toEqual(['reshuffle/restore.main']);
  });

  test('without a step are left out, also inside each other', async () => {
    const { roots, transforms } = await components((p) => {
      const same = p.create([1]).apply('Nothing', (pc) => pc.apply('Deep', (deep) => deep));
      same.map((n) => n).named('Reader');
    });
    expect(roots).toEqual(['create', 'Reader']);
    expect(Object.keys(transforms)).not.toContain('Nothing');
  });

  test('do not take a name that was meant for what they only hand on', async () => {
    const { roots } = await components((p) => {
      const numbers = p.create([1]).map((n) => n);
      numbers.apply('Same', (pc) => pc).named('Doubled');
    });
    expect(roots).toEqual(['create', 'Doubled']);
  });
});

describe('side inputs', () => {
  test('stand among the inputs by the name they are declared under', async () => {
    const { transforms } = await components((p) => {
      const numbers = p.create([1]).named('Numbers');
      const pairs = numbers.keyBy((n) => n).named('Pairs');
      numbers
        .map((_, { list, map }) => [list, map], { list: numbers.asList(), map: pairs.asMap() })
        .named('Look');
    });
    const look = transforms.Look!;
    expect(look.inputs).toEqual({
      input: 'Numbers/values.main',
      list: 'Numbers/values.main',
      map: 'Pairs.main',
    });
    const { sideInputs } = ParDoPayload.decode(look.spec!.payload);
    expect(sideInputs.list!.accessPattern!.urn).toBe(urns.sideInputs.iterable);
    expect(sideInputs.map!.accessPattern!.urn).toBe(urns.sideInputs.multimap);
  });

  test('may have any name, also that of the main input', async () => {
    const { transforms } = await components((p) => {
      const numbers = p.create([1]).named('Numbers');
      const more = p.create([1]).named('More').asList();
      const names = ['input', 'input_', 'constructor', 'toString'];
      numbers.map((_, all) => all, Object.fromEntries(names.map((name) => [name, more]))).named('Look');
    });
    expect(sideInputsOf(transforms.Look!).map(([local]) => local)).toEqual([
      'input',
      'input_',
      'constructor',
      'toString',
    ]);
    expect(transforms.Look!.inputs.input__).toBe('Numbers/values.main');
  });
});

describe('coders', () => {
  test('that are equal share one id, also rows and parts', async () => {
    const { coders } = await components((p) => {
      const Word = row({ text: string });
      for (const word of ['a', 'b']) {
        p.create([{ text: word }], { schema: Word })
          .keyBy((element) => element.text)
          .groupByKey();
      }
    });
    const specs = Object.values(coders).map(({ spec, componentCoderIds }) =>
      JSON.stringify([spec!.urn, [...spec!.payload], componentCoderIds]),
    );
    expect(new Set(specs).size).toBe(specs.length);
    expect(Object.keys(coders).sort()).toEqual(
      ['bytes', 'generic', 'global_window', 'iterable', 'kv', 'kv_2', 'row'].sort(),
    );
  });

  test('of keys are in canonical form where elements are grouped, all along their way', async () => {
    const { coders, pcollections } = await components((p) => {
      const pairs = p.create([{ key: 'a', value: 1 }]).named('Pairs');
      pairs
        .flattenWith(p.create([{ key: 'b', value: 2 }]).named('More'))
        .named('All')
        .groupByKey();
    });
    const canonical = GenericCoder.canonical.payload;
    for (const id of ['Pairs/values.main', 'More/values.main', 'All.main', 'groupByKey.main']) {
      const [key] = coders[pcollections[id]!.coderId]!.componentCoderIds;
      expect(coders[key!]!.spec!.payload).toEqual(canonical);
    }
  });
});

describe('windowings', () => {
  test('that are equal share one id', async () => {
    const { windowingStrategies, pcollections } = await components((p) => {
      const numbers = p.create([1]);
      for (const size of ['1m', '1m', '2m'] as const) numbers.windowInto(fixed(size));
      numbers.windowInto(sliding('2m', '1m'));
    });
    expect(Object.keys(windowingStrategies)).toEqual(['global', 'fixed', 'fixed_2', 'sliding']);
    expect(pcollections['windowInto_2.main']!.windowingStrategyId).toBe('fixed');
    expect(windowingStrategies.sliding!.assignsToOneWindow).toBe(false);
  });

  test('go on with the elements until others are chosen', async () => {
    const { pcollections } = await components((p) =>
      p
        .create([1])
        .windowInto(fixed('1m'))
        .map((n) => n)
        .keyBy((n) => n)
        .groupByKey(),
    );
    expect(pcollections['create/values.main']!.windowingStrategyId).toBe('global');
    expect(pcollections['groupByKey.main']!.windowingStrategyId).toBe('fixed');
  });
});

test('a combine is a composite of a grouping and a combine of its values, in the environment of user code', async () => {
  const { transforms, pcollections, coders } = await components((p) =>
    p
      .create([1])
      .keyBy((n) => n)
      .combinePerKey(max)
      .named('Max'),
  );
  expect(transforms.Max!.spec!.urn).toBe(urns.transforms.combinePerKey);
  expect(transforms.Max!.environmentId).toBe('typescript');
  expect(transforms['Max/group']!.spec!.urn).toBe(urns.transforms.groupByKey);
  expect(transforms['Max/group']!.environmentId).toBe('');
  expect(transforms['Max/combine']!.spec!.urn).toBe(urns.transforms.combineGroupedValues);
  expect(transforms['Max/combine']!.outputs).toEqual(transforms.Max!.outputs);
  expect(coders[pcollections['Max/group.main']!.coderId]!.componentCoderIds).toEqual([
    'generic_2',
    'iterable',
  ]);
});

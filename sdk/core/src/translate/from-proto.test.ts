import { Pipeline } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { describe, expect, test } from 'vitest';
import { buildGraph, pipeline, type Root } from '../api/index.js';
import type { Graph, ParDoOperation, Step } from '../construction/index.js';
import { ClassRegistry, classForm } from '../model/coders/class-registry.js';
import { GenericCoder } from '../model/coders/generic.js';
import { StringUtf8Coder } from '../model/coders/string-utf8.js';
import { fixed } from '../transforms/index.js';
import { fromPlan } from './from-proto.js';
import type { Plan } from './plan.js';
import { toPlan } from './to-proto.js';

const planOf = async (build: (p: Root) => unknown): Promise<Plan> =>
  toPlan(await buildGraph(pipeline((p) => build(p))));

/** What a worker that received the plan would make of it. */
const rebuilt = ({ pipeline: plan, steps }: Plan): Graph =>
  fromPlan(Pipeline.decode(Pipeline.encode(plan).finish()), steps);

const stepOf = (graph: Graph, name: string): Step =>
  [...graph.names()].find(([, candidate]) => candidate === name)?.[0] as Step;

test('scopes, labels and call sites come back', async () => {
  const plan = await planOf((p) =>
    p.create([1]).apply('Outer', (pc) => pc.apply('Inner', (deep) => deep.map((n) => n).named('Step'))),
  );
  const graph = rebuilt(plan);
  const step = stepOf(graph, 'Outer/Inner/Step');
  expect(step.label).toBe('Step');
  expect(step.parent.label).toBe('Inner');
  expect(step.parent.parent?.label).toBe('Outer');
  expect(step.callSite).toBe(plan.steps.get('Outer/Inner/Step')?.callSite);
});

test('collections have their coder, windowing and boundedness', async () => {
  const plan = await planOf((p) =>
    p.create(['a']).withCoder(new StringUtf8Coder()).named('Text').windowInto(fixed('5m')),
  );
  for (const collection of Object.values(plan.pipeline.components!.pcollections)) collection.isBounded = 1;
  const output = stepOf(rebuilt(plan), 'windowInto').outputs.get('main')!;
  expect(output.coder).toBeInstanceOf(StringUtf8Coder);
  expect(output.windowing.windowFn).toEqual({ kind: 'fixed', size: 300_000, offset: 0 });
  expect(output.bounded).toBe(false);
});

test('steps run the live callbacks, and side inputs look at the collections of the new graph', async () => {
  const double = (n: number): number => 2 * n;
  const plan = await planOf((p) => {
    const numbers = p.create([1]).map(double);
    numbers.map((n, { all }) => n + all.length, { all: numbers.asList() }).named('Look');
  });
  const graph = rebuilt(plan);
  const operation = stepOf(graph, 'Look').operation as ParDoOperation;
  expect(operation.callback).toBe((plan.steps.get('Look')!.operation as ParDoOperation).callback);
  const view = operation.uses.all as { collection: unknown };
  expect(view.collection).toBe(stepOf(graph, 'double').outputs.get('main'));
});

test('a coder of the user’s own is taken from the live step', async () => {
  class Money {}
  const form = classForm({ name: 'Money', class: Money, save: () => 0, load: () => new Money() });
  const withClass = new GenericCoder({ classes: new ClassRegistry([form]) });
  class OwnCoder extends StringUtf8Coder {
    override readonly urn = 'own:coder:v1' as never;
  }
  const own = new OwnCoder();
  const plan = await planOf((p) => {
    p.create<Money>([new Money()]).withCoder(withClass).named('Money');
    p.create(['a']).withCoder(own).named('Own');
  });
  const graph = rebuilt(plan);
  expect(stepOf(graph, 'Money').outputs.get('main')?.coder).toBe(withClass);
  expect(stepOf(graph, 'Own').outputs.get('main')?.coder).toBe(own);
});

describe('refuses', () => {
  const build = (p: Root): void => {
    const numbers = p.create([1]);
    numbers.map((n, { all }) => n + all.length, { all: numbers.asList() }).named('Look');
  };

  test('a plan that breaks a rule', async () => {
    const { pipeline: plan, steps } = await planOf(build);
    plan.rootTransformIds.push('nowhere');
    expect(() => fromPlan(plan, steps)).toThrow(expect.objectContaining({ code: 'E_BAD_PLAN' }));
  });

  test('a step that this build does not have', async () => {
    const { pipeline: plan } = await planOf(build);
    const { steps } = await planOf((p) => p.create([1]));
    expect(() => fromPlan(plan, steps)).toThrow(
      expect.objectContaining({ code: 'E_GRAPH_DIFFERS', place: expect.objectContaining({ step: 'Look' }) }),
    );
  });

  test('a step that is something else in this build', async () => {
    const { pipeline: plan } = await planOf(build);
    const { steps } = await planOf((p) => p.create([1]).windowInto(fixed('1m')).named('Look'));
    expect(() => fromPlan(plan, steps)).toThrow(/is of kind parDo in the plan and windowInto in this build/);
  });

  test('a step that has other side inputs in this build', async () => {
    const { pipeline: plan } = await planOf(build);
    const { steps } = await planOf((p) =>
      p
        .create([1])
        .map((n) => n)
        .named('Look'),
    );
    expect(() => fromPlan(plan, steps)).toThrow(/has other side inputs/);
  });

  test('a transform of another SDK', async () => {
    const { pipeline: plan, steps } = await planOf(build);
    const look = plan.components!.transforms.Look!;
    look.spec = { urn: urns.transforms.toStringUtf8, payload: new Uint8Array() };
    expect(() => fromPlan(plan, steps)).toThrow(expect.objectContaining({ code: 'E_UNSUPPORTED' }));
  });
});

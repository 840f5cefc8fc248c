import { planStages, type StagePlan } from '@hornbeam/direct';
import { Pipeline } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError, buildGraph, pipeline } from '@hornbeam/sdk';
import { mainInputs, toPlan } from '@hornbeam/sdk/translate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { build, type Choice, pipelines } from './random-pipeline.js';

async function planOf(choices: readonly Choice[]): Promise<Pipeline> {
  const graph = await buildGraph(
    pipeline((p) => {
      build(p, choices);
    }),
  );
  return toPlan(graph).pipeline;
}

/** The stages that must be done before a stage, by way of its source and its side inputs. */
function needs(plan: StagePlan): Map<string, string[]> {
  const writers = new Map<string, string[]>();
  for (const { id, sinks } of plan.stages) {
    for (const edge of sinks.flatMap((sink) => sink.edges))
      writers.set(edge, [...(writers.get(edge) ?? []), id]);
  }
  const reads = plan.stages.map(({ id, source, sides }) => {
    const edges = [source, ...sides.map(({ edge }) => edge)];
    return [id, edges.flatMap((edge) => writers.get(edge) ?? [])] as const;
  });
  return new Map(reads);
}

/** Fails when a stage needs itself: then the run would wait for ever. */
function expectNoCycle(graph: ReadonlyMap<string, readonly string[]>): void {
  const state = new Map<string, 'open' | 'closed'>();
  const visit = (id: string): void => {
    if (state.get(id) === 'closed') return;
    expect(state.get(id), `${id} needs itself`).toBeUndefined();
    state.set(id, 'open');
    for (const other of graph.get(id)!) visit(other);
    state.set(id, 'closed');
  };
  for (const id of graph.keys()) visit(id);
}

const runnersOwn: ReadonlySet<string> = new Set([
  urns.transforms.impulse,
  urns.transforms.groupByKey,
  urns.transforms.reshuffle,
  urns.transforms.flatten,
]);

function check(plan: StagePlan): void {
  const { components, stages, edges, roots } = plan;
  expectNoCycle(needs(plan));
  const written = new Set([...roots, ...stages.flatMap(({ sinks }) => sinks.flatMap((sink) => sink.edges))]);
  const known = new Set(edges.map(({ id }) => id));
  expect(known.size).toBe(edges.length);
  for (const { id, source, sides, transforms } of stages) {
    for (const edge of [source, ...sides.map((side) => side.edge)]) {
      expect(known).toContain(edge);
      expect(written, `${id} reads ${edge}, which nobody writes`).toContain(edge);
    }
    // Inside of a stage, what is read comes from the source or from a transform before.
    const inHand = new Set([edges.find((edge) => edge.id === source)!.collection]);
    for (const transform of transforms.map((name) => components.transforms[name]!)) {
      for (const input of mainInputs(transform)) expect(inHand).toContain(input);
      for (const output of Object.values(transform.outputs)) inHand.add(output);
    }
  }
  const placed = stages.flatMap(({ transforms }) => transforms);
  expect(new Set(placed).size).toBe(placed.length);
  for (const [id, { spec }] of Object.entries(components.transforms)) {
    if (!runnersOwn.has(spec?.urn ?? '')) expect(placed).toContain(id);
  }
}

describe('the planner', () => {
  it('makes stages that never wait for themselves, and reads nothing that nobody writes', () =>
    fc.assert(
      fc.asyncProperty(pipelines(25), fc.boolean(), async (choices, apart) => {
        const plan = planStages(await planOf(choices), { apart });
        check(plan);
        if (apart) for (const { transforms } of plan.stages) expect(transforms).toHaveLength(1);
      }),
      { numRuns: 80 },
    ));

  it('fuses what can be fused: a chain of callbacks is one stage', async () => {
    const graph = await buildGraph(
      pipeline((p) => {
        p.create([1])
          .map((n) => n)
          .filter(() => true)
          .keyBy((n) => n)
          .groupByKey()
          .map(({ key }) => key);
      }),
    );
    const { pipeline: plan } = toPlan(graph);
    expect(planStages(plan).stages.map(({ transforms }) => transforms.length)).toEqual([4, 1]);
    expect(planStages(plan, { apart: true }).stages).toHaveLength(5);
  });

  it('sends what a flatten has twice twice, also where the flatten is no step of a stage', async () => {
    const graph = await buildGraph(
      pipeline((p) => {
        p.flatten([p.create([1]), p.create([2])])
          .named('Both')
          .reshuffle();
      }),
    );
    const { pipeline: plan } = toPlan(graph);
    const both = plan.components!.transforms.Both!;
    const [first, second] = Object.values(both.inputs);
    both.inputs = { a: first!, b: first!, c: second! };
    const { stages } = planStages(plan);
    const copies = (collection: string) =>
      stages.flatMap(({ sinks }) => sinks).find((sink) => sink.collection === collection)!.edges.length;
    expect([copies(first!), copies(second!)]).toEqual([2, 1]);
  });

  it('says of a damaged plan that it is bad or not supported, and never breaks', () =>
    fc.assert(
      fc.asyncProperty(
        pipelines(6),
        fc.array(fc.tuple(fc.nat(1_000_003), fc.nat(6)), { minLength: 1, maxLength: 3 }),
        async (choices, damages) => {
          const plan = Pipeline.decode(Pipeline.encode(await planOf(choices)).finish());
          for (const [place, kind] of damages) damage(plan, place, kind);
          try {
            check(planStages(plan));
          } catch (thrown) {
            if (!(thrown instanceof BeamError)) throw thrown;
            expect(['E_BAD_PLAN', 'E_UNSUPPORTED', 'E_DECODE']).toContain(thrown.code);
          }
        },
      ),
      { numRuns: 400 },
    ));
});

/** Changes something of a plan: leaves out, renames, exchanges, closes circles. */
function damage(plan: Pipeline, place: number, kind: number): void {
  const { transforms, pcollections, coders, windowingStrategies } = plan.components!;
  const pick = <V>(list: readonly V[], n = place): V | undefined => list[n % Math.max(1, list.length)];
  const transform = transforms[pick(Object.keys(transforms)) ?? ''];
  const another = pick(Object.keys(pcollections), place >> 3)!;
  switch (kind) {
    case 0: {
      const table = pick([transforms, pcollections, coders, windowingStrategies], place >> 5)!;
      const id = pick(Object.keys(table));
      if (id !== undefined) delete (table as Record<string, unknown>)[id];
      break;
    }
    case 1: {
      const input = transform && pick(Object.keys(transform.inputs));
      if (input !== undefined) transform!.inputs[input] = place % 2 ? another : 'nowhere';
      break;
    }
    case 2: {
      const output = transform && pick(Object.keys(transform.outputs));
      if (output !== undefined) transform!.outputs[output] = place % 2 ? another : 'nowhere';
      break;
    }
    case 3:
      if (transform?.spec) transform.spec.payload = Uint8Array.from([place % 256, 255, 1]);
      break;
    case 4:
      if (transform?.spec) transform.spec.urn = place % 2 ? '' : 'beam:transform:unknown:v1';
      break;
    case 5: {
      const coder = coders[pick(Object.keys(coders)) ?? ''];
      const part = pick(Object.keys(coders), place >> 3);
      if (coder && part) coder.componentCoderIds = [part, part];
      break;
    }
    default:
      if (transform) transform.subtransforms.push(pick(Object.keys(transforms), place >> 3) ?? 'nowhere');
  }
}

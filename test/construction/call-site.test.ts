import { buildGraph, pipeline, type Root } from '@hornbeam/sdk';
import type { Graph } from '@hornbeam/sdk/construction';
import { expect, test } from 'vitest';

/** The file and line of the caller, as a call site names them. */
function here(offset = 0): string {
  const [, file, line] = /\(?(?:file:\/\/)?(\/[^()]*):(\d+):\d+\)?$/.exec(
    new Error().stack!.split('\n')[2]!,
  )!;
  return `${file}:${Number(line) + offset}:`;
}

const graphOf = (build: (p: Root) => unknown): Promise<Graph> => buildGraph(pipeline((p) => build(p)));

const callSites = (graph: Graph): Set<string> =>
  new Set(graph.steps.map((step) => step.callSite!.replace(/\d+$/, '')));

test('a step knows the line of the user that made it', async () => {
  let line = '';
  const graph = await graphOf((p) => {
    line = here(1);
    p.impulse();
  });
  expect([...callSites(graph)]).toEqual([line]);
});

test('so do all steps of a composite, however deep', async () => {
  let line = '';
  const graph = await graphOf((p) => {
    line = here(1);
    const pairs = p.create([{ key: 1, value: 1 }]);
    pairs.fullJoin(pairs);
  });
  const next = line.replace(/\d+:$/, (at) => `${Number.parseInt(at, 10) + 1}:`);
  expect([...callSites(graph)]).toEqual([line, next]);
});

test('steps made after an await have a call site too', async () => {
  let line = '';
  const graph = await graphOf(async (p) => {
    await Promise.resolve();
    line = here(1);
    p.impulse();
  });
  expect([...callSites(graph)]).toEqual([line]);
});

test('the line behind evaluated code is that of the code that called it', async () => {
  const build = new Function('p', 'p.impulse()') as (p: Root) => void;
  const line = here(1);
  const graph = await buildGraph({ kind: 'hornbeam:pipeline', name: undefined, options: undefined, build });
  expect([...callSites(graph)]).toEqual([line]);
});

test('asking for call sites leaves the depth of stack traces as it was', async () => {
  const before = Error.stackTraceLimit;
  await graphOf((p) => p.impulse());
  expect(Error.stackTraceLimit).toBe(before);
});

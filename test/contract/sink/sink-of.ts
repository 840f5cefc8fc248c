import { buildGraph, pipeline } from '@hornbeam/sdk';
import type { EpochSink, Graph } from '@hornbeam/sdk/construction';
import { expect } from 'vitest';

/** The sink that a step of a pipeline writes to. */
export async function sinkOf(write: Parameters<typeof pipeline>[0]): Promise<EpochSink<any>> {
  const graph: Graph = await buildGraph(pipeline(write));
  for (const { operation } of graph.steps) {
    if (operation.kind === 'parDo' && operation.callback.shape === 'sink') return operation.callback.sink;
  }
  return expect.unreachable('the pipeline writes to a sink');
}

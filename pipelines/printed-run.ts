import { buildGraph, type JobResult, type LogRecord, type Pipeline, type Runner } from '@hornbeam/sdk';
import { printTo } from '@hornbeam/sdk/io';

/** What a run showed to its user. */
export interface PrintedRun {
  /** The lines that went to standard output. */
  readonly lines: readonly string[];
  readonly logs: readonly LogRecord[];
  readonly result: JobResult;
}

/** Runs a pipeline to its end and keeps what it prints and logs, for tests. @throws BeamError when the run fails */
export async function printedRun(
  runner: Runner,
  pipeline: Pipeline<any>,
  options: Readonly<Record<string, unknown>> = {},
): Promise<PrintedRun> {
  const lines: string[] = [];
  const logs: LogRecord[] = [];
  const graph = await buildGraph(pipeline, options);
  printTo(graph, {
    print: (_, text) => {
      lines.push(...text().split('\n'));
    },
    flush: () => {},
  });
  const job = await runner.run(graph, {
    jobName: pipeline.name ?? 'test',
    log: (record) => logs.push(record),
  });
  return { lines, logs, result: await job.done };
}

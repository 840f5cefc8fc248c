import { DirectRunner } from '@hornbeam/direct';
import { type JobResult, type PCollection, pipeline, type Root, run, type Source } from '@hornbeam/sdk';

/** Runs a pipeline in this process. */
export const runHere = (build: (root: Root) => unknown): Promise<JobResult> =>
  run(pipeline(build), { runner: new DirectRunner() });

/** What a PCollection holds, in order of arrival. */
export async function elementsOf<T>(build: (root: Root) => PCollection<T>): Promise<T[]> {
  const elements: T[] = [];
  await runHere((root) => {
    build(root).map((element) => {
      elements.push(element);
    });
  });
  return elements;
}

/** What a source reads, in order of arrival. */
export const read = <T>(source: Source<T>): Promise<T[]> => elementsOf((root) => root.read(source));

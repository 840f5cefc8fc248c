import { PCollection, pipeline, type Root, run } from '../api/index.js';
import type { JobResult, Runner, RunOptions } from '../construction/index.js';
import type { Pane } from '../model/pane.js';
import type { Instant } from '../model/timestamp.js';
import type { Window } from '../model/window.js';

/** An element as it came out, with everything it carried. */
export interface ObservedElement<T> {
  readonly value: T;
  readonly timestamp: Instant;
  readonly window: Window;
  readonly pane: Pane;
}

/** What came out of a PCollection, in the order it came. An element of several windows is there once for each. */
export type Observed<T> = readonly ObservedElement<T>[];

/** The observations of a run. */
export interface Observation<O> {
  /** Of the PCollection, or of each by its name. */
  readonly output: O extends PCollection<infer T>
    ? Observed<T>
    : { readonly [P in keyof O]: O[P] extends PCollection<infer T> ? Observed<T> : never };
  readonly result: JobResult;
}

/**
 * Runs part of a pipeline and returns what comes out with timestamps, windows and panes.
 *
 *     const { output } = await observe((p) => p.read(stream).windowInto(fixed('1m')).count(), { runner });
 *     expectElements(output).inWindow(0, 60_000).onTime().toEqual([3]);
 *
 * @throws BeamError of the run
 */
export async function observe<O extends PCollection<any> | Readonly<Record<string, PCollection<any>>>>(
  build: (root: Root) => O,
  settings: Partial<RunOptions> & { readonly runner: Runner },
): Promise<Observation<O>> {
  const seen = new Map<string, ObservedElement<unknown>[]>();
  const watch = (name: string, collection: PCollection<unknown>): void => {
    const list: ObservedElement<unknown>[] = [];
    seen.set(name, list);
    collection.map((value, { timestamp, window, pane }) => {
      list.push({ value, timestamp, window, pane });
      return null;
    });
  };
  let isOne = false;
  const result = await run(
    pipeline({ name: 'observe' }, (root) => {
      const made: PCollection<any> | Readonly<Record<string, PCollection<any>>> = build(root);
      isOne = made instanceof PCollection;
      const named = made instanceof PCollection ? { output: made } : made;
      for (const [name, collection] of Object.entries(named)) watch(name, collection);
    }),
    settings,
  );
  const output = isOne ? seen.get('output') : Object.fromEntries(seen);
  return { output: output as unknown as Observation<O>['output'], result };
}

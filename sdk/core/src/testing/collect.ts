import { type PCollection, pipeline, type Root, run } from '../api/index.js';
import type { Runner, RunOptions } from '../construction/index.js';

/**
 * Runs part of a pipeline and returns what comes out, in no fixed order:
 *
 *     const totals = await collect((p) => p.create([1, 2, 3]).combineGlobally(sum), { runner });
 *     expect(totals).toEqual([6]);
 *
 * @throws BeamError of the run
 */
export async function collect<T>(
  build: (root: Root) => PCollection<T>,
  settings: Partial<RunOptions> & { readonly runner: Runner },
): Promise<T[]> {
  const collected: T[] = [];
  const keep = (element: T): null => {
    collected.push(element);
    return null;
  };
  await run(
    pipeline({ name: 'collect' }, (root) => {
      build(root).map(keep);
    }),
    settings,
  );
  return collected;
}

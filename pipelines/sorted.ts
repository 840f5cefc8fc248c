import { type PCollection, toList } from '@hornbeam/sdk';

/**
 * A transform that brings elements into the order of a text in them, all of them in memory: for small results that
 * people read. A PCollection itself has no order; a file gets it when one step hands on all elements.
 */
export const sorted =
  <T>(by: (element: T) => string) =>
  (elements: PCollection<T>): PCollection<T> =>
    elements.combineGlobally(toList<T>()).flatMap(function inOrder(all: T[]) {
      return all.toSorted((a, b) => (by(a) < by(b) ? -1 : 1));
    });

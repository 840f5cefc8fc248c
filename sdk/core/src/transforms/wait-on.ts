import type { Collection } from '../construction/index.js';
import { filter, map } from './par-do.js';
import { asIterable } from './side-input.js';

/** Holds the elements of `input` back until everything in `signals` is there (Beam's Wait.on). */
export function waitOn<T>(input: Collection<T>, signals: readonly Collection<any>[]): Collection<T> {
  return input.graph.composite('waitOn', () => {
    // Only the readiness of the side input counts, so nothing of it is kept.
    const views = signals.map((signal) => [
      `signal${signals.indexOf(signal)}`,
      asIterable(
        filter(signal, function none() {
          return false;
        }),
      ),
    ]);
    return map(
      input,
      function pass(element: T) {
        return element;
      },
      Object.fromEntries(views),
      input.coderIsDefault ? undefined : input.coder,
    );
  });
}

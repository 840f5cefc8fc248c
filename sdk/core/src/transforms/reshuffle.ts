import type { Collection } from '../construction/index.js';
import { IterableCoder } from '../model/coders/iterable.js';
import { KvCoder } from '../model/coders/kv.js';
import type { KV } from '../model/kv.js';
import type { Instant } from '../model/timestamp.js';
import { keyedCoder } from './group-by-key.js';
import { output } from './impulse.js';
import { parDo } from './par-do.js';

/** A value on its way through the shuffle, with what the shuffle would lose. */
interface Kept<T> {
  readonly value: T;
  readonly timestamp: Instant;
}

/** How many groups a reshuffle spreads its elements over where a runner does not do it natively. */
const SPREAD = 1024;

/**
 * Breaks fusion: what comes after starts from stored elements and may run in parallel, and is not repeated
 * when a later step fails (`beam:transform:reshuffle:v1`). Elements keep their timestamps and windows.
 */
export function reshuffle<T>(input: Collection<T>): Collection<T> {
  return input.graph.composite(
    'reshuffle',
    () => {
      const spread = parDo<T, KV<number, Kept<T>>, {}, {}, { next: number }>(input, {
        name: 'spread',
        setup: () => ({ next: 0 }),
        process(value, { setup, timestamp, emit }) {
          setup.next = (setup.next + 1) % SPREAD;
          emit({ key: setup.next, value: { value, timestamp } });
        },
      });
      const { keyCoder, valueCoder } = keyedCoder(spread);
      const grouped = input.graph.addStep({
        label: 'groupByKey',
        operation: { kind: 'groupByKey' },
        inputs: { input: spread },
        outputs: {
          main: {
            coder: new KvCoder(keyCoder, new IterableCoder(valueCoder)),
            // To the steps behind it a reshuffle is no grouping: windows have not merged, triggers begin anew.
            windowing: input.windowing,
          },
        },
      });
      const groups = output<KV<number, Iterable<Kept<T>>>>(grouped, 'main');
      const restored = parDo<KV<number, Iterable<Kept<T>>>, T>(groups, {
        name: 'restore',
        allowedSkew: Number.POSITIVE_INFINITY,
        process({ value: entries }, { emit }) {
          for (const { value, timestamp } of entries) emit(value, timestamp);
        },
      });
      // A runner that knows the URN takes the bytes of the input as the output.
      restored.shareCoder(input);
      return restored;
    },
    { urn: 'beam:transform:reshuffle:v1' },
  );
}

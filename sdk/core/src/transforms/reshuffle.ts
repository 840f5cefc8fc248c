import type { Collection } from '../construction/index.js';
import type { KV } from '../model/kv.js';
import { groupByKey } from './group-by-key.js';
import { parDo } from './par-do.js';

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
      const spread = parDo(input, {
        name: 'spread',
        setup: () => ({ next: 0 }),
        process(value: T, { setup, timestamp, emit }) {
          setup.next = (setup.next + 1) % SPREAD;
          emit({ key: setup.next, value: { value, timestamp } });
        },
      }) as Collection<KV<number, { value: T; timestamp: number }>>;
      const gathered = groupByKey(spread);
      return parDo(
        gathered,
        {
          name: 'restore',
          process({ value: entries }: KV<number, Iterable<{ value: T; timestamp: number }>>, { emit }) {
            for (const { value, timestamp } of entries) emit(value as T, timestamp);
          },
        },
        input.coderIsDefault ? {} : { main: input.coder },
      ) as Collection<T>;
    },
    'beam:transform:reshuffle:v1',
  );
}

import {
  bagState,
  type Collection,
  combiningState,
  eventTimer,
  needsMerge,
  processingTimer,
} from '../construction/index.js';
import { GenericCoder } from '../model/coders/generic.js';
import { KvCoder } from '../model/coders/kv.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import type { KV } from '../model/kv.js';
import { count } from './combiners/count.js';
import { groupByKey, keyedCoder } from './group-by-key.js';
import { flatMap, parDo } from './par-do.js';

/** Options of {@link groupIntoBatches}. */
export interface BatchOptions {
  /** How long the first value of a batch waits for others, on the clock of the machine; without it, until the window ends. */
  readonly maxBufferingDuration?: Duration;
}

/**
 * Puts the values of each key into arrays of `size`: for calls that take many elements at once. A batch goes on when it
 * is full, when it has waited for long enough, or when its window ends.
 */
export function groupIntoBatches<K, V>(
  input: Collection<KV<K, V>>,
  size: number,
  { maxBufferingDuration }: BatchOptions = {},
): Collection<KV<K, V[]>> {
  if (!Number.isInteger(size) || size < 1) {
    throw new BeamError('E_BAD_ARGUMENT', `groupIntoBatches needs a size above 0, not ${size}.`, {
      help: 'groupIntoBatches(100) makes arrays of up to 100 values',
    });
  }
  const patience = maxBufferingDuration === undefined ? undefined : toMillis(maxBufferingDuration);
  if (patience !== undefined && patience <= 0) {
    throw new BeamError('E_BAD_ARGUMENT', `Batches must wait for longer than ${patience} ms.`, {
      help: "write a duration such as { maxBufferingDuration: '10s' }",
    });
  }
  // Windows that grow together have no state, and nothing of them is known before they end.
  if (needsMerge(input.windowing)) return batchesOfGroups(input, size);
  const { keyCoder, valueCoder } = keyedCoder(input);
  return parDo(
    input,
    {
      name: 'groupIntoBatches',
      uses: {
        batch: bagState<V>(valueCoder),
        held: combiningState(count),
        end: eventTimer(),
        overdue: processingTimer(),
      },
      process({ key, value }: KV<K, V>, { batch, held, end, overdue, window }): KV<K, V[]>[] {
        batch.add(value);
        held.add(value);
        const values = held.read();
        if (values === size) {
          end.clear();
          if (patience !== undefined) overdue.clear();
          return take(key, batch, held);
        }
        if (values === 1) {
          end.set(window.maxTimestamp);
          if (patience !== undefined) overdue.set(overdue.now() + patience);
        }
        return [];
      },
      onTimer: {
        end({ key, batch, held, overdue }) {
          if (patience !== undefined) overdue.clear();
          return take(key as K, batch, held);
        },
        overdue({ key, batch, held, end }) {
          end.clear();
          return take(key as K, batch, held);
        },
      },
    },
    { main: new KvCoder(keyCoder, new GenericCoder()) },
  );
}

/** The batch of a key, which is empty afterwards; none of nothing, which runners may fire a cleared timer for. */
function take<K, V>(
  key: K,
  batch: { read(): Iterable<V>; clear(): void },
  held: { clear(): void },
): KV<K, V[]>[] {
  const value = [...batch.read()];
  batch.clear();
  held.clear();
  return value.length === 0 ? [] : [{ key, value }];
}

function batchesOfGroups<K, V>(input: Collection<KV<K, V>>, size: number): Collection<KV<K, V[]>> {
  return input.graph.composite('groupIntoBatches', () => {
    const { keyCoder } = keyedCoder(input);
    return flatMap(
      groupByKey(input),
      function* batches({ key, value }: KV<K, Iterable<V>>): Iterable<KV<K, V[]>> {
        let batch: V[] = [];
        for (const item of value) {
          batch.push(item);
          if (batch.length === size) {
            yield { key, value: batch };
            batch = [];
          }
        }
        if (batch.length > 0) yield { key, value: batch };
      },
      undefined,
      new KvCoder(keyCoder, new GenericCoder()),
    );
  });
}

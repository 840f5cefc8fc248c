import type { Collection } from '../construction/index.js';
import { GenericCoder } from '../model/coders/generic.js';
import { KvCoder } from '../model/coders/kv.js';
import { BeamError } from '../model/errors.js';
import type { KV } from '../model/kv.js';
import { groupByKey, keyedCoder } from './group-by-key.js';
import { flatMap } from './par-do.js';

/** Puts the values of each key into arrays of at most `size`: for calls that take many elements at once. */
export function groupIntoBatches<K, V>(input: Collection<KV<K, V>>, size: number): Collection<KV<K, V[]>> {
  if (!Number.isInteger(size) || size < 1) {
    throw new BeamError('E_BAD_ARGUMENT', `groupIntoBatches needs a size above 0, not ${size}.`, {
      help: 'groupIntoBatches(100) makes arrays of up to 100 values',
    });
  }
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

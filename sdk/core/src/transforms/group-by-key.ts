import { type Collection, GLOBAL_WINDOWING, type OutputFacts } from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { GenericCoder } from '../model/coders/generic.js';
import { IterableCoder } from '../model/coders/iterable.js';
import { keyCoder } from '../model/coders/key-coder.js';
import { KvCoder } from '../model/coders/kv.js';
import { BeamError } from '../model/errors.js';
import type { KV } from '../model/kv.js';
import { groupedWindowing } from './grouped-windowing.js';
import { output } from './impulse.js';

/** What a grouping may be told. */
export interface GroupingOptions<K, V> {
  /**
   * Receives the elements that came after their window had expired, as a PCollection in the global window. Without
   * it they are dropped and counted (`droppedDueToLateness`). Beyond Beam: only hornbeam's own runner does it.
   */
  readonly late?: (late: Collection<KV<K, V>>) => unknown;
}

/** Brings the values of each key and window together (`beam:transform:group_by_key:v1`). */
export function groupByKey<K, V>(
  input: Collection<KV<K, V>>,
  { late }: GroupingOptions<K, V> = {},
): Collection<KV<K, Iterable<V>>> {
  const { keyCoder, valueCoder } = keyedCoder(input);
  const step = input.graph.addStep({
    label: 'groupByKey',
    operation: { kind: 'groupByKey' },
    inputs: { input },
    outputs: {
      main: {
        coder: new KvCoder(keyCoder, new IterableCoder(valueCoder)),
        windowing: groupedWindowing(input),
      },
      ...lateOutput(input, late),
    },
  });
  late?.(output(step, 'late'));
  return output(step, 'main');
}

/** The output of late elements, where somebody wants them. They belong to no window any more. */
export const lateOutput = <T>(
  input: Collection<T>,
  late: ((late: Collection<T>) => unknown) | undefined,
): Record<string, OutputFacts> =>
  late === undefined ? {} : { late: { coder: input.coder, windowing: GLOBAL_WINDOWING } };

/**
 * The coders of key and value, the key's in its canonical form. A collection that only has the fallback coder
 * is split into a pair of fallback coders, since grouping needs the key's bytes apart.
 * @throws BeamError `E_NOT_KEYED` `E_NOT_DETERMINISTIC`
 */
export function keyedCoder<K, V>(input: Collection<KV<K, V>>): { keyCoder: Coder<K>; valueCoder: Coder<V> } {
  if (input.coderIsDefault && !(input.coder instanceof KvCoder)) {
    input.coder = new KvCoder(new GenericCoder(), new GenericCoder());
  }
  const { coder } = input;
  if (!(coder instanceof KvCoder)) {
    throw new BeamError('E_NOT_KEYED', 'A keyed transform needs elements of the form { key, value }.', {
      help: 'call .keyBy((element) => …) first',
    });
  }
  const canonical = keyCoder(coder.key);
  if (canonical !== coder.key) input.coder = new KvCoder(canonical, coder.value);
  return { keyCoder: canonical, valueCoder: coder.value };
}

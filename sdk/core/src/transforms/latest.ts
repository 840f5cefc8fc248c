import type { Collection } from '../construction/index.js';
import { GenericCoder } from '../model/coders/generic.js';
import { KvCoder } from '../model/coders/kv.js';
import type { KV } from '../model/kv.js';
import { combineGlobally, combinePerKey } from './combine.js';
import { latestOf } from './combiners/index.js';
import { keyedCoder } from './group-by-key.js';
import { output } from './impulse.js';
import { map } from './par-do.js';

/** The element with the latest timestamp; nothing for an empty PCollection. */
export function latest<T>(input: Collection<T>): Collection<T> {
  return input.graph.composite('latest', () => {
    const stamped = map(input, function stamp(value: T, { timestamp }) {
      return { value, timestamp };
    });
    return combineGlobally(stamped, latestOf<T>(), { emptyDefault: false }) as Collection<T>;
  });
}

/** The value with the latest timestamp of each key. */
export function latestPerKey<K, V>(input: Collection<KV<K, V>>): Collection<KV<K, V>> {
  return input.graph.composite('latestPerKey', () => {
    const { keyCoder } = keyedCoder(input);
    const stamped = map(
      input,
      function stamp({ key, value }: KV<K, V>, { timestamp }) {
        return { key, value: { value, timestamp } };
      },
      undefined,
      new KvCoder(keyCoder, new GenericCoder()),
    );
    return combinePerKey(stamped, latestOf<V>()) as Collection<KV<K, V>>;
  });
}

/**
 * The newest element of a PCollection with a trigger, pane by pane; others as they are. What is read as a side input
 * again and again must not grow with the time it is read.
 */
export function newest<T>(input: Collection<T>): Collection<T> {
  if (input.windowing.trigger.kind === 'default') return input;
  return input.graph.composite('newest', () => latest(withoutEmptyPanes(input)));
}

/** The newest value of each key of a PCollection with a trigger, pane by pane; others as they are. */
export function newestPerKey<K, V>(input: Collection<KV<K, V>>): Collection<KV<K, V>> {
  if (input.windowing.trigger.kind === 'default') return input;
  return input.graph.composite('newestPerKey', () => latestPerKey(withoutEmptyPanes(input)));
}

/** An empty pane at the end would be the newest, and say nothing. */
function withoutEmptyPanes<T>(input: Collection<T>): Collection<T> {
  const windowing = { ...input.windowing, onTime: 'if-non-empty', closing: 'if-non-empty' } as const;
  const step = input.graph.addStep({
    label: 'windowInto',
    operation: { kind: 'windowInto', windowing },
    inputs: { input },
    outputs: { main: { coder: input.coderIsDefault ? undefined : input.coder, windowing } },
  });
  return output<T>(step, 'main');
}

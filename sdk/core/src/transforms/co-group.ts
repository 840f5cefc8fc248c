import type { Collection } from '../construction/index.js';
import { GenericCoder } from '../model/coders/generic.js';
import { KvCoder } from '../model/coders/kv.js';
import { BeamError } from '../model/errors.js';
import type { KV } from '../model/kv.js';
import { flatten } from './flatten.js';
import { groupByKey, keyedCoder } from './group-by-key.js';
import { flatMap, map } from './par-do.js';

/** Keyed collections by name, all with the same type of key. */
export type CoGroupInputs<K, V> = { readonly [P in keyof V]: Collection<KV<K, V[P]>> };

/** A key with the values of each input, whose types are the properties of `V`. */
export type CoGrouped<K, V> = KV<K, { [P in keyof V]: V[P][] }>;

/** Brings the values of several keyed collections together by key (Beam's CoGroupByKey). */
export function coGroup<K, V>(inputs: CoGroupInputs<K, V>): Collection<CoGrouped<K, V>> {
  const parts = Object.entries<Collection<KV<K, unknown>>>(inputs);
  const names = parts.map(([name]) => name);
  const first = parts[0]?.[1];
  if (first === undefined) {
    throw new BeamError('E_BAD_ARGUMENT', 'coGroup was given no PCollection.', {
      help: 'pass an object of keyed PCollections: coGroup({ orders, payments })',
    });
  }
  return first.graph.composite('coGroup', () => {
    const { keyCoder } = keyedCoder(first);
    const tagged = parts.map(([, input], index) => {
      keyedCoder(input);
      return map(
        input,
        function tag({ key, value }: KV<K, unknown>) {
          return { key, value: [index, value] as [number, unknown] };
        },
        undefined,
        new KvCoder(keyCoder, new GenericCoder()),
      );
    });
    return map(
      groupByKey(flatten(tagged)),
      function gather({ key, value }: KV<K, Iterable<[number, unknown]>>) {
        const groups: unknown[][] = names.map(() => []);
        for (const [index, item] of value) groups[index]!.push(item);
        return { key, value: Object.fromEntries(names.map((name, index) => [name, groups[index]])) };
      },
    ) as Collection<KV<K, object>> as Collection<CoGrouped<K, V>>;
  });
}

/** Which unmatched keys a join keeps. */
export type JoinKind = 'inner' | 'left' | 'right' | 'full';

/** Every pair of values with the same key; a missing side is undefined where `kind` keeps it. */
export function join<K, V, W>(
  left: Collection<KV<K, V>>,
  right: Collection<KV<K, W>>,
  kind: JoinKind,
): Collection<KV<K, [V | undefined, W | undefined]>> {
  return left.graph.composite(kind === 'inner' ? 'join' : `${kind}Join`, () =>
    flatMap(coGroup<K, { left: V; right: W }>({ left, right }), function* pair({ key, value }) {
      const lefts: (V | undefined)[] = value.left;
      const rights: (W | undefined)[] = value.right;
      const keepLeft = kind === 'left' || kind === 'full';
      const keepRight = kind === 'right' || kind === 'full';
      const ls = lefts.length === 0 && keepRight ? [undefined] : lefts;
      const rs = rights.length === 0 && keepLeft ? [undefined] : rights;
      for (const l of ls) for (const r of rs) yield { key, value: [l, r] as [V | undefined, W | undefined] };
    }),
  );
}

import type { Collection } from '../construction/index.js';
import { GenericCoder } from '../model/coders/generic.js';
import { KvCoder } from '../model/coders/kv.js';
import { BeamError } from '../model/errors.js';
import type { KV } from '../model/kv.js';
import { flatten } from './flatten.js';
import { groupByKey, keyedCoder } from './group-by-key.js';
import { flatMap, map } from './par-do.js';

/** Keyed collections by name, all with the same type of key. */
export type CoGroupInputs<K> = Readonly<Record<string, Collection<KV<K, any>>>>;

/** For each key, the values of every input. */
export type CoGrouped<K, R extends CoGroupInputs<K>> = KV<
  K,
  { [P in keyof R]: R[P] extends Collection<KV<any, infer V>> ? V[] : never }
>;

/** Brings the values of several keyed collections together by key (Beam's CoGroupByKey). */
export function coGroup<K, R extends CoGroupInputs<K>>(inputs: R): Collection<CoGrouped<K, R>> {
  const names = Object.keys(inputs);
  const first = inputs[names[0] ?? ''];
  if (first === undefined) {
    throw new BeamError('E_BAD_ARGUMENT', 'coGroup was given no PCollection.', {
      help: 'pass an object of keyed PCollections: coGroup({ orders, payments })',
    });
  }
  return first.graph.composite('coGroup', () => {
    const { keyCoder } = keyedCoder(first);
    const tagged = names.map((name, index) => {
      keyedCoder(inputs[name]!);
      return map(
        inputs[name]!,
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
    ) as Collection<CoGrouped<K, R>>;
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
    flatMap(coGroup({ left, right }), function* pair({ key, value }: KV<K, { left: V[]; right: W[] }>) {
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

import type { KV } from '../model/kv.js';
import * as transforms from '../transforms/index.js';
import { PCollection } from './pcollection.js';

/** Keyed PCollections by name, all with the same type of key: the inputs of a {@link coGroup}. */
export type CoGroupInputs<K> = Readonly<Record<string, PCollection<KV<K, any>>>>;

/** The type of the values of each input. */
export type CoGroupValues<R> = {
  [P in keyof R]: R[P] extends PCollection<KV<any, infer V>> ? V : never;
};

/** The values of each key of every input together: `coGroup({ orders, payments })`. */
export function coGroup<K, R extends CoGroupInputs<any>>(
  // Twice the same, since K is inferred from the one and R from the other.
  inputs: R & CoGroupInputs<K>,
): PCollection<transforms.CoGrouped<K, CoGroupValues<R>>> {
  const nodes = Object.entries(inputs).map(([name, input]) => [name, input.node]);
  return new PCollection(transforms.coGroup<K, CoGroupValues<R>>(Object.fromEntries(nodes)));
}

import type { Coder } from '../model/coders/coder.js';

/**
 * An aggregation that may be computed in parts and in any order: `merge(add(create(), a), add(create(), b))`
 * must extract to the same as `add(add(create(), a), b)`.
 *
 * `add` and `merge` may change and return their first argument; they never keep or change the second.
 * Runners compute parts before the shuffle (combiner lifting), so an accumulator must have a coder: the
 * generic one takes plain data, `accumulatorCoder` names a better one.
 */
export interface CombineFn<I, A, O> {
  /** Shown as the step's name when the step has none. */
  readonly name?: string;
  readonly accumulatorCoder?: Coder<A>;
  readonly outputCoder?: Coder<O>;
  // Properties, not methods: TypeScript would let a method take an input of a narrower type.
  readonly create: () => A;
  readonly add: (accumulator: A, input: I) => A;
  readonly merge: (accumulator: A, other: A) => A;
  readonly extract: (accumulator: A) => O;
}

/** The output type of a {@link CombineFn}. */
export type CombineOutput<C> = C extends CombineFn<any, any, infer O> ? O : never;

/** Several aggregations over the same input, computed in one pass: the outputs come as one object. */
export type CombineRecord<I> = Readonly<Record<string, CombineFn<I, any, any>>>;

/** The element that a {@link CombineRecord} makes. */
export type CombineRecordOutput<R> = { [P in keyof R]: CombineOutput<R[P]> };

/** Computes all aggregations of `record` side by side; accumulators are arrays in property order. */
export function combineAll<I, R extends CombineRecord<I>>(
  record: R,
): CombineFn<I, unknown[], CombineRecordOutput<R>> {
  const names = Object.keys(record);
  const parts = names.map((name) => record[name] as CombineFn<I, unknown, unknown>);
  return {
    name: names.join('+'),
    create: () => parts.map((part) => part.create()),
    add(accumulators, input) {
      for (let i = 0; i < parts.length; i++) accumulators[i] = parts[i]!.add(accumulators[i], input);
      return accumulators;
    },
    merge(accumulators, others) {
      for (let i = 0; i < parts.length; i++) accumulators[i] = parts[i]!.merge(accumulators[i], others[i]);
      return accumulators;
    },
    extract(accumulators) {
      const output: Record<string, unknown> = {};
      for (let i = 0; i < parts.length; i++) output[names[i]!] = parts[i]!.extract(accumulators[i]);
      return output as CombineRecordOutput<R>;
    },
  };
}

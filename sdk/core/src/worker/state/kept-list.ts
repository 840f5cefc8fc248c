import type { KeptValues } from './kept-values.js';

/** The values of a list as they are now: what is added later is not among them. The list must only grow. */
export function valuesOf(list: readonly unknown[], values: KeptValues): Iterable<unknown> {
  const { length } = list;
  return {
    *[Symbol.iterator]() {
      for (let i = 0; i < length; i++) yield values.give(list[i]);
    },
  };
}

import { flatMapOperator } from './flat-map.js';
import type { Operator } from './operator.js';
import type { SplittableSettings } from './pair-with-restriction.js';
import { type Restricted, type SizedRestriction, sized } from './sized-restriction.js';

/**
 * Cuts restrictions into parts that may be handled apart from the start, and says how large each is
 * (`beam:transform:sdf_split_and_size_restrictions:v1`).
 */
export function splitAndSizeOperator({ site, operation, doFn, outputs }: SplittableSettings): Operator {
  return flatMapOperator({
    site,
    outputs,
    operation: { ...operation, uses: {}, observesContext: false },
    fn({ key: element, value: { key: restriction, value: state } }: Restricted) {
      const parts: Iterable<unknown> | Promise<Iterable<unknown>> =
        doFn.split === undefined ? [restriction] : doFn.split(element, restriction);
      function* sizes(known: Iterable<unknown>): Iterable<SizedRestriction> {
        for (const part of known) yield sized(doFn, element, part, state);
      }
      return parts instanceof Promise ? parts.then(sizes) : sizes(parts);
    },
  });
}

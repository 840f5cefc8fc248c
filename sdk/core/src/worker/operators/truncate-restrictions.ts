import { flatMapOperator } from './flat-map.js';
import type { Operator } from './operator.js';
import type { SplittableSettings } from './pair-with-restriction.js';
import { type SizedRestriction, sized } from './sized-restriction.js';

/**
 * What is left to do of restrictions when the pipeline is drained: what the step says, else all of a bounded one and
 * nothing of one without an end (`beam:transform:sdf_truncate_sized_restrictions:v1`).
 */
export function truncateRestrictionsOperator({
  site,
  operation,
  doFn,
  outputs,
}: SplittableSettings): Operator {
  return flatMapOperator({
    site,
    outputs,
    operation: { ...operation, uses: {}, observesContext: false },
    fn(whole: SizedRestriction): SizedRestriction[] {
      const { key: element, value } = whole.key;
      if (doFn.truncate === undefined) return doFn.tracker(value.key).isBounded ? [whole] : [];
      const rest: unknown = doFn.truncate(element, value.key);
      return rest === undefined ? [] : [sized(doFn, element, rest, value.value)];
    },
  });
}

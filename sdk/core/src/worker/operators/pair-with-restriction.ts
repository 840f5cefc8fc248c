import { type ParDoOperation, viewEntries } from '../../construction/index.js';
import type { Receiver } from '../receiver.js';
import { mapOperator } from './map.js';
import type { Operator, OperatorSite } from './operator.js';
import type { AnySplittable, Restricted } from './sized-restriction.js';

/** What the parts of a splittable step are made from. */
export interface SplittableSettings {
  readonly site: OperatorSite;
  readonly operation: ParDoOperation;
  readonly doFn: AnySplittable;
  readonly outputs: ReadonlyMap<string, Receiver>;
}

/**
 * Gives each element the whole of its restriction (`beam:transform:sdf_pair_with_restriction:v1`). Where the step
 * reads side inputs, an element goes on once for each of its windows: each may see other ones.
 */
export function pairWithRestrictionOperator({
  site,
  operation,
  doFn,
  outputs,
}: SplittableSettings): Operator {
  const pair = (element: unknown, restriction: unknown): Restricted => ({
    key: element,
    value: { key: restriction, value: doFn.watermark === undefined ? null : doFn.watermark.initial() },
  });
  return mapOperator({
    site,
    outputs,
    operation: { ...operation, uses: {}, observesContext: viewEntries(operation).length > 0 },
    fn(element) {
      const restriction: unknown = doFn.initial(element);
      return restriction instanceof Promise
        ? restriction.then((known: unknown) => pair(element, known))
        : pair(element, restriction);
    },
  });
}

import type { SplittableDoFn } from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import type { KV } from '../../model/kv.js';

/** A splittable step of any types. */
export type AnySplittable = SplittableDoFn<any, any, any, any, any, any, any, any>;

/** An element, its restriction, and the state of the watermark estimator: what pairing makes. */
export type Restricted = KV<unknown, KV<unknown, unknown>>;

/** The same with the size of the restriction: what splitting makes and processing takes. */
export type SizedRestriction = KV<Restricted, number>;

/**
 * A restriction with its size.
 * @throws BeamError `E_SPLITTABLE` for a size that is no finite number from 0 on
 */
export function sized(
  doFn: AnySplittable,
  element: unknown,
  restriction: unknown,
  estimatorState: unknown,
): SizedRestriction {
  const size: unknown = doFn.size === undefined ? 1 : doFn.size(element, restriction);
  if (typeof size !== 'number' || !Number.isFinite(size) || size < 0) {
    throw new BeamError('E_SPLITTABLE', `The step says that a restriction has the size ${String(size)}.`, {
      help: 'return a finite number from 0 on from size',
    });
  }
  return { key: { key: element, value: { key: restriction, value: estimatorState } }, value: size };
}

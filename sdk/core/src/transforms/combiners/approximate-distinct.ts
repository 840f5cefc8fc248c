import type { CombineFn } from '../../construction/combine-fn.js';
import { ByteWriter } from '../../model/coders/byte-writer.js';
import type { Coder } from '../../model/coders/coder.js';
import { GenericCoder } from '../../model/coders/generic.js';
import { BeamError } from '../../model/errors.js';
import { Hash64 } from '../../model/hash.js';
import {
  addHash,
  emptyHyperLogLog,
  estimateSize,
  type HyperLogLog,
  MAX_PRECISION,
  MIN_PRECISION,
  mergeHyperLogLog,
} from './hyper-log-log.js';
import { type FieldOf, over } from './selector.js';

/** Options of {@link approximateDistinct}. */
export interface ApproximateDistinctOptions<V = any> {
  /**
   * 4 to 18, by default 14. A precision p gives a standard error of 1.04 / √(2^p) and takes at most 2^p bytes per
   * key: 12 gives 1.6 % in 4 KiB, 14 gives 0.8 % in 16 KiB, 16 gives 0.4 % in 64 KiB.
   */
  precision?: number;
  /**
   * Gives the bytes that tell values apart, for values that the canonical generic coder does not take; it must
   * be deterministic.
   */
  coder?: Coder<V>;
}

/** Options for counting the different values of a part of each element. */
export interface DistinctOf<S, V = any> extends ApproximateDistinctOptions<V> {
  /** A function of the element, or the name of a property. */
  of: S;
}

/** Seeds that keep a number, a text and the bytes of anything else apart. */
const NUMBER_SEED = 1;
const TEXT_SEED = 2;
const BYTES_SEED = 3;

/**
 * About how many different values there are; 0 of none. Values are the same when they are equal: numbers as in a
 * `Set`, objects by their content.
 *
 * The answer is HyperLogLog's, with 64-bit hashes: the standard error is 1.04 / √(2^precision), 0.8 % by default,
 * for any number of values; two of three answers are within one, 997 of 1000 within three standard errors. While
 * a key has few different values (up to 3072 by default) they are kept almost whole, in 40 bytes and more, and the
 * answer is nearly always exact. Splits and order of the input do not change the answer. Sources are named in
 * `hyper-log-log.ts`.
 *
 * @example visits.keyBy((v) => v.page).combinePerKey(approximateDistinct({ of: 'user' }))
 * @throws BeamError `E_BAD_ARGUMENT` when `precision` is out of range, `E_NOT_DETERMINISTIC` for such a coder
 */
export function approximateDistinct<T, V>(
  options: DistinctOf<(element: T) => V, V>,
): CombineFn<T, HyperLogLog, number>;
export function approximateDistinct<T>(
  options: DistinctOf<FieldOf<T, unknown>>,
): CombineFn<T, HyperLogLog, number>;
export function approximateDistinct<F extends string>(
  options: DistinctOf<F>,
): CombineFn<{ readonly [P in F]: unknown }, HyperLogLog, number>;
export function approximateDistinct<T = unknown>(
  options?: ApproximateDistinctOptions<T>,
): CombineFn<T, HyperLogLog, number>;
export function approximateDistinct({
  precision = 14,
  coder,
  of,
}: ApproximateDistinctOptions & { of?: ((element: any) => unknown) | string } = {}): CombineFn<
  any,
  HyperLogLog,
  number
> {
  if (!Number.isInteger(precision) || precision < MIN_PRECISION || precision > MAX_PRECISION) {
    throw new BeamError('E_BAD_ARGUMENT', `approximateDistinct has no precision ${precision}.`, {
      help: `give an integer from ${MIN_PRECISION} to ${MAX_PRECISION}; 14, the default, errs by 0.8 %`,
    });
  }
  const hashOf = hasher(coder);
  const distinct: CombineFn<unknown, HyperLogLog, number> = {
    name: 'approximateDistinct',
    create: () => emptyHyperLogLog(precision),
    add(sketch, input) {
      const { high, low } = hashOf(input);
      return addHash(sketch, high, low);
    },
    merge: mergeHyperLogLog,
    extract: estimateSize,
  };
  return over(distinct, of);
}

/** A function from values to hashes; its result is valid until its next call. */
function hasher(coder: Coder<any> | undefined): (value: unknown) => Hash64 {
  if (coder !== undefined && !coder.deterministic) {
    throw new BeamError(
      'E_NOT_DETERMINISTIC',
      `approximateDistinct cannot tell values apart by ${coder.urn}.`,
      {
        help: 'give a coder that writes equal values as equal bytes',
      },
    );
  }
  const hash = new Hash64();
  const writer = new ByteWriter();
  const bytesOf = coder ?? GenericCoder.canonical;
  const hashBytes = (value: unknown): Hash64 => {
    writer.reset();
    bytesOf.encodeOuter(value, writer);
    return hash.bytes(writer.view(), BYTES_SEED);
  };
  if (coder !== undefined) return hashBytes;
  return (value) => {
    if (typeof value === 'string') return hash.text(value, TEXT_SEED);
    if (typeof value === 'number') return hash.number(value, NUMBER_SEED);
    return hashBytes(value);
  };
}

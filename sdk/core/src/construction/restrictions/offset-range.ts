import { BeamError } from '../../model/errors.js';

/** Whole numbers from `from` up to, but without, `to`; a range without an end has `to` infinity. */
export interface OffsetRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Makes an {@link OffsetRange}.
 * @throws BeamError `E_BAD_ARGUMENT` for borders that are no whole numbers, or in the wrong order
 */
export function offsetRange(from: number, to: number = Number.POSITIVE_INFINITY): OffsetRange {
  const isEnd = to === Number.POSITIVE_INFINITY || Number.isSafeInteger(to);
  if (Number.isSafeInteger(from) && isEnd && from <= to) return { from, to };
  throw new BeamError('E_BAD_ARGUMENT', `There is no range of offsets from ${from} to ${to}.`, {
    help: 'give whole numbers, the smaller first; leave the end out for a range without one',
  });
}

/** What a runner asks of a split. */
export interface SplitWish {
  /** How much of what is left the bundle is to keep, 0 to 1. */
  readonly fraction: number;
  /** How many elements the bundle is going to have, as far as the runner knows. */
  readonly estimatedElements: number;
  /** Where it may be cut; empty: anywhere. */
  readonly allowed: readonly number[];
}

/** Where a source port is. */
export interface ReadPosition {
  /** Of the element in hand; -1 before the first. */
  readonly index: number;
  /** The first element that does not belong to the bundle. */
  readonly stop: number;
}

/**
 * How much of what is left of the element in hand a bundle is to keep, 0 to 1; undefined when the wish leaves it whole.
 * @param inHand how much of it is left, 0 to 1
 */
export function shareToKeep(
  { index, stop }: ReadPosition,
  inHand: number,
  { fraction, estimatedElements, allowed }: SplitWish,
): number | undefined {
  if (index < 0 || inHand <= 0) return undefined;
  if (allowed.length > 0 && !(allowed.includes(index) && allowed.includes(index + 1))) return undefined;
  const end = Math.min(stop, Math.max(estimatedElements, index + 1));
  const keep = (end - index - 1 + inHand) * fraction;
  return keep < inHand ? keep / inHand : undefined;
}

/**
 * The first element that a bundle gives back so that it keeps the wished fraction of what is left; undefined when it
 * cannot be cut. Elements are whole here ({@link shareToKeep} is about the one in
 * hand, which is taken for not begun).
 */
export function splitPoint({ index, stop }: ReadPosition, wish: SplitWish): number | undefined {
  const end = Math.min(stop, Math.max(wish.estimatedElements, index + 1));
  const current = Math.max(index, 0);
  const keep = Math.round((end - current) * wish.fraction);
  const wanted = Math.max(current + Math.max(1, keep), index + 1);
  const point = nearestAllowed(wanted, wish.allowed, { from: index + 1, before: stop });
  return point !== undefined && point < end && point < stop ? point : undefined;
}

/** The allowed point nearest to a wanted one, the later of two. */
function nearestAllowed(
  wanted: number,
  allowed: readonly number[],
  { from, before }: { from: number; before: number },
): number | undefined {
  if (allowed.length === 0) return wanted;
  let best: number | undefined;
  for (const point of allowed) {
    if (point < from || point >= before) continue;
    const isNearer = best === undefined || Math.abs(point - wanted) < Math.abs(best - wanted);
    if (isNearer || (Math.abs(point - wanted) === Math.abs(best! - wanted) && point > best!)) best = point;
  }
  return best;
}

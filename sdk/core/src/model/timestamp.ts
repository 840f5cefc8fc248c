/**
 * A moment in event time: milliseconds since 1970-01-01T00:00:00Z, negative before it.
 *
 * Real timestamps are safe integers. Beam's three border moments do not fit a double exactly
 * (±9223372036854775 and 9223371950454775 lie beyond 2^53), so they are sentinels here and become
 * the exact 64-bit numbers only where bytes are written (see `coders/instant.ts`).
 */
export type Instant = number;

/** Before every event. Beam's BoundedWindow.TIMESTAMP_MIN_VALUE, -9223372036854775 ms. */
export const MIN_TIMESTAMP: Instant = Number.NEGATIVE_INFINITY;

/** After every event and every window. Beam's TIMESTAMP_MAX_VALUE, 9223372036854775 ms. */
export const MAX_TIMESTAMP: Instant = Number.POSITIVE_INFINITY;

/**
 * The last moment of the global window, one day before {@link MAX_TIMESTAMP}: 9223371950454775 ms.
 * The double nearest to it stands for it; no safe-integer timestamp compares equal.
 */
export const GLOBAL_WINDOW_MAX_TIMESTAMP: Instant = 9223371950454776;

/** Anything that names a moment: milliseconds, a `Date`, or a Temporal instant. */
export type InstantLike = Instant | Date | { readonly epochMilliseconds: number };

/** Reads milliseconds out of an {@link InstantLike}; NaN out of what names no moment. */
export function toInstant(moment: InstantLike): Instant {
  if (typeof moment === 'number') return moment;
  if (moment instanceof Date) return moment.getTime();
  return moment?.epochMilliseconds ?? Number.NaN;
}

/**
 * Whether an element may be at a moment: a whole number of milliseconds up to the last moment of the global window, or
 * {@link MIN_TIMESTAMP}, which stands for none.
 */
export const isElementTime = (at: unknown): at is Instant =>
  at === MIN_TIMESTAMP || (Number.isInteger(at) && Math.abs(at as number) <= GLOBAL_WINDOW_MAX_TIMESTAMP);

/** Prints a moment as ISO-8601 in UTC; the sentinels by name. */
export function formatInstant(at: Instant): string {
  if (at === MIN_TIMESTAMP) return 'MIN';
  if (at === MAX_TIMESTAMP) return 'MAX';
  if (at === GLOBAL_WINDOW_MAX_TIMESTAMP) return 'GLOBAL_WINDOW_MAX';
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? `${at} ms` : date.toISOString();
}

import { BeamError } from './errors.js';
import { MAX_TIMESTAMP } from './timestamp.js';

/** A length of time: milliseconds, or a number with a unit such as `'30m'` or `'1.5s'`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

const unitMillis: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Milliseconds of a {@link Duration}.
 * @throws BeamError `E_BAD_DURATION` when the text is no duration, or is not a whole number of milliseconds.
 */
export function toMillis(duration: Duration): number {
  let millis: number;
  if (typeof duration === 'number') {
    millis = duration;
  } else {
    const match = /^(-?\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration);
    millis = match ? Number(match[1]) * (unitMillis[match[2] as string] as number) : Number.NaN;
  }
  if (millis === MAX_TIMESTAMP) return millis;
  // 0.1 s is 100.00000000000001 ms in doubles: round what is only a rounding error away.
  const whole = Math.round(millis);
  if (!Number.isFinite(millis) || Math.abs(whole - millis) > 1e-6) {
    throw new BeamError('E_BAD_DURATION', `"${String(duration)}" is not a whole number of milliseconds.`, {
      help: "write a number of milliseconds or a literal such as '500ms', '30s', '10m', '1h', '7d'",
    });
  }
  return whole;
}

/** `n` seconds in milliseconds. */
export const seconds = (n: number): number => n * 1000;
/** `n` minutes in milliseconds. */
export const minutes = (n: number): number => n * 60_000;
/** `n` hours in milliseconds. */
export const hours = (n: number): number => n * 3_600_000;
/** `n` days of 24 hours in milliseconds. */
export const days = (n: number): number => n * 86_400_000;

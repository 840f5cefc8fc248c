import { BeamError } from '../errors.js';
import { GLOBAL_WINDOW_MAX_TIMESTAMP, type Instant, MAX_TIMESTAMP, MIN_TIMESTAMP } from '../timestamp.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

const TWO_32 = 0x1_0000_0000;
const SIGN_BIT = 0x8000_0000;

/** {@link MIN_TIMESTAMP} in exact milliseconds. */
export const MIN_MILLIS = -9223372036854775n;
/** {@link MAX_TIMESTAMP} in exact milliseconds. */
export const MAX_MILLIS = 9223372036854775n;
/** {@link GLOBAL_WINDOW_MAX_TIMESTAMP} in exact milliseconds. */
export const GLOBAL_WINDOW_MAX_MILLIS = 9223371950454775n;

/**
 * The exact milliseconds of a moment: the sentinels become Beam's numbers.
 * @throws BeamError `E_ENCODE` for what is no whole number of milliseconds within Beam's range
 */
export function exactMillis(at: Instant): bigint {
  if (at === MIN_TIMESTAMP) return MIN_MILLIS;
  if (at === MAX_TIMESTAMP) return MAX_MILLIS;
  if (at === GLOBAL_WINDOW_MAX_TIMESTAMP) return GLOBAL_WINDOW_MAX_MILLIS;
  if (Number.isInteger(at)) {
    const millis = BigInt(at);
    if (millis > MIN_MILLIS && millis < MAX_MILLIS) return millis;
  }
  throw new BeamError('E_ENCODE', `${at} is no timestamp: it must be a whole number of milliseconds.`, {
    help: 'round fractions with Math.floor, and keep to years about 290,000 around 1970',
  });
}

/**
 * Java runners may move the least timestamp a little further back, when they count a millisecond off it; nothing is
 * earlier than the least one.
 */
const BEFORE_MIN_MILLIS = MIN_MILLIS - 1n;

/**
 * The moment of exact milliseconds, or the nearest one that a number can stand for: beyond 2^53 ms, 285,000 years from
 * 1970, these are 2 ms apart. Windows of other SDKs may end there, those of elements without a time of their own.
 */
export function nearestInstant(millis: bigint): Instant | undefined {
  const exact = instantOfMillis(millis);
  if (exact !== undefined || millis <= MIN_MILLIS || millis >= MAX_MILLIS) return exact;
  return instantOfMillis(millis - 1n) ?? instantOfMillis(millis + 1n);
}

/** The moment of exact milliseconds, or `undefined` when no {@link Instant} stands for exactly this one. */
export function instantOfMillis(millis: bigint): Instant | undefined {
  if (millis === GLOBAL_WINDOW_MAX_MILLIS) return GLOBAL_WINDOW_MAX_TIMESTAMP;
  if (millis <= MIN_MILLIS) return millis >= BEFORE_MIN_MILLIS ? MIN_TIMESTAMP : undefined;
  if (millis >= MAX_MILLIS) return millis === MAX_MILLIS ? MAX_TIMESTAMP : undefined;
  const at = Number(millis);
  return BigInt(at) === millis && at !== GLOBAL_WINDOW_MAX_TIMESTAMP ? at : undefined;
}

/** Writes a moment as Beam does: 64 bits, big-endian, sign bit flipped, so that bytes sort as moments do. */
export function writeInstant(at: Instant, writer: ByteWriter): void {
  if (Number.isSafeInteger(at)) {
    writer.writeInt32(Math.floor(at / TWO_32) ^ SIGN_BIT);
    writer.writeInt32(at);
  } else {
    writeMillis(exactMillis(at), writer);
  }
}

/** Writes exact milliseconds in the form of {@link writeInstant}. */
export function writeMillis(millis: bigint, writer: ByteWriter): void {
  writer.writeInt64(BigInt.asIntN(64, millis + 2n ** 63n));
}

/** Reads exact milliseconds in the form of {@link writeInstant}. */
export function readMillis(reader: ByteReader): bigint {
  return BigInt.asIntN(64, reader.readInt64() - 2n ** 63n);
}

/**
 * Reads what {@link writeInstant} wrote.
 * @throws BeamError `E_DECODE` also for moments beyond Beam's range; see {@link nearestInstant} for those near its ends
 */
export function readInstant(reader: ByteReader): Instant {
  const start = reader.position;
  const high = reader.readInt32() ^ SIGN_BIT;
  const low = reader.readInt32() >>> 0;
  const at = high * TWO_32 + low;
  if (Number.isSafeInteger(at)) return at;
  const millis = (BigInt(high) << 32n) | BigInt(low);
  const instant = nearestInstant(millis);
  if (instant === undefined)
    throw reader.fail(`The timestamp ${millis} ms lies beyond the ends of time`, start);
  return instant;
}

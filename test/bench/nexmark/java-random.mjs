/**
 * The random numbers of `java.util.Random`, bit by bit, without big integers: s ← (s · 0x5DEECE66D + 11) mod 2^48.
 *
 * Owns the 48 bits of the seed as two halves of 24. Every product of two halves is below 2^48, and so is what is
 * added to it below 2^53, hence all arithmetic is exact in doubles.
 */

const HALF = 2 ** 24;
const MASK = HALF - 1;
const MULTIPLIER_HIGH = 0x5de;
const MULTIPLIER_LOW = 0xece66d;
const INCREMENT = 11;

/** A generator that can be seeded again, which is much cheaper than a new one for every event. */
export class JavaRandom {
  #high = 0;
  #low = 0;

  /** @param {number} seed an integer from 0 to 2^48 - 1 */
  constructor(seed = 0) {
    this.reseed(seed);
  }

  /**
   * As `new java.util.Random(seed)`.
   * @param {number} seed an integer from 0 to 2^48 - 1
   */
  reseed(seed) {
    this.#high = (Math.floor(seed / HALF) ^ MULTIPLIER_HIGH) & MASK;
    this.#low = (seed ^ MULTIPLIER_LOW) & MASK;
  }

  /**
   * An integer below `bound`, every one as likely as the others.
   * @param {number} bound an integer above 0
   */
  nextInt(bound) {
    let drawn = this.#next31();
    if ((bound & (bound - 1)) === 0) return Math.floor((drawn / 2 ** 31) * bound);
    let value = drawn % bound;
    // The last, incomplete stretch of `bound` numbers below 2^31 would favour the small ones.
    while (drawn - value + (bound - 1) >= 2 ** 31) {
      drawn = this.#next31();
      value = drawn % bound;
    }
    return value;
  }

  /** Any 32-bit integer, negative ones too. */
  nextInt32() {
    this.#step();
    return (this.#high << 8) | (this.#low >>> 16);
  }

  /** A number from 0 up to, but without, 1. */
  nextDouble() {
    this.#step();
    const upper = (this.#high << 2) | (this.#low >>> 22);
    this.#step();
    const lower = (this.#high << 3) | (this.#low >>> 21);
    return (upper * 2 ** 27 + lower) / 2 ** 53;
  }

  #next31() {
    this.#step();
    return (this.#high << 7) | (this.#low >>> 17);
  }

  #step() {
    const low = this.#low * MULTIPLIER_LOW + INCREMENT;
    const carry = Math.floor(low / HALF);
    const high = this.#high * MULTIPLIER_LOW + this.#low * MULTIPLIER_HIGH + carry;
    // Not `%`, which is a call for doubles beyond 32 bits.
    this.#low = (low - carry * HALF) | 0;
    this.#high = (high - Math.floor(high / HALF) * HALF) | 0;
  }
}

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

/**
 * A 64-bit hash of bytes, texts and numbers, left in two properties so that hashing allocates nothing and
 * needs no bigint. Not for security: whoever chooses the input can make collisions.
 *
 * The hash is the first half of MurmurHash3_x86_128 by Austin Appleby (public domain): the 32-bit words `h1`
 * as {@link high} and `h2` as {@link low}. It is the same on every machine and may be stored.
 */
export class Hash64 {
  /** The upper 32 bits of the last hash, unsigned. */
  high = 0;
  /** The lower 32 bits of the last hash, unsigned. */
  low = 0;

  private h1 = 0;
  private h2 = 0;
  private h3 = 0;
  private h4 = 0;
  private readonly float = new DataView(new ArrayBuffer(8));

  /** Hashes bytes. */
  bytes(bytes: Uint8Array, seed = 0): this {
    this.start(seed);
    const { length } = bytes;
    let at = 0;
    for (; at + 16 <= length; at += 16) {
      this.block(word(bytes, at), word(bytes, at + 4), word(bytes, at + 8), word(bytes, at + 12));
    }
    this.tail(
      partialWord(bytes, at),
      partialWord(bytes, at + 4),
      partialWord(bytes, at + 8),
      partialWord(bytes, at + 12),
    );
    return this.finish(length);
  }

  /** Hashes the UTF-16 code units of a text, little-endian: no encoding, and lone surrogates count too. */
  text(text: string, seed = 0): this {
    this.start(seed);
    const { length } = text;
    let at = 0;
    for (; at + 8 <= length; at += 8) {
      this.block(units(text, at), units(text, at + 2), units(text, at + 4), units(text, at + 6));
    }
    this.tail(units(text, at), units(text, at + 2), units(text, at + 4), units(text, at + 6));
    return this.finish(2 * length);
  }

  /** Hashes the eight bytes of a double, little-endian. Equal numbers hash equally: -0 as 0, any NaN as one. */
  number(value: number, seed = 0): this {
    this.float.setFloat64(0, Number.isNaN(value) ? Number.NaN : value + 0, true);
    this.start(seed);
    this.tail(this.float.getInt32(0, true), this.float.getInt32(4, true), 0, 0);
    return this.finish(8);
  }

  private start(seed: number): void {
    this.h1 = seed | 0;
    this.h2 = seed | 0;
    this.h3 = seed | 0;
    this.h4 = seed | 0;
  }

  private block(k1: number, k2: number, k3: number, k4: number): void {
    this.h1 ^= Math.imul(rotate(Math.imul(k1, C1), 15), C2);
    this.h1 = (Math.imul((rotate(this.h1, 19) + this.h2) | 0, 5) + 0x561ccd1b) | 0;
    this.h2 ^= Math.imul(rotate(Math.imul(k2, C2), 16), C3);
    this.h2 = (Math.imul((rotate(this.h2, 17) + this.h3) | 0, 5) + 0x0bcaa747) | 0;
    this.h3 ^= Math.imul(rotate(Math.imul(k3, C3), 17), C4);
    this.h3 = (Math.imul((rotate(this.h3, 15) + this.h4) | 0, 5) + 0x96cd1c35) | 0;
    this.h4 ^= Math.imul(rotate(Math.imul(k4, C4), 18), C1);
    this.h4 = (Math.imul((rotate(this.h4, 13) + this.h1) | 0, 5) + 0x32ac3b17) | 0;
  }

  /** What is left of the input, padded with zeros, which change nothing. */
  private tail(k1: number, k2: number, k3: number, k4: number): void {
    this.h1 ^= Math.imul(rotate(Math.imul(k1, C1), 15), C2);
    this.h2 ^= Math.imul(rotate(Math.imul(k2, C2), 16), C3);
    this.h3 ^= Math.imul(rotate(Math.imul(k3, C3), 17), C4);
    this.h4 ^= Math.imul(rotate(Math.imul(k4, C4), 18), C1);
  }

  private finish(length: number): this {
    let h1 = this.h1 ^ length;
    let h2 = this.h2 ^ length;
    let h3 = this.h3 ^ length;
    let h4 = this.h4 ^ length;
    h1 = (h1 + h2 + h3 + h4) | 0;
    h2 = avalanche((h2 + h1) | 0);
    h3 = avalanche((h3 + h1) | 0);
    h4 = avalanche((h4 + h1) | 0);
    h1 = (avalanche(h1) + h2 + h3 + h4) | 0;
    this.high = h1 >>> 0;
    this.low = (h2 + h1) >>> 0;
    return this;
  }
}

/** A bijection of 32-bit integers in which every input bit flips half of the output bits (murmur's fmix32). */
export function avalanche(x: number): number {
  let h = x;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

/** The word at `at`, with zeros for what lies behind the end. */
function partialWord(bytes: Uint8Array, at: number): number {
  const left = bytes.length - at;
  if (left >= 4) return word(bytes, at);
  let result = 0;
  for (let i = 0; i < left; i++) result |= bytes[at + i]! << (8 * i);
  return result;
}

/** Two code units as one word, with zeros for what lies behind the end. */
function units(text: string, at: number): number {
  const { length } = text;
  if (at >= length) return 0;
  return text.charCodeAt(at) | (at + 1 < length ? text.charCodeAt(at + 1) << 16 : 0);
}

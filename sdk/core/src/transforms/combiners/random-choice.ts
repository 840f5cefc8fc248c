import { avalanche } from '../../model/hash.js';

/**
 * The state of a generator of random choices: two 32-bit integers, never both 0, so that it can live in an
 * accumulator and travel with it. Changed in place by every choice.
 *
 * The generator is xoroshiro64** by D. Blackman and S. Vigna ("Scrambled Linear Pseudorandom Number
 * Generators", ACM TOMS 47, 2021), period 2^64 - 1.
 */
export type RandomState = [s0: number, s1: number];

/** A generator that starts at a point named by 64 bits; points next to each other give unrelated choices. */
export function randomState(high: number, low: number): RandomState {
  // Both words depend on all 64 bits: the first choice comes from s0 alone.
  const mixed = avalanche(high | 0);
  const s1 = avalanche((low + Math.imul(mixed, 0x9e3779bb)) | 0);
  const s0 = avalanche((mixed + Math.imul(s1, 0x85ebca77)) | 0);
  return (s0 | s1) === 0 ? [1, 0] : [s0, s1];
}

/** A whole number from 0 to `bound - 1`, each equally likely; `bound` up to 2^53. */
export function choose(state: RandomState, bound: number): number {
  const high = next(state) >>> 5;
  const low = next(state) >>> 6;
  return Math.floor(((high * 0x4000000 + low) / 0x20000000000000) * bound);
}

/** Moves the generator to another point that depends on the old one and on `bits`. */
export function stir(state: RandomState, bits: number): void {
  [state[0], state[1]] = randomState(state[0] ^ bits, state[1] + 0x9e3779b9);
}

function next(state: RandomState): number {
  const s0 = state[0];
  const s1 = state[1] ^ s0;
  state[0] = rotate(s0, 26) ^ s1 ^ (s1 << 9);
  state[1] = rotate(s1, 13);
  return Math.imul(rotate(Math.imul(s0, 0x9e3779bb), 5), 5);
}

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

import { BeamError } from '../../model/errors.js';

/**
 * A sketch of a set of 64-bit hashes from which its size can be estimated, in one byte array:
 *
 *     byte 0      1, the version of this format
 *     byte 1      precision p, 4 to 18: there are m = 2^p registers
 *     byte 2      0 sparse, 1 dense
 *     byte 3      0
 *     bytes 4-7   sparse: the number of entries, little-endian; dense: 0
 *     dense       m registers of a byte: the longest run of zeros + 1 in the hashes of that register, or 0
 *     sparse      a hash table with linear probing of little-endian 32-bit entries, 0 where empty, never more
 *                 than ¾ full; an entry is `index · 64 + run` as if there were 2^25 registers
 *
 * A sketch starts sparse with 40 bytes and turns dense where its table would take more than m bytes.
 *
 * Sources: P. Flajolet, É. Fusy, O. Gandouet and F. Meunier, "HyperLogLog", AofA 2007; S. Heule, M. Nunkesser
 * and A. Hall, "HyperLogLog in Practice", EDBT 2013 (64-bit hashes, the sparse form, linear counting in it); O.
 * Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", arXiv:1702.01284 (an estimator that
 * needs no tables of measured bias).
 */
export type HyperLogLog = Uint8Array;

export const MIN_PRECISION = 4;
export const MAX_PRECISION = 18;

const VERSION = 1;
const PRECISION_AT = 1;
const FORM_AT = 2;
const COUNT_AT = 4;
const BODY_AT = 8;

const SPARSE = 0;
const DENSE = 1;
const SPARSE_PRECISION = 25;
const RUN_BITS = 6;
const FIRST_SLOTS = 8;

/** The sketch of the empty set. */
export function emptyHyperLogLog(precision: number): HyperLogLog {
  return sketch(precision, SPARSE, 4 * FIRST_SLOTS);
}

/** Adds the hash `high · 2^32 + low` to the set; gives `into` itself or a larger sketch in its place. */
export function addHash(into: HyperLogLog, high: number, low: number): HyperLogLog {
  // The first 25 bits are the index, the other 39 are looked through for their leading zeros.
  const rest = high & 0x7f;
  const run = rest !== 0 ? Math.clz32(rest) - 24 : Math.clz32(low) + 8;
  return addEntry(into, ((high >>> 7) << RUN_BITS) | run);
}

/**
 * Adds all of `other` to the set; gives `into` itself or another sketch in its place.
 * @throws BeamError `E_DECODE` when the sketches are not of the same format and precision
 */
export function mergeHyperLogLog(into: HyperLogLog, other: HyperLogLog): HyperLogLog {
  if (other[0] !== VERSION || into[0] !== VERSION || other[PRECISION_AT] !== into[PRECISION_AT]) {
    throw new BeamError('E_DECODE', 'Two sketches of approximateDistinct do not fit together.', {
      help: 'give the aggregation the precision it had when its state was written, or start without that state',
    });
  }
  if (other[FORM_AT] === SPARSE) {
    let result = into;
    // Slots come in the order of their index, which would fill a smaller table as one long run: 20 times slower
    // at the highest precision.
    while (result[FORM_AT] === SPARSE && result.length < other.length) result = grown(result);
    for (let at = BODY_AT; at < other.length; at += 4) {
      const entry = read32(other, at);
      if (entry !== 0) result = addEntry(result, entry);
    }
    return result;
  }
  const result = into[FORM_AT] === SPARSE ? toDense(into) : into;
  for (let at = BODY_AT; at < result.length; at++) {
    if (other[at]! > result[at]!) result[at] = other[at]!;
  }
  return result;
}

/** The estimated size of the set, rounded to a whole number. */
export function estimateSize(of: HyperLogLog): number {
  if (of[FORM_AT] === SPARSE) {
    const registers = 2 ** SPARSE_PRECISION;
    return Math.round(-registers * Math.log1p(-read32(of, COUNT_AT) / registers));
  }
  return Math.round(estimateDense(of));
}

function sketch(precision: number, form: number, bodyLength: number): HyperLogLog {
  const bytes = new Uint8Array(BODY_AT + bodyLength);
  bytes[0] = VERSION;
  bytes[PRECISION_AT] = precision;
  bytes[FORM_AT] = form;
  return bytes;
}

function addEntry(into: HyperLogLog, entry: number): HyperLogLog {
  if (into[FORM_AT] === DENSE) {
    addToRegister(into, entry);
    return into;
  }
  if (!addToTable(into, entry)) return into;
  const slots = (into.length - BODY_AT) / 4;
  return 4 * read32(into, COUNT_AT) > 3 * slots ? grown(into) : into;
}

/** True when the entry is one more; false when its index is there already. */
function addToTable(table: HyperLogLog, entry: number): boolean {
  const mask = table.length - BODY_AT - 4;
  const index = entry >>> RUN_BITS;
  let at = (index << 2) & mask;
  for (;;) {
    const present = read32(table, BODY_AT + at);
    if (present === 0) {
      write32(table, BODY_AT + at, entry);
      write32(table, COUNT_AT, read32(table, COUNT_AT) + 1);
      return true;
    }
    if (present >>> RUN_BITS === index) {
      if (entry > present) write32(table, BODY_AT + at, entry);
      return false;
    }
    at = (at + 4) & mask;
  }
}

function addToRegister(dense: HyperLogLog, entry: number): void {
  const precision = dense[PRECISION_AT]!;
  const index = entry >>> RUN_BITS;
  const surplus = SPARSE_PRECISION - precision;
  const rest = index & ((1 << surplus) - 1);
  const run = rest !== 0 ? Math.clz32(rest) - (31 - surplus) : surplus + (entry & ((1 << RUN_BITS) - 1));
  const at = BODY_AT + (index >>> surplus);
  if (run > dense[at]!) dense[at] = run;
}

/** The same set with twice the room, dense where that takes less memory. */
function grown(table: HyperLogLog): HyperLogLog {
  const bodyLength = 2 * (table.length - BODY_AT);
  if (bodyLength > 2 ** table[PRECISION_AT]!) return toDense(table);
  const larger = sketch(table[PRECISION_AT]!, SPARSE, bodyLength);
  for (let at = BODY_AT; at < table.length; at += 4) {
    const entry = read32(table, at);
    if (entry !== 0) addToTable(larger, entry);
  }
  return larger;
}

function toDense(table: HyperLogLog): HyperLogLog {
  const dense = sketch(table[PRECISION_AT]!, DENSE, 2 ** table[PRECISION_AT]!);
  for (let at = BODY_AT; at < table.length; at += 4) {
    const entry = read32(table, at);
    if (entry !== 0) addToRegister(dense, entry);
  }
  return dense;
}

/** Ertl's improved raw estimator (algorithm 6 of his paper). */
function estimateDense(dense: HyperLogLog): number {
  const precision = dense[PRECISION_AT]!;
  const registers = 2 ** precision;
  const longest = 64 - precision + 1;
  const registersWith = new Array<number>(longest + 1).fill(0);
  for (let at = BODY_AT; at < dense.length; at++) registersWith[dense[at]!]!++;
  let z = registers * tau(1 - registersWith[longest]! / registers);
  for (let run = longest - 1; run >= 1; run--) z = (z + registersWith[run]!) / 2;
  z += registers * sigma(registersWith[0]! / registers);
  return (registers * registers) / (2 * Math.LN2 * z);
}

/** x + Σ x^(2^k) · 2^(k-1) for k ≥ 1: corrects for registers that saw nothing. */
function sigma(fraction: number): number {
  if (fraction === 1) return Number.POSITIVE_INFINITY;
  let x = fraction;
  let weight = 1;
  let sum = x;
  for (let last = -1; sum !== last; weight *= 2) {
    last = sum;
    x *= x;
    sum += x * weight;
  }
  return sum;
}

/** ⅓ · (1 - x - Σ (1 - x^(2^-k))² · 2^-k) for k ≥ 1: corrects for registers that can count no further. */
function tau(fraction: number): number {
  if (fraction === 0 || fraction === 1) return 0;
  let x = fraction;
  let weight = 1;
  let sum = 1 - x;
  for (let last = -1; sum !== last; ) {
    last = sum;
    x = Math.sqrt(x);
    weight /= 2;
    sum -= (1 - x) ** 2 * weight;
  }
  return sum / 3;
}

const read32 = (bytes: Uint8Array, at: number): number =>
  bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);

function write32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

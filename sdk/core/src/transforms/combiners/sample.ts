import type { CombineFn } from '../../construction/combine-fn.js';
import { BeamError } from '../../model/errors.js';
import { Hash64 } from '../../model/hash.js';
import { choose, type RandomState, randomState, stir } from './random-choice.js';

/** Options of {@link sample}. */
export interface SampleOptions {
  /** Another 32-bit integer makes other choices; 0 by default. */
  seed?: number;
}

/** How many elements there were, where the generator stands, and a uniform choice of the elements. */
export type SampleAccumulator<T> = [seen: number, random: RandomState, kept: T[]];

/** So many elements of each accumulator stir its generator. */
const STIRRING = 16;

/**
 * `n` elements chosen at random without replacement, every subset of `n` equally likely; all elements when
 * there are fewer. The array is in no particular order.
 *
 * Each accumulator keeps a reservoir (algorithm R: J. S. Vitter, "Random Sampling with a Reservoir", ACM TOMS 11,
 * 1985). Merging draws from the two reservoirs in proportion to the elements that each one *stands for*, which
 * gives a uniform choice of their union. This needs only that the draws of a merge are independent of those that
 * filled the reservoirs: they come from a generator that both states stir.
 *
 * Nothing here asks the machine for randomness. A generator starts at the hash of `seed` and the number of
 * accumulators that this aggregation has created before, so the keys of a worker choose independently of each
 * other. Workers count separately; two of their accumulators with the same number part as soon as one of their
 * first elements differs, because elements stir the generator after their own choice. Should twins remain,
 * every element is still chosen with the same probability, only not independently between the twins. The same
 * seed, elements and bundles give the same sample; a repeated bundle may give another, equally valid one.
 *
 * @example visits.keyBy((v) => v.country).combinePerKey(sample(100))
 * @throws BeamError `E_BAD_ARGUMENT` when `n` is no positive integer, or `seed` no integer
 */
export function sample<T>(n: number, options: SampleOptions = {}): CombineFn<T, SampleAccumulator<T>, T[]> {
  const { seed = 0 } = options;
  if (!Number.isSafeInteger(n) || n < 1) {
    throw new BeamError('E_BAD_ARGUMENT', `sample(${n}) does not say how many elements to choose.`, {
      help: 'give a positive integer',
    });
  }
  if (!Number.isInteger(seed)) {
    throw new BeamError('E_BAD_ARGUMENT', `The seed of sample must be an integer, not ${seed}.`, {
      help: 'leave the seed out, or give any integer',
    });
  }
  const hash = new Hash64();
  let created = 0;
  return {
    name: `sample(${n})`,
    create() {
      const { high, low } = hash.number(created++, seed);
      return [0, randomState(high, low), []];
    },
    add(accumulator, input) {
      const [, random, kept] = accumulator;
      const seen = ++accumulator[0];
      if (seen <= n) kept.push(input);
      else {
        const place = choose(random, seen);
        if (place < n) kept[place] = input;
      }
      if (seen <= STIRRING) stir(random, bitsOf(input));
      return accumulator;
    },
    merge(accumulator, [others, otherRandom, otherKept]) {
      const [seen, random, kept] = accumulator;
      stir(random, otherRandom[0]);
      stir(random, otherRandom[1]);
      accumulator[0] = seen + others;
      accumulator[2] = drawFromBoth(n, random, seen, kept, others, otherKept.slice());
      return accumulator;
    },
    extract: ([, , kept]) => kept.slice(),
  };
}

/** Draws up to `n` times from the union of two populations, of which `left` and `right` are uniform samples. */
function drawFromBoth<T>(
  n: number,
  random: RandomState,
  leftPopulation: number,
  left: T[],
  rightPopulation: number,
  right: T[],
): T[] {
  let leftRemains = leftPopulation;
  let rightRemains = rightPopulation;
  if (leftRemains + rightRemains <= n) {
    for (const element of right) left.push(element);
    return left;
  }
  const drawn: T[] = [];
  while (drawn.length < n) {
    if (choose(random, leftRemains + rightRemains) < leftRemains) {
      leftRemains--;
      drawn.push(removeAny(left, random));
    } else {
      rightRemains--;
      drawn.push(removeAny(right, random));
    }
  }
  return drawn;
}

function removeAny<T>(elements: T[], random: RandomState): T {
  const place = choose(random, elements.length);
  const chosen = elements[place] as T;
  const last = elements.pop() as T;
  if (place < elements.length) elements[place] = last;
  return chosen;
}

/** Some bits that likely differ between different elements: cheap, and looking only at the surface. */
function bitsOf(value: unknown, depth = 0): number {
  switch (typeof value) {
    case 'number':
      return (value | 0) ^ Math.imul((value * 0x100000) | 0, 0x9e3779bb);
    case 'string':
      return bitsOfText(value);
    case 'boolean':
      return value ? 1 : 2;
    case 'bigint':
      return Number(BigInt.asIntN(32, value));
    case 'object': {
      if (value === null) return 3;
      if (value instanceof Date) return bitsOf(value.getTime());
      let bits = 4;
      let looked = 0;
      if (depth < 2) {
        for (const name in value) {
          bits = Math.imul(bits, 31) + bitsOf((value as Record<string, unknown>)[name], depth + 1);
          if (++looked === 8) break;
        }
      }
      return bits | 0;
    }
    default:
      return 0;
  }
}

function bitsOfText(text: string): number {
  let bits = text.length;
  const ends = Math.min(8, text.length);
  for (let i = 0; i < ends; i++) {
    bits = (Math.imul(bits, 31) + text.charCodeAt(i)) | 0;
    bits = (Math.imul(bits, 31) + text.charCodeAt(text.length - 1 - i)) | 0;
  }
  return bits;
}

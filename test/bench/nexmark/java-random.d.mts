/** Types of `java-random.mjs`. */
export class JavaRandom {
  constructor(seed?: number);
  reseed(seed: number): void;
  nextInt(bound: number): number;
  nextInt32(): number;
  nextDouble(): number;
}

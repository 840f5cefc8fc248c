/**
 * Numbers from 0 up to, but without, 1 that look random and are the same for the same seed, on every machine: what
 * makes made-up data. Not for secrets.
 *
 * A 32-bit counter whose every step is mixed (the finaliser of MurmurHash3, by A. Appleby); period 2^32.
 */
export function seededRandom(seed: string): () => number {
  let state = 0;
  for (let i = 0; i < seed.length; i++) state = mixed(state ^ seed.charCodeAt(i));
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return (mixed(state) >>> 0) / 0x1_0000_0000;
  };
}

function mixed(bits: number): number {
  let h = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/**
 * A whole number from 0 as a key of a store, 8 bytes in the order of size.
 * @param into where to write it, for keys that are needed for a moment only
 */
export function numberKey(number: number, into: Uint8Array = new Uint8Array(8)): Uint8Array {
  let rest = number;
  for (let i = 7; i >= 0; i--) {
    into[i] = rest;
    rest = Math.floor(rest / 256);
  }
  return into;
}

/** The number of a {@link numberKey}. */
export const numberOf = (key: Uint8Array): number =>
  Number(new DataView(key.buffer, key.byteOffset, 8).getBigUint64(0));

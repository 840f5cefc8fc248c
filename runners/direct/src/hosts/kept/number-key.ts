/** A whole number from 0 as a key of a store, 8 bytes in the order of size. */
export function numberKey(number: number): Uint8Array {
  const key = new Uint8Array(8);
  new DataView(key.buffer).setBigUint64(0, BigInt(number));
  return key;
}

/** The number of a {@link numberKey}. */
export const numberOf = (key: Uint8Array): number =>
  Number(new DataView(key.buffer, key.byteOffset, 8).getBigUint64(0));

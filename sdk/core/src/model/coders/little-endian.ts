/** True on the machines whose typed arrays lie in memory lowest byte first: nearly all. */
const nativeLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * The bytes of items of `width` bytes, lowest byte first, wherever the program runs: `bytes` itself where that
 * is the order of the machine, else a copy with every item reversed. Its own inverse.
 */
export function littleEndian(
  bytes: Uint8Array<ArrayBuffer>,
  width: number,
  isNative = nativeLittleEndian,
): Uint8Array<ArrayBuffer> {
  if (isNative || width === 1) return bytes;
  const swapped = bytes.slice();
  for (let at = 0; at < swapped.length; at += width) swapped.subarray(at, at + width).reverse();
  return swapped;
}

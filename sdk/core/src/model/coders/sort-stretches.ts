import type { ByteWriter } from './byte-writer.js';

/**
 * Puts the stretches of bytes that begin at `starts`, and together reach to the end of the writer, into byte
 * order: what has no order of its own, such as the items of a set, gets one.
 */
export function sortStretches(starts: readonly number[], writer: ByteWriter): void {
  const first = starts[0];
  if (first === undefined || starts.length === 1) return;
  const bytes = writer.view(first).slice();
  const stretches = starts.map((start, i) =>
    bytes.subarray(start - first, (starts[i + 1] ?? writer.length) - first),
  );
  stretches.sort(compareBytes);
  writer.truncate(first);
  for (const stretch of stretches) writer.writeBytes(stretch);
}

/** Orders bytes as unsigned numbers, a prefix before what goes on. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

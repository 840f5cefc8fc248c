import { type ByteReader, ByteWriter } from '@hornbeam/sdk/model';

/**
 * The elements of an ordered list, by their sort keys; those of one key in the order they came. In requests an element is
 * its key as a varint, then its value behind a length.
 */
export class OrderedList {
  /** Sorted. */
  private keys: bigint[] = [];
  private readonly values = new Map<bigint, Uint8Array[]>();

  get isEmpty(): boolean {
    return this.keys.length === 0;
  }

  /** Adds the elements of a request. @throws BeamError `E_DECODE` */
  append(reader: ByteReader): void {
    while (reader.remaining > 0) {
      const key = reader.readVarint64();
      const value = reader.readPrefixedBytes();
      const known = this.values.get(key);
      if (known !== undefined) {
        known.push(value);
        continue;
      }
      this.values.set(key, [value]);
      this.keys.splice(this.indexOf(key), 0, key);
    }
  }

  /** The elements whose keys lie from `start` up to, but without, `end`, in pieces. */
  *read(start: bigint, end: bigint): Iterable<Uint8Array> {
    const writer = new ByteWriter();
    for (let at = this.indexOf(start); at < this.keys.length && this.keys[at]! < end; at++) {
      const key = this.keys[at]!;
      for (const value of this.values.get(key)!) {
        writer.reset();
        writer.writeVarint64(key);
        writer.writePrefixedBytes(value);
        yield writer.finish();
      }
    }
  }

  /** Removes the elements whose keys lie from `start` up to, but without, `end`. */
  clear(start: bigint, end: bigint): void {
    const from = this.indexOf(start);
    const to = Math.max(from, this.indexOf(end));
    for (const key of this.keys.splice(from, to - from)) this.values.delete(key);
  }

  /** Where the first key is that is not before this one. */
  private indexOf(key: bigint): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

import { BeamError } from '@hornbeam/sdk/model';

/**
 * Chooses the partition of a record, from 0 on.
 * @param key undefined for a record without one
 * @param row the number of the record in what is written together
 */
export type Partitioner = (key: Uint8Array | undefined, partitions: number, row: number) => number;

/** As Kafka's own clients do it: by a hash of the key (murmur2); records without a key go round. */
export const defaultPartitioner: Partitioner = (key, partitions, row) =>
  key === undefined ? row % partitions : (murmur2(key) & 0x7fffffff) % partitions;

/** What a partitioner says, checked. @throws BeamError `E_SINK` */
export function checkedPartition(partition: number, partitions: number, topic: string): number {
  if (Number.isInteger(partition) && partition >= 0 && partition < partitions) return partition;
  throw new BeamError(
    'E_SINK',
    `A record was to go to partition ${partition} of topic ${topic}, which has ${partitions}.`,
    { help: `let the partitioner return a whole number from 0 to ${partitions - 1}` },
  );
}

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** The hash of Kafka's clients: murmur2 of 32 bits with the seed 0x9747b28c, a signed number. */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes;
  let hash = SEED ^ length;
  const words = length - (length % 4);
  for (let index = 0; index < words; index += 4) {
    let word =
      (bytes[index] as number) |
      ((bytes[index + 1] as number) << 8) |
      ((bytes[index + 2] as number) << 16) |
      ((bytes[index + 3] as number) << 24);
    word = Math.imul(word, M);
    word ^= word >>> 24;
    word = Math.imul(word, M);
    hash = Math.imul(hash, M) ^ word;
  }
  const rest = length % 4;
  if (rest >= 3) hash ^= (bytes[words + 2] as number) << 16;
  if (rest >= 2) hash ^= (bytes[words + 1] as number) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ (bytes[words] as number), M);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, M);
  return hash ^ (hash >>> 15);
}

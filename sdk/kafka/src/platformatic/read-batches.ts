import type { ConsumedRecord } from '../kafka-client.js';

/** A batch of records as the library reads it. */
interface Batch {
  readonly firstOffset: bigint;
  readonly lastOffsetDelta: number;
  readonly attributes: number;
  readonly firstTimestamp: bigint;
  readonly maxTimestamp: bigint;
  readonly producerId: bigint;
  readonly records: readonly {
    readonly offsetDelta: number;
    readonly timestampDelta: bigint;
    readonly key: Uint8Array | null;
    readonly value: Uint8Array | null;
    readonly headers: readonly (readonly [Uint8Array | null, Uint8Array | null])[];
  }[];
}

/** A producer whose records from an offset on were aborted, up to its next marker. */
interface Aborted {
  readonly producerId: bigint;
  readonly firstOffset: bigint;
}

const LOG_APPEND_TIME = 1 << 3;
const TRANSACTIONAL = 1 << 4;
const CONTROL = 1 << 5;

/**
 * The records that a reader sees, from an offset on: without control records, and without those of aborted transactions.
 * @param aborted what the broker says was aborted in these batches; empty for `read_uncommitted`
 * @returns with them the offset behind all batches, seen or not
 */
export function readBatches(
  batches: readonly Batch[],
  from: number,
  aborted: readonly Aborted[],
): { records: ConsumedRecord[]; nextOffset: number } {
  const records: ConsumedRecord[] = [];
  const pending = [...aborted].sort((a, b) => Number(a.firstOffset - b.firstOffset));
  const isAborted = new Set<bigint>();
  let nextOffset = from;
  for (const batch of batches) {
    const first = Number(batch.firstOffset);
    const last = first + batch.lastOffsetDelta;
    while (pending[0] !== undefined && Number(pending[0].firstOffset) <= last) {
      isAborted.add((pending.shift() as Aborted).producerId);
    }
    nextOffset = Math.max(nextOffset, last + 1);
    if ((batch.attributes & CONTROL) !== 0) {
      // A marker, commit or abort, ends the transaction of its producer.
      isAborted.delete(batch.producerId);
      continue;
    }
    if ((batch.attributes & TRANSACTIONAL) !== 0 && isAborted.has(batch.producerId)) continue;
    const byBroker = (batch.attributes & LOG_APPEND_TIME) !== 0;
    const began = Number(batch.firstTimestamp);
    for (const { offsetDelta, timestampDelta, key, value, headers } of batch.records) {
      const offset = first + offsetDelta;
      if (offset < from) continue;
      records.push({
        offset,
        timestamp: byBroker ? Number(batch.maxTimestamp) : began + Number(timestampDelta),
        key: key ?? undefined,
        value: value ?? undefined,
        headers: headers.map(([name, content]) => [text(name), content ?? undefined] as const),
      });
    }
  }
  return { records, nextOffset };
}

const decoder = new TextDecoder();
const text = (bytes: Uint8Array | null): string => (bytes === null ? '' : decoder.decode(bytes));

import type { ConsumedRecord, Isolation } from '../kafka-client.js';

/** A record of a partition, or the marker that ends a transaction. */
interface Entry {
  readonly record: ConsumedRecord;
  /** The transaction that wrote it; undefined for none. */
  readonly transaction: SimulatedTransaction | undefined;
  readonly isMarker: boolean;
}

/** A transaction as the partitions see it. */
export interface SimulatedTransaction {
  state: 'open' | 'committed' | 'aborted';
}

/** What came of an attempt to append numbered records. */
export type Appended = 'written' | 'had already' | 'out of order';

/**
 * The records of one simulated partition.
 *
 * Owns: what was appended, and the last sequence number of each producer.
 *
 * L1  Offsets grow by one; those of markers are used up too.
 * L2  A reader of committed records sees nothing behind the first record of an open transaction.
 */
export class SimulatedLog {
  private readonly entries: Entry[] = [];
  private first = 0;
  private readonly sequences = new Map<string, number>();

  /** The first offset that is still there. */
  get start(): number {
    return this.first;
  }

  /** The end as readers of this kind see it (L2). */
  end(isolation: Isolation): number {
    if (isolation === 'read_uncommitted') return this.entries.length;
    const open = this.entries.findIndex(
      ({ transaction, isMarker }) => !isMarker && transaction?.state === 'open',
    );
    return open < 0 ? this.entries.length : open;
  }

  /**
   * Appends records.
   * @param producer whose numbers these are; undefined for a producer without
   * @param sequence the number of the first record
   */
  append(
    records: readonly Omit<ConsumedRecord, 'offset'>[],
    transaction: SimulatedTransaction | undefined,
    producer: string | undefined,
    sequence: number,
  ): Appended {
    if (producer !== undefined) {
      const next = this.sequences.get(producer) ?? 0;
      if (sequence < next) return 'had already';
      if (sequence > next) return 'out of order';
      this.sequences.set(producer, next + records.length);
    }
    for (const record of records) this.push({ ...record }, transaction, false);
    return 'written';
  }

  /** Appends what ends a transaction. */
  mark(transaction: SimulatedTransaction, timestamp: number): void {
    this.push({ timestamp, key: undefined, value: undefined, headers: [] }, transaction, true);
  }

  /** What a reader of this kind sees from an offset on. */
  read(
    from: number,
    isolation: Isolation,
    mostBytes: number,
  ): { records: ConsumedRecord[]; nextOffset: number } {
    const records: ConsumedRecord[] = [];
    const end = this.end(isolation);
    let bytes = 0;
    let offset = from;
    for (; offset < end && bytes < mostBytes; offset++) {
      const { record, transaction, isMarker } = this.entries[offset] as Entry;
      if (isMarker || (isolation === 'read_committed' && transaction?.state === 'aborted')) continue;
      records.push(record);
      bytes += (record.key?.length ?? 0) + (record.value?.length ?? 0) + 1;
    }
    return { records, nextOffset: offset };
  }

  /** The offset of the first record at or after a time; the end without one. */
  at(time: number, isolation: Isolation): number {
    const end = this.end(isolation);
    const found = this.entries.findIndex(
      ({ record, isMarker }) => !isMarker && record.offset >= this.first && record.timestamp >= time,
    );
    return found < 0 || found > end ? end : found;
  }

  /** Deletes records. @param before -1: all */
  deleteBefore(before: number): void {
    this.first = Math.max(
      this.first,
      before < 0 ? this.entries.length : Math.min(before, this.entries.length),
    );
  }

  private push(
    record: Omit<ConsumedRecord, 'offset'>,
    transaction: SimulatedTransaction | undefined,
    isMarker: boolean,
  ): void {
    this.entries.push({ record: { ...record, offset: this.entries.length }, transaction, isMarker });
  }
}

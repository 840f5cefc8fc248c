import type { GroupOffset, KafkaClient } from '../kafka-client.js';

/** How often offsets are told at most, ms. */
const EVERY = 1000;

/**
 * Tells Kafka how far a group has read, for those who look at it: runs do not need it, but for their first start.
 *
 * Owns: a timer, and what is still to be told.
 */
export class GroupOffsets {
  private readonly client: KafkaClient;
  private readonly group: string;
  private readonly onFailure: (thrown: unknown) => void;
  private readonly pending = new Map<string, GroupOffset>();
  private timer: NodeJS.Timeout | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(client: KafkaClient, group: string, onFailure: (thrown: unknown) => void) {
    this.client = client;
    this.group = group;
    this.onFailure = onFailure;
  }

  /** Everything before `offset` is read, and kept by the run. */
  note(offset: GroupOffset): void {
    this.pending.set(`${offset.topic}:${offset.partition}`, offset);
    this.timer ??= setTimeout(() => void this.flush(), EVERY);
  }

  /** Tells what is still to be told. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const offsets = [...this.pending.values()];
    this.pending.clear();
    if (offsets.length === 0) return this.last;
    this.last = this.last
      .then(() => this.client.commitGroupOffsets(this.group, offsets))
      .catch((thrown: unknown) => this.onFailure(thrown));
    return this.last;
  }
}

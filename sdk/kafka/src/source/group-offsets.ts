import type { GroupOffset, KafkaClient } from '../kafka-client.js';

/** How often offsets are told at most, ms. */
const EVERY = 1000;

/**
 * Tells Kafka how far a group has read, for those who look at it: runs do not need it, but for their first start.
 *
 * Owns: a client, a timer, and what is still to be told.
 */
export class GroupOffsets {
  private readonly open: () => KafkaClient;
  private client: KafkaClient | undefined;
  private readonly group: string;
  /** Told what could not be told. */
  onFailure: (thrown: unknown) => void = () => undefined;
  private readonly pending = new Map<string, GroupOffset>();
  private timer: NodeJS.Timeout | undefined;
  private last: Promise<void> = Promise.resolve();
  private isClosed = false;
  private closing: Promise<void> = Promise.resolve();

  constructor(open: () => KafkaClient, group: string) {
    this.open = open;
    this.group = group;
  }

  /** Everything before `offset` is read, and kept by the run. */
  async note(offset: GroupOffset): Promise<void> {
    this.pending.set(keyOf(offset), offset);
    // The last bundle may be kept after whoever read it has ended.
    if (this.isClosed) return this.close();
    this.timer ??= setTimeout(() => void this.flush(), EVERY);
  }

  /** Tells what is still to be told. */
  close(): Promise<void> {
    this.isClosed = true;
    this.closing = this.closing.then(async () => {
      await this.flush();
      const { client } = this;
      this.client = undefined;
      await client?.close();
    });
    return this.closing;
  }

  private flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const offsets = [...this.pending.values()];
    this.pending.clear();
    if (offsets.length === 0) return this.last;
    this.client ??= this.open();
    const { client } = this;
    this.last = this.last
      .then(() => client.commitGroupOffsets(this.group, offsets))
      .catch((thrown: unknown) => {
        this.onFailure(thrown);
        this.takeBack(offsets);
      });
    return this.last;
  }

  /** What could not be told is told with what comes next; a partition that nothing comes of any more, too. */
  private takeBack(offsets: readonly GroupOffset[]): void {
    for (const offset of offsets) {
      const key = keyOf(offset);
      if (!this.pending.has(key)) this.pending.set(key, offset);
    }
    if (!this.isClosed) this.timer ??= setTimeout(() => void this.flush(), EVERY);
  }
}

const keyOf = ({ topic, partition }: GroupOffset): string => `${topic}:${partition}`;

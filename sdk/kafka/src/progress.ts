import { BeamError } from '@hornbeam/sdk/model';
import type { KafkaClient, ProducedRecord, TopicPartition } from './kafka-client.js';
import { defaultPartitioner } from './partitioner.js';

/** The topic that says how far writers have come, unless another is named. */
export const PROGRESS_TOPIC = '__hornbeam_progress';

/** What the progress of an owner says. */
export interface Progress {
  /** The last epoch whose rows are written; undefined where a writer has opened, and written none yet. */
  readonly epoch: number | undefined;
  /** Who wrote this: the first producer of an open sink. */
  readonly writer: string;
}

const PARTITIONS = 8;
/** How much is read at once. */
const READ_BYTES = 1 << 20;
const READ_WAIT = 200;
/** How often an end that does not come nearer is asked for: other writers of this partition hold it. */
const MOST_ROUNDS = 150;

/**
 * Where one owner keeps its progress: records of a compacted topic, the key is the owner.
 *
 *     key    job/step
 *     value  {"version":1,"epoch":17,"writer":"4001/0"}
 */
export class ProgressLog {
  readonly topic: string;
  private readonly client: KafkaClient;
  private readonly owner: string;
  private readonly key: Uint8Array;
  private at: TopicPartition | undefined;
  private next: number | undefined;
  private latest: Progress | undefined;

  constructor(client: KafkaClient, owner: string, topic: string = PROGRESS_TOPIC) {
    this.client = client;
    this.owner = owner;
    this.topic = topic;
    this.key = Buffer.from(owner);
  }

  /** The record that says so, to be written in the transaction of the rows. Call `read` before. */
  record(progress: Progress): ProducedRecord {
    const { partition = 0 } = this.at ?? {};
    const value = Buffer.from(JSON.stringify({ version: 1, ...progress }));
    return { topic: this.topic, partition, key: this.key, value };
  }

  /**
   * The last committed progress of the owner. Its own transactions must have ended: it is to be called after the
   * producer was opened, which ends them. Waits for transactions of others that are under way before it.
   * @throws BeamError `E_UNAVAILABLE`, `E_SINK` for a record of a newer version
   */
  async read(): Promise<Progress | undefined> {
    const { client, topic } = this;
    this.at ??= await this.place();
    const { partition } = this.at;
    this.next ??= (await client.offsets(topic, [partition], 'earliest')).get(partition) ?? 0;
    const end = (await client.offsets(topic, [partition], 'latest')).get(partition) ?? 0;
    for (let rounds = 0; this.next < end; rounds++) {
      const [found] = await client.fetch([{ topic, partition, offset: this.next }], {
        isolation: 'read_committed',
        maxWait: READ_WAIT,
        maxBytes: READ_BYTES,
      });
      if (found?.problem === 'offset') {
        // It was compacted, or deleted, in between.
        this.next = (await client.offsets(topic, [partition], 'earliest')).get(partition) ?? 0;
        this.latest = undefined;
      } else if (found === undefined || found.problem !== undefined || found.nextOffset === this.next) {
        if (rounds > MOST_ROUNDS) throw this.isHeld(partition);
      } else {
        rounds = 0;
        for (const { key, value } of found.records) {
          if (value !== undefined && key !== undefined && Buffer.compare(key, this.key) === 0) {
            this.latest = this.parse(value);
          }
        }
        this.next = found.nextOffset;
      }
    }
    return this.latest;
  }

  private async place(): Promise<TopicPartition> {
    const { client, topic } = this;
    await client.createTopic({
      name: topic,
      partitions: PARTITIONS,
      // Whoever starts reads all of a partition: it is to stay short.
      config: {
        'cleanup.policy': 'compact',
        'segment.bytes': `${8 << 20}`,
        'segment.ms': '3600000',
        'min.cleanable.dirty.ratio': '0.1',
      },
    });
    const described = await client.describeTopic(topic);
    const count = described?.partitions.length ?? 0;
    if (count > 0) return { topic, partition: defaultPartitioner(this.key, count, 0) };
    throw new BeamError('E_UNAVAILABLE', `The topic ${topic} at ${client.address} is not there yet.`, {
      path: client.address,
      help: 'try again',
    });
  }

  private isHeld(partition: number): BeamError {
    const where = `partition ${partition} of topic ${this.topic}`;
    return new BeamError(
      'E_UNAVAILABLE',
      `The end of ${where} at ${this.client.address} cannot be read yet.`,
      {
        path: this.client.address,
        help: 'check that its brokers are up; a transaction of another writer that died ends after a minute',
      },
    );
  }

  private parse(value: Uint8Array): Progress {
    const text = new TextDecoder().decode(value);
    try {
      const { version, epoch, writer } = JSON.parse(text) as Progress & { version?: unknown };
      if (version === 1 && typeof writer === 'string') return { epoch, writer };
    } catch {
      // Said below.
    }
    throw new BeamError(
      'E_SINK',
      `The progress of ${this.owner} in topic ${this.topic} cannot be read: ${text}`,
      {
        path: this.client.address,
        help: 'use the version of hornbeam that wrote it, or another topic for progress',
      },
    );
  }
}

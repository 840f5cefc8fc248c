/** A topic that runs read from: what is in it, and what a run must make of that. */
import { type KafkaClient, readFromKafka, stringFormat } from '@hornbeam/kafka';
import type { SimulatedBroker, SimulatedProducer } from '@hornbeam/kafka/testing';
import { type KV, type PCollection, type Root, valueState } from '@hornbeam/sdk';
import type { Clock } from '@hornbeam/sdk/construction';
import type { Chance } from '../chance.js';
import type { Settling } from '../settling.js';

const NAME = 'in';
const KEYS = 4;

/**
 * Records of a few keys, each in one partition, by producers without and with transactions. Some of those are aborted,
 * and some lie across each other.
 */
export class SimulatedTopic {
  private readonly partitions: number;
  /** What comes of each committed record: its key, where it is, and the how many-th of its key it is. */
  readonly expected: readonly string[];

  constructor(broker: SimulatedBroker, chance: Chance) {
    this.partitions = 1 + chance.below(3);
    broker.createTopic({ name: NAME, partitions: this.partitions });
    const open: SimulatedProducer[] = [];
    const encoder = new TextEncoder();
    for (let left = 5 + chance.below(30); left > 0; left--) {
      const writer =
        chance.below(2) === 0
          ? broker.openProducer(undefined, 0)
          : broker.openProducer(`writer ${left}`, 1e9);
      const partition = chance.below(KEYS) % this.partitions;
      const key = `k${partition + this.partitions * chance.below(Math.ceil(KEYS / this.partitions))}`;
      const at = { topic: NAME, partition };
      const value = encoder.encode(key);
      broker.send(writer, at, Array(1 + chance.below(3)).fill({ ...at, value, timestamp: left }), undefined);
      if (writer.transactionalId !== undefined) open.push(writer);
      while (open.length > chance.below(3)) this.end(broker, open, chance);
    }
    while (open.length > 0) this.end(broker, open, chance);
    this.expected = this.meant(broker);
  }

  /** Counts the records of each key. */
  read(
    p: Root,
    connect: () => KafkaClient,
    clock: Pick<Clock, 'now' | 'turn' | 'wake'>,
  ): PCollection<string> {
    return p
      .read(
        readFromKafka<Uint8Array, string>({
          ...{ brokers: 'localhost:1', topics: NAME, until: 'latest', value: stringFormat(), connect, clock },
        }),
      )
      .map(({ value, partition, offset }) => ({ key: value!, place: `${partition}/${offset}` }))
      .keyBy(({ key }) => key)
      .parDo({
        name: 'Count',
        uses: { count: valueState<number>() },
        process({ key, value }: KV<string, { place: string }>, { count }) {
          const n = (count.read() ?? 0) + 1;
          count.write(n);
          return [`${key} ${value.place} ${n}`];
        },
      });
  }

  private end(broker: SimulatedBroker, open: SimulatedProducer[], chance: Chance): void {
    const [writer] = open.splice(chance.below(open.length), 1);
    broker.endTransaction(writer!, chance.below(3) === 0 ? 'aborted' : 'committed');
  }

  private meant(broker: SimulatedBroker): string[] {
    const counts = new Map<string, number>();
    const decoder = new TextDecoder();
    return Array.from({ length: this.partitions }, (_, partition) =>
      broker.records(NAME, partition).map(({ value, offset }) => {
        const key = decoder.decode(value);
        counts.set(key, (counts.get(key) ?? 0) + 1);
        return `${key} ${partition}/${offset} ${counts.get(key)}`;
      }),
    ).flat();
  }
}

/** A clock for who reads: it goes on whenever it is looked at, and by waiting. */
export function readersClock(chance: Chance, settling: Settling): Pick<Clock, 'now' | 'turn' | 'wake'> {
  let time = 0;
  return {
    now: () => (time += chance.of(0, 0, 1, 10)),
    turn: () => settling.turn(),
    wake(at, callback) {
      let isCancelled = false;
      void settling.turn().then(() => {
        if (isCancelled) return;
        time = Math.max(time, at);
        callback();
      });
      return {
        cancel: () => {
          isCancelled = true;
        },
      };
    },
  };
}

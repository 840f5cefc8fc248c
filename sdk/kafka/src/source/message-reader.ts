import { BeamError, preview } from '@hornbeam/sdk/model';
import type { Format } from '../formats/format.js';
import type { ConsumedRecord } from '../kafka-client.js';
import type { DeadLetter, KafkaMessage } from '../kafka-message.js';

type Read<K, V> = KafkaMessage<K, V> | { readonly letter: DeadLetter };

/** Makes messages of records by the formats of key and value. */
export class MessageReader<K, V> {
  private readonly key: Format<K>;
  private readonly value: Format<V>;
  private readonly address: string;
  private readonly fails: boolean;

  /** @param fails whether a record that cannot be decoded is an error; else it is a letter */
  constructor(key: Format<K>, value: Format<V>, address: string, fails: boolean) {
    this.key = key;
    this.value = value;
    this.address = address;
    this.fails = fails;
  }

  /** @throws BeamError `E_BAD_RECORD`; what a format throws with the code `E_UNAVAILABLE` or `E_AUTH` stays */
  read(topic: string, partition: number, record: ConsumedRecord): Read<K, V> | Promise<Read<K, V>> {
    try {
      const key = record.key === undefined ? undefined : this.key.decode(record.key, { topic, part: 'key' });
      const value =
        record.value === undefined ? undefined : this.value.decode(record.value, { topic, part: 'value' });
      if (key instanceof Promise || value instanceof Promise) {
        return Promise.all([key, value]).then(
          ([readKey, readValue]) => messageOf(topic, partition, record, readKey, readValue),
          (thrown: unknown) => this.reject(topic, partition, record, thrown),
        );
      }
      return messageOf(topic, partition, record, key, value);
    } catch (thrown) {
      return this.reject(topic, partition, record, thrown);
    }
  }

  private reject(topic: string, partition: number, record: ConsumedRecord, thrown: unknown): Read<K, V> {
    // A registry that is away says nothing about the record.
    if (thrown instanceof BeamError && thrown.code !== 'E_BAD_RECORD') throw thrown;
    const why = thrown instanceof Error && thrown.message !== '' ? thrown.message : String(thrown);
    if (!this.fails) {
      return { letter: { ...messageOf(topic, partition, record, record.key, record.value), error: why } };
    }
    const formats = `${this.key.name} and ${this.value.name}`;
    throw new BeamError(
      'E_BAD_RECORD',
      `A record cannot be decoded (key and value as ${formats}): ${why.replace(/\.$/, '')}.`,
      {
        path: `topic ${topic}, partition ${partition}, offset ${record.offset} at ${this.address}`,
        element: preview(record.value),
        cause: thrown,
        help: "name the formats that it is written in, or keep going with onError: 'skip' or a function that takes the dead letters",
      },
    );
  }
}

function messageOf<K, V>(
  topic: string,
  partition: number,
  { offset, headers, timestamp }: ConsumedRecord,
  key: K | undefined,
  value: V | undefined,
): KafkaMessage<K, V> {
  return { topic, partition, offset, key, value, headers, timestamp };
}

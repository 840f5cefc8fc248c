import { BeamError } from '@hornbeam/sdk/model';
import type { GroupOffset, Isolation, KafkaClient, OffsetAt, TopicDescription } from '../kafka-client.js';

/** Offsets by topic and partition. */
export type OffsetsByTopic = Readonly<Record<string, Readonly<Record<number, number>>>>;

/** Where reading begins or ends. */
export type ReadBorder = OffsetAt | { readonly offsets: OffsetsByTopic };

/** What is to be read of one partition. Plain data. */
export interface PartitionSpan {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  readonly from: number;
  /** Undefined: without an end. */
  readonly to: number | undefined;
}

/** Which topics are read, and from where to where. */
export interface SpanSettings {
  /** Names, or a pattern for names. */
  readonly topics: readonly string[] | RegExp;
  readonly group: string | undefined;
  readonly from: ReadBorder;
  readonly until: ReadBorder | undefined;
  readonly isolation: Isolation;
}

/** The partitions that were found before. Plain data. */
export type SeenPartitions = Readonly<Record<string, { readonly id: string; readonly partitions: number }>>;

/** What a look has found. */
export interface Look {
  readonly fresh: readonly PartitionSpan[];
  readonly after: SeenPartitions;
}

/**
 * Looks for partitions that were not there before.
 * @param seen undefined at the first look; what is found later is read from its beginning
 * @throws BeamError `E_TOPIC` for a topic that is not there at the first look; as `KafkaClient`
 */
export async function lookForPartitions(
  client: KafkaClient,
  settings: SpanSettings,
  seen: SeenPartitions | undefined,
): Promise<Look> {
  const { topics } = settings;
  const isPattern = topics instanceof RegExp;
  const names = isPattern ? (await client.topics()).filter((name) => topics.test(name)) : topics;
  const after: Record<string, { id: string; partitions: number }> = { ...seen };
  const fresh: PartitionSpan[] = [];
  for (const name of names) {
    const described = await client.describeTopic(name);
    if (described === undefined) {
      if (seen !== undefined || isPattern) continue;
      throw new BeamError('E_TOPIC', `There is no topic ${name} at ${client.address}.`, {
        path: client.address,
        help: 'make the topic before the run, or mend its name',
      });
    }
    const before = seen?.[name];
    // One that was deleted and made anew is an error of whoever reads the old one.
    if (before !== undefined && before.id !== described.id) continue;
    const partitions = described.partitions
      .map(({ partition }) => partition)
      .filter((partition) => partition >= (before?.partitions ?? 0));
    fresh.push(...(await spansOf(client, settings, described, partitions, seen === undefined)));
    after[name] = { id: described.id, partitions: described.partitions.length };
  }
  return { fresh, after };
}

async function spansOf(
  client: KafkaClient,
  { group, from, until, isolation }: SpanSettings,
  { name: topic, id: topicId }: TopicDescription,
  partitions: readonly number[],
  isFirst: boolean,
): Promise<PartitionSpan[]> {
  if (partitions.length === 0) return [];
  const committed: readonly GroupOffset[] =
    group === undefined
      ? []
      : await client.groupOffsets(
          group,
          partitions.map((partition) => ({ topic, partition })),
        );
  const begins = await offsetsAt(
    client,
    topic,
    partitions,
    isFirst ? from : 'earliest',
    isolation,
    'earliest',
  );
  const ends = until && (await offsetsAt(client, topic, partitions, until, isolation, 'latest'));
  return partitions.map((partition) => ({
    topic,
    topicId,
    partition,
    from: committed.find((each) => each.partition === partition)?.offset ?? begins.get(partition) ?? 0,
    to: ends?.get(partition),
  }));
}

async function offsetsAt(
  client: KafkaClient,
  topic: string,
  partitions: readonly number[],
  border: ReadBorder,
  isolation: Isolation,
  otherwise: 'earliest' | 'latest',
): Promise<ReadonlyMap<number, number>> {
  if (typeof border === 'string' || 'time' in border) {
    return client.offsets(topic, partitions, border, isolation);
  }
  const given = border.offsets[topic] ?? {};
  const missing = partitions.filter((partition) => given[partition] === undefined);
  const others =
    missing.length === 0 ? undefined : await client.offsets(topic, missing, otherwise, isolation);
  return new Map(
    partitions.map((partition) => [partition, given[partition] ?? others?.get(partition) ?? 0] as const),
  );
}

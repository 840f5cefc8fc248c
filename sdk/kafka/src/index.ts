/** Kafka for pipelines: what is read and written, the exactly-once sink, and administration. */
export type { KafkaConnectionOptions, SaslOptions } from './client-options.js';
export type {
  ConsumedRecord,
  FetchedPartition,
  FetchOptions,
  FetchPosition,
  GroupDescription,
  GroupOffset,
  HeaderEntry,
  Isolation,
  KafkaClient,
  KafkaProducer,
  NewTopic,
  OffsetAt,
  ProducedRecord,
  ProducerOptions,
  TopicDescription,
  TopicPartition,
} from './kafka-client.js';
export type { HeadersLike, KafkaRecord } from './kafka-record.js';
export { type KafkaSinkOptions, kafkaSink } from './kafka-sink.js';
export { defaultPartitioner, type Partitioner } from './partitioner.js';
export { connectKafka } from './platformatic/client.js';

/** Kafka for pipelines: what is read and written, the exactly-once sink, and administration. */
export type { KafkaConnectionOptions, SaslOptions } from './client-options.js';
export { type AvroFormatOptions, avroFormat } from './formats/avro.js';
export { bytesFormat } from './formats/bytes.js';
export type { Format, FormatPlace } from './formats/format.js';
export { type JsonFormatOptions, jsonFormat } from './formats/json.js';
export { type ProtobufFormatOptions, protobufFormat } from './formats/protobuf.js';
export type { RegistrySettings } from './formats/registry-frame.js';
export { SchemaRegistry, type SchemaRegistryOptions } from './formats/schema-registry.js';
export { stringFormat } from './formats/string.js';
export { withSchema } from './formats/with-schema.js';
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
export type { DeadLetter, KafkaMessage } from './kafka-message.js';
export type { HeadersLike, KafkaRecord } from './kafka-record.js';
export { type KafkaSinkOptions, kafkaSink } from './kafka-sink.js';
export { defaultPartitioner, type Partitioner } from './partitioner.js';
export { connectKafka } from './platformatic/client.js';
export { type KafkaBorder, type ReadFromKafkaOptions, readFromKafka } from './read-from-kafka.js';
export { deadLetterTopic, type WriteToKafkaOptions, writeToKafka } from './write-to-kafka.js';

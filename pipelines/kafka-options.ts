import { z } from 'zod';

/** Options of pipelines that read from Kafka or write to it. */
export const brokers = z
  .string()
  .default('localhost:9092')
  .describe('A broker of Kafka, host:port, or several');

export const until = z
  .enum(['latest', 'never'])
  .default('never')
  .describe('latest: end with the records that are there now; never: go on');

/**
 * How a topic of events is made. Their times are those of the events, which were years ago: without this Kafka would take
 * them for old and delete them.
 */
export const topicOfThePast = { partitions: 4, config: { 'retention.ms': '-1' } } as const;

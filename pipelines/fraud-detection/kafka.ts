import { deadLetterTopic, jsonFormat, readFromKafka, withSchema, writeToKafka } from '@hornbeam/kafka';
import { flatten, pipeline } from '@hornbeam/sdk';
import { csv } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { brokers, topicOfThePast, until } from '../kafka-options.js';
import { sampleData } from '../sample-data.js';
import { detectFraud } from './detect-fraud.js';
import { Limit } from './payment.js';

const options = z.object({
  brokers,
  payments: z.string().default('payments').describe('The topic of payments'),
  findings: z.string().default('findings').describe('The topic to write to; made when it is not there'),
  rejected: z.string().default('rejected-payments').describe('The topic for what is no payment'),
  limits: z.string().default(sampleData('card-limits.csv.gz')).describe('The limits of the cards, as CSV'),
  until,
});

/** A payment as it is in the topic. */
const SentPayment = z.object({ card: z.string().min(1), cents: z.int(), at: z.int() });

/** Fraud detection from Kafka to Kafka. With --state-dir every finding is written once, whatever happens meanwhile. */
export default pipeline({ name: 'fraud-detection-kafka', options }, (p, o) => {
  const { brokers } = o;
  const payments = p.read(
    readFromKafka({
      ...{ brokers, topics: o.payments, elements: 'values', value: withSchema(jsonFormat(), SentPayment) },
      ...(o.until === 'latest' && { until: 'latest' as const }),
      timestamp: ({ value }) => value!.at,
      onError: deadLetterTopic({ brokers, topic: o.rejected, create: topicOfThePast }),
    }),
  );
  const { alerts, reviews } = detectFraud(payments, p.read(csv(o.limits, { schema: Limit })));
  flatten([
    alerts.map(({ suspicion, ...payment }) => ({ ...payment, finding: suspicion })).named('Alert'),
    reviews.map(({ limit, ...payment }) => ({ ...payment, finding: `above $${limit}` })).named('Review'),
  ]).write(
    writeToKafka({
      ...{ brokers, topic: o.findings, create: topicOfThePast },
      key: ({ card }) => card,
      valueFormat: jsonFormat(),
      timestamp: 'event',
    }),
  );
});

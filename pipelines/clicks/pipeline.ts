import { jsonFormat, readFromKafka } from '@hornbeam/kafka';
import { pipeline } from '@hornbeam/sdk';
import { print } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { brokers, until } from '../kafka-options.js';
import type { Click } from '../sessions/click.js';
import { clicksByMonth } from './clicks-by-month.js';

const options = z.object({
  brokers,
  topic: z.string().default('clicks').describe('The topic of clicks'),
  group: z.string().default('clicks-by-month').describe('The consumer group'),
  until,
});

/** What users of a shop did in each month, read as a member of a consumer group: the next run goes on behind this one. */
export default pipeline({ name: 'clicks', options }, (p, { brokers, topic, group, until }) => {
  p.read(
    readFromKafka({
      ...{ brokers, topics: topic, group, elements: 'values', value: jsonFormat<Click>() },
      ...(until === 'latest' && { until: 'latest' as const }),
      timestamp: ({ value }) => value!.at,
    }),
  )
    .apply('ByMonth', clicksByMonth)
    .write(print());
});

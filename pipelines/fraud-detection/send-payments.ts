import { jsonFormat, writeToKafka } from '@hornbeam/kafka';
import { pipeline } from '@hornbeam/sdk';
import { z } from 'zod';
import { brokers, topicOfThePast } from '../kafka-options.js';
import { recording } from '../recording.js';
import { sampleData } from '../sample-data.js';
import { speed } from '../speed-option.js';
import { Payment } from './payment.js';

const options = z.object({
  input: z.string().default(sampleData('card-payments.csv.gz')).describe('The payments, as CSV'),
  brokers,
  topic: z.string().default('payments').describe('The topic to write to; made when it is not there'),
  speed,
});

/** Sends card payments to Kafka, those of a card to one partition, so that they keep their order. */
export default pipeline({ name: 'send-payments', options }, (p, { input, brokers, topic, speed }) => {
  p.read(recording(input, { schema: Payment, timestamp: ({ at }) => at, speed })).write(
    writeToKafka({
      ...{ brokers, topic, create: topicOfThePast },
      key: ({ card }) => card,
      valueFormat: jsonFormat<Payment>(),
      timestamp: 'event',
    }),
  );
});

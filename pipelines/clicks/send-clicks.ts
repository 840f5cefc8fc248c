import { jsonFormat, writeToKafka } from '@hornbeam/kafka';
import { pipeline } from '@hornbeam/sdk';
import { z } from 'zod';
import { brokers, topicOfThePast } from '../kafka-options.js';
import { recording } from '../recording.js';
import { sampleData } from '../sample-data.js';
import { Click } from '../sessions/click.js';
import { speed } from '../speed-option.js';

const options = z.object({
  input: z.string().default(sampleData('shop-clicks.csv.gz')).describe('The clicks, as CSV'),
  brokers,
  topic: z.string().default('clicks').describe('The topic to write to; made when it is not there'),
  speed,
});

/** Sends the clicks of a shop to Kafka, those of a user to one partition. */
export default pipeline({ name: 'send-clicks', options }, (p, { input, brokers, topic, speed }) => {
  p.read(recording(input, { schema: Click, timestamp: ({ at }) => at, speed })).write(
    writeToKafka({
      ...{ brokers, topic, create: topicOfThePast },
      key: ({ user }) => user,
      valueFormat: jsonFormat<Click>(),
      timestamp: 'event',
    }),
  );
});

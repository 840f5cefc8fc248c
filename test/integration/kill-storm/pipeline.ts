/**
 * What the kill storm runs: payments from Kafka, the balance of each account after each of them to Kafka, and what each
 * account moved in each second of event time, also to Kafka. Every payment also goes to Postgres with its balance. Every
 * result says which record it came from.
 */

import { jsonFormat, type KafkaRecord, kafkaSink, readFromKafka, stringFormat } from '@hornbeam/kafka';
import { postgresSink } from '@hornbeam/postgres';
import { type EpochSink, fixed, type KV, pipeline, valueState } from '@hornbeam/sdk';
import { epochSink } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { ackFirst } from './ack-first.js';

/** What is read. */
interface Payment {
  readonly account: string;
  readonly amount: number;
}

interface Posted extends Payment {
  readonly partition: number;
  readonly offset: number;
}

/** Behind the last payment of each partition: moves event time past the last window. */
const END = 'end';

const options = z.object({
  brokers: z.string(),
  postgres: z.string(),
  /** `ack-first`: a bug that is planted, to see that the storm finds it. */
  broken: z.string().default(''),
  /** Where the planted bug notes what it has acknowledged. */
  scratch: z.string().default(''),
});

export default pipeline({ name: 'kill-storm', options }, (p, { brokers, postgres, broken, scratch }) => {
  const planted = <T>(right: EpochSink<T>, name: string): EpochSink<T> =>
    broken === 'ack-first' ? ackFirst(right, `${scratch}/${name}`) : right;
  const sink = (topic: string) => planted(kafkaSink({ brokers, topic }), topic);
  const payments = p
    .read(
      readFromKafka({
        ...{ brokers, topics: 'payments', key: stringFormat(), value: jsonFormat<Payment>() },
        // Event time is what the records say, whatever the clock does.
        timestamp: ({ timestamp }) => timestamp,
        discoverEvery: false,
      }),
    )
    .map(({ value, partition, offset }): Posted => ({ ...value!, partition, offset }));
  const posted = payments.filter(({ account }) => account !== END).keyBy(({ account }) => account);
  const balances = posted.parDo({
    name: 'Balance',
    uses: { balance: valueState<number>(), count: valueState<number>() },
    process({ value }: KV<string, Posted>, { balance, count }) {
      const total = (balance.read() ?? 0) + value.amount;
      const n = (count.read() ?? 0) + 1;
      balance.write(total);
      count.write(n);
      return [{ ...value, n, total }];
    },
  });
  balances.write(
    epochSink(
      planted(
        postgresSink({
          connection: postgres,
          table: 'ledger',
          create:
            'id bigint GENERATED ALWAYS AS IDENTITY, account text, partition int, "offset" bigint, n int, total bigint',
          columns: ['account', 'partition', 'offset', 'n', 'total'],
          answerTimeout: 10_000,
        }),
        'ledger',
      ),
    ),
  );
  balances
    .map(
      ({ account, partition, offset, n, total }): KafkaRecord => ({
        key: account,
        value: `${account} ${partition} ${offset} ${n} ${total}`,
      }),
    )
    .write(epochSink(sink('balances')));
  posted
    .windowInto(fixed('1s'))
    .groupByKey()
    .map(({ key, value }, { window }): KafkaRecord => {
      const all = [...value];
      const sum = all.reduce((total, { amount }) => total + amount, 0);
      return { key, value: `${key} ${window.start} ${all.length} ${sum}` };
    })
    .write(epochSink(sink('seconds')));
});

/** What flink-sinks.int.test.ts runs: rows that are other ones each time they are made, to sinks of every kind. */
import { writeFileSync } from 'node:fs';
import { writeToKafka } from '@hornbeam/kafka';
import { writeToPostgres } from '@hornbeam/postgres';
import { pipeline } from '@hornbeam/sdk';
import { generate, idempotentSink, writeJson } from '@hornbeam/sdk/io';
import { z } from 'zod';

const options = z.object({
  brokers: z.string(),
  postgres: z.string(),
  /** Folders for files that roll, and for a file for each row, called by its id. */
  rolled: z.string(),
  shelf: z.string(),
  /** A folder in which every process that makes rows leaves a file with its id as name. */
  workers: z.string(),
  rows: z.coerce.number(),
  keys: z.coerce.number(),
});

export default pipeline(
  { name: 'flink-sinks', options },
  (p, { brokers, postgres, rolled, shelf, workers, rows: count, keys }) => {
    const rows = p.read(generate({ count, rate: 200, element: (n) => n })).map(function draw(n) {
      writeFileSync(`${workers}/${process.pid}`, '');
      return { n, key: `key ${n % keys}`, draw: Math.random() };
    });
    rows.write(
      writeToKafka({
        ...{ brokers, topic: 'draws', create: { partitions: 3 } },
        key: ({ key }) => key,
        value: (row) => JSON.stringify(row),
      }),
    );
    rows.write(writeToPostgres({ connection: postgres, table: 'draws' }));
    rows.write(writeJson(`${rolled}/draws`, { rolling: { every: '3s', bytes: 50_000 } }));
    rows.write(
      idempotentSink({
        target: 'a shelf',
        write: async (identified) => {
          for (const { id, row } of identified) {
            writeFileSync(`${shelf}/${encodeURIComponent(id)}`, JSON.stringify(row));
          }
        },
      }),
    );
  },
);

import { writeToKafka } from '@hornbeam/kafka';
import { writeToPostgres } from '@hornbeam/postgres';
import type { PCollection, Sink } from '@hornbeam/sdk';
import type { SinkGuarantee } from '@hornbeam/sdk/construction';
import { idempotentSink, writeCsv, writeJson, writeText } from '@hornbeam/sdk/io';
import { expect, test } from 'vitest';
import { sinkOf } from './sink-of.js';

const rolling = true;

/** Every sink that is written by epochs: how it is called, and one of it. */
const sinks: readonly (readonly [name: string, page: string, sink: Sink<any, unknown>])[] = [
  ['`writeToKafka`', '../sdk/kafka/README.md', writeToKafka({ brokers: 'localhost:9092', topic: 'out' })],
  [
    '`writeToPostgres`',
    '../sdk/postgres/README.md',
    writeToPostgres({ connection: 'postgres://localhost/shop', table: 'out' }),
  ],
  ['`writeText` with `rolling`', '../sdk/core/src/io/README.md', writeText('out', { rolling })],
  ['`writeJson` with `rolling`', '../sdk/core/src/io/README.md', writeJson('out', { rolling })],
  [
    '`writeCsv` with `rolling`',
    '../sdk/core/src/io/README.md',
    writeCsv('out', { rolling, columns: ['id'] }),
  ],
  [
    '`idempotentSink`',
    '../sdk/core/src/io/README.md',
    idempotentSink({ target: 'a target', write: async () => undefined }),
  ],
];

const kept: Readonly<Record<SinkGuarantee, string>> = {
  transactional: 'each row once; rows of an epoch together',
  idempotent: 'each row once, in the place of its id; an epoch may be seen half written',
  'at-least-once': 'rows of the last epoch may come twice',
};

test('docs/sinks.md says what sinks declare', async () => {
  const rows = await Promise.all(
    sinks.map(async ([name, page, sink]) => {
      const { guarantee } = await sinkOf((p) => {
        (p.create([{ id: 'a' }]) as PCollection<any>).write(sink);
      });
      return `| [${name}](${page}) | ${guarantee} | ${kept[guarantee]} |`;
    }),
  );
  const page = `# Sinks

What each sink guarantees of a run with a state directory (\`--state-dir\`), however often it is
killed. This page is made by \`test/contract/sink/table.test.ts\` from what the sinks declare; \`beam-run explain\` shows the same of a
pipeline. One suite of tests holds for all that are transactional: \`test/contract/sink\`.

| Sink | Guarantee | With a state directory |
| --- | --- | --- |
${rows.join('\n')}

In a run that keeps nothing, on the direct runner, rows come once as long as the process lives. Other runners may repeat bundles
after a failure: rows come at least once there, and a run says so when it starts. For Flink there is [an experiment](design/0027-sinks-on-other-runners.md).

\`writeText\`, \`writeJson\` and \`writeCsv\` without \`rolling\` write a bounded output as a whole: its files get their names when all of it is
written, on every runner.

A sink of one's own is an \`EpochSink\`, see [0026](design/0026-sinks.md); what has ids but no transactions needs \`idempotentSink\` alone.
`;
  await expect(page).toMatchFileSnapshot('../../../docs/sinks.md');
});

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from './beam-run.js';
import { whyNoKafka } from './kafka-tools.js';
import { whyNoPostgres } from './postgres-tools.js';

const why = (await whyNoKafka()) ?? (await whyNoPostgres());
const script = fileURLToPath(new URL('kill-storm.mjs', import.meta.url));

/** Runs the storm to its end; what it says goes to the console when it is not as it should be. */
const storm = (...args: string[]): Promise<{ code: number | null; text: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
    }
    child.once('close', (code) => resolve({ code, text }));
  });

// Kafka comes from Maven Central and runs on Java, Postgres comes from npm: without these there are none.
describe.skipIf(why !== undefined)(
  'a kept run between real servers, while it and they are killed and cut off',
  () => {
    beforeAll(build, 120_000);

    it('loses nothing, doubles nothing, keeps the order of each key, and all totals are right', async () => {
      const { code, text } = await storm('--records=20000', '--faults=6', '--seed=3');
      expect(text).toContain(
        'after Postgres killed 1, broker frozen 1, broker killed 1, link cut 1, run killed 2',
      );
      expect(text).toContain('balances: rows 20000, lost 0, duplicated 0, wrong 0, unknown 0, reordered 0');
      expect(text).toMatch(/seconds: rows \d{4}, lost 0, duplicated 0, wrong 0, unknown 0/);
      expect(text).toContain('exactly once');
      expect(code).toBe(0);
    }, 240_000);

    it('would be caught losing rows: a sink that acknowledges before it has written', async () => {
      const { code, text } = await storm(
        '--records=5000',
        '--faults=4',
        '--only=run',
        '--patience=15',
        '--broken=ack-first',
      );
      expect(text).toContain('NOT exactly once');
      expect(text).toMatch(/balances: rows \d+, lost [1-9]\d*/);
      expect(text).toMatch(/ledger: rows \d+, lost [1-9]\d*/);
      expect(code).toBe(1);
    }, 240_000);
  },
);

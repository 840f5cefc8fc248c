import { readFileSync, writeFileSync } from 'node:fs';
import type { EpochSink } from '@hornbeam/sdk';

/**
 * A planted bug: says that an epoch is written, notes it where it will believe itself after a restart, and writes it a
 * while later. What was not written when the process is killed is lost.
 */
export function ackFirst<T>(sink: EpochSink<T>, file: string): EpochSink<T> {
  return {
    ...sink,
    async open(context) {
      const writer = await sink.open(context);
      let last = Promise.resolve();
      return {
        async lastCommitted() {
          try {
            return Number(readFileSync(file, 'utf8'));
          } catch {
            return undefined;
          }
        },
        async commit(epoch, rows) {
          const all = [...rows];
          writeFileSync(file, String(epoch));
          last = last
            .then(() => new Promise<void>((resolve) => setTimeout(resolve, 500)))
            .then(() => writer.commit(epoch, all))
            .catch(() => undefined);
        },
        async close() {
          await last;
          await writer.close();
        },
      };
    },
  };
}

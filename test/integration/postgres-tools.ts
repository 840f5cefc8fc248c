import { findNpm, postgresEntry, ServiceCache } from '@hornbeam/services';

/**
 * Why tests on a real Postgres cannot run on this machine; undefined when they can. Prints the reason, so that nobody takes
 * a skipped test for one that passed.
 */
export async function whyNoPostgres(): Promise<string | undefined> {
  try {
    if (!ServiceCache.locate().has(postgresEntry)) findNpm();
    return undefined;
  } catch (thrown) {
    const why = (thrown as Error).message;
    process.stderr.write(`tests on a real Postgres are skipped: ${why}\n`);
    return why;
  }
}

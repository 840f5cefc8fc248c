import { findJava, findMaven, kafkaEntry, ServiceCache } from '@hornbeam/services';

/**
 * Why tests on a real Kafka cannot run on this machine; undefined when they can. What is in the cache already need not
 * be fetched. Prints the reason, so that nobody takes a skipped test for one that passed.
 */
export async function whyNoKafka(): Promise<string | undefined> {
  try {
    await findJava();
    if (!ServiceCache.locate().has(kafkaEntry)) findMaven();
    return undefined;
  } catch (thrown) {
    const why = (thrown as Error).message;
    process.stderr.write(`tests on a real Kafka are skipped: ${why}\n`);
    return why;
  }
}

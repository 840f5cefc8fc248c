import { BEAM_VERSION, FLINK_VERSION, findJava, findMaven, findPip, ServiceCache } from '@hornbeam/services';

/**
 * Why tests on a real Flink cannot run on this machine; undefined when they can. What is in the cache already need not
 * be fetched. Prints the reason, so that nobody takes a skipped test for one that passed.
 */
export async function whyNoFlink(): Promise<string | undefined> {
  const cache = ServiceCache.locate();
  try {
    await findJava();
    if (!process.env.FLINK_HOME && !cache.has(`flink-${FLINK_VERSION}`)) findPip();
    if (!cache.has(`beam-flink-1.19-${BEAM_VERSION}`)) findMaven();
    return undefined;
  } catch (thrown) {
    const why = (thrown as Error).message;
    process.stderr.write(`tests on a real Flink are skipped: ${why}\n`);
    return why;
  }
}

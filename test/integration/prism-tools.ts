import { findGo, prismEntry, ServiceCache } from '@hornbeam/services';

/**
 * Why tests on a real Prism cannot run on this machine; undefined when they can. What is in the cache already need not
 * be built. Prints the reason, so that nobody takes a skipped test for one that passed.
 */
export function whyNoPrism(): string | undefined {
  try {
    if (!ServiceCache.locate().has(prismEntry)) findGo();
    return undefined;
  } catch (thrown) {
    const why = (thrown as Error).message;
    process.stderr.write(`tests on a real Prism are skipped: ${why}\n`);
    return why;
  }
}

import { BeamError } from '@hornbeam/sdk/model';
import { FLINK_VERSION, findJava, findMaven, findPip, ServiceCache } from '@hornbeam/services';
import type { Finding } from './finding.js';

/**
 * Looks for the programs with which a Flink is fetched and started here. Without them pipelines run all the same, only
 * not on a Flink of this machine: hence warnings.
 */
export async function examineFlinkTools(
  env: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  const cache = ServiceCache.locate(env);
  const isFetched = env.FLINK_HOME || cache.has(`flink-${FLINK_VERSION}`);
  return [
    await finding(async () => {
      const { version, path } = await findJava(env);
      return `Java ${version} (${path}) can run Flink`;
    }),
    await finding(async () => `Maven (${findMaven(env, '(--beam-jars)')}) can fetch Beam's runner for Flink`),
    await finding(async () =>
      isFetched
        ? `Flink is there (${env.FLINK_HOME || cache.dir})`
        : `pip (${findPip(env)}) can fetch Flink ${FLINK_VERSION}`,
    ),
  ];
}

async function finding(look: () => Promise<string>): Promise<Finding> {
  try {
    return { level: 'ok', what: await look() };
  } catch (thrown) {
    const { message, help } = BeamError.from(thrown);
    return { level: 'warn', what: `${message}; needed only for runs on a Flink of this machine`, fix: help };
  }
}

import { findJava, type Java } from '../java.js';
import { type Report, ServiceCache } from '../service-cache.js';
import type { Variables } from '../tool.js';
import { beamFlinkJar, givenJars } from './beam-flink-jar.js';
import { flinkHome } from './flink-home.js';

/** Where the parts are to come from; what is not given is fetched into the cache once. */
export interface FlinkPartsSettings {
  /** `ServiceCache.locate()` by default. */
  readonly cache?: ServiceCache;
  /** A Flink distribution; the variable FLINK_HOME by default. */
  readonly flinkHome?: string;
  /** A folder with the jars of Beam's Flink runner, or one jar. */
  readonly beamJars?: string;
  /** URL of a Maven repository in place of Maven Central. */
  readonly mavenRepository?: string;
  readonly report?: Report;
  readonly env?: Variables;
}

/** Everything that Flink and the job server are started from. */
export interface FlinkParts {
  readonly cache: ServiceCache;
  readonly java: Java;
  /** Path of the Flink distribution. */
  readonly home: string;
  /** Paths of the jars of Beam's runner. */
  readonly jars: readonly string[];
}

/**
 * Finds or fetches what Flink and the job server need.
 * @throws BeamError E_ENVIRONMENT when Java, pip or Maven is needed and missing, E_DOWNLOAD when fetching fails
 */
export async function flinkParts(settings: FlinkPartsSettings = {}): Promise<FlinkParts> {
  const { env = process.env, report, mavenRepository: repository } = settings;
  const cache = settings.cache ?? ServiceCache.locate(env);
  // Java first: nobody should fetch 300 MB to hear then that it is missing.
  const java = await findJava(env);
  const home = settings.flinkHome ?? (env.FLINK_HOME || (await flinkHome({ cache, report, env })));
  const jars =
    settings.beamJars === undefined
      ? [await beamFlinkJar({ cache, java, repository, report, env })]
      : givenJars(settings.beamJars);
  return { cache, java, home, jars };
}

import { join } from 'node:path';
import { findJava } from '../java.js';
import { recordedStatus, type ServiceStatus } from '../recorded-status.js';
import { type RecordedProcess, ServerRecord } from '../server-record.js';
import { ServiceCache } from '../service-cache.js';
import type { Variables } from '../tool.js';
import { kafkaJars } from './kafka-jars.js';
import { KafkaService, type KafkaServiceSettings } from './kafka-service.js';

/** How a Kafka on this machine is started: what is not given is found and fetched. */
export interface LocalKafkaSettings extends Omit<KafkaServiceSettings, 'jars' | 'java' | 'cache'> {
  /** URL of a Maven repository to use in place of Maven Central. */
  readonly mavenRepository?: string | undefined;
  readonly env?: Variables | undefined;
}

/** The run folder that `beam-run services` uses for Kafka when none is given. */
export const localKafkaDir = (cache: ServiceCache = ServiceCache.locate()): string =>
  join(cache.dir, 'run', 'kafka');

/** Fetches Kafka when it has to, and starts it. @throws BeamError as `findJava`, `kafkaJars`, `KafkaService.start` */
export async function startLocalKafka(settings: LocalKafkaSettings): Promise<KafkaService> {
  const { env, mavenRepository: repository, ...others } = settings;
  const cache = ServiceCache.locate(env);
  const java = await findJava(env);
  const jars = await kafkaJars({ cache, java, repository, report: settings.report, env });
  return KafkaService.start({ ...others, cache, java, jars });
}

/** Looks at a Kafka that was started in a run folder, by this process or another. */
export const localKafkaStatus = (dir: string): ServiceStatus => recordedStatus(dir, [dir]);

/** Ends a Kafka that was started in a run folder and still runs. @returns the processes that were ended */
export const stopLocalKafka = (dir: string): Promise<readonly RecordedProcess[]> =>
  new ServerRecord(dir).stop();

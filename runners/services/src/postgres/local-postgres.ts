import { join } from 'node:path';
import { recordedStatus, type ServiceStatus } from '../recorded-status.js';
import { type RecordedProcess, ServerRecord } from '../server-record.js';
import { ServiceCache } from '../service-cache.js';
import { postgresHome } from './postgres-home.js';
import { PostgresService, type PostgresServiceSettings } from './postgres-service.js';

/** How a Postgres on this machine is started: its programs are found and fetched. */
export interface LocalPostgresSettings extends Omit<PostgresServiceSettings, 'home'> {}

/** The run folder that `beam-run services` uses for Postgres when none is given. */
export const localPostgresDir = (cache: ServiceCache = ServiceCache.locate()): string =>
  join(cache.dir, 'run', 'postgres');

/** Fetches Postgres when it has to, and starts it. @throws BeamError as `postgresHome` and `PostgresService.start` */
export async function startLocalPostgres(settings: LocalPostgresSettings): Promise<PostgresService> {
  const { env, report } = settings;
  const home = await postgresHome({ cache: ServiceCache.locate(env), report, env });
  return PostgresService.start({ ...settings, home });
}

/** Looks at a Postgres that was started in a run folder, by this process or another. */
export const localPostgresStatus = (dir: string): ServiceStatus => recordedStatus(dir, [dir]);

/** Ends a Postgres that was started in a run folder and still runs. @returns the processes that were ended */
export const stopLocalPostgres = (dir: string): Promise<readonly RecordedProcess[]> =>
  new ServerRecord(dir).stop();

import { join } from 'node:path';
import { recordedStatus, type ServiceStatus } from '../recorded-status.js';
import { type RecordedProcess, ServerRecord } from '../server-record.js';
import { type Report, ServiceCache } from '../service-cache.js';
import type { Variables } from '../tool.js';
import { prismProgram } from './prism-program.js';
import { PrismService } from './prism-service.js';

/** How a Prism on this machine is started that others use. */
export interface LocalPrismSettings {
  /** Run folder, see `localPrismDir`. */
  readonly dir: string;
  /** Port of the Job API; 0 takes a free one. */
  readonly jobPort?: number | undefined;
  /** Port of the web pages; 0 takes a free one. */
  readonly webPort?: number | undefined;
  /** `detached`: it goes on when this process ends. */
  readonly lifetime?: 'parent' | 'detached' | undefined;
  readonly report?: Report | undefined;
  readonly env?: Variables | undefined;
}

/** The run folder that `beam-run services` uses for Prism when none is given. */
export const localPrismDir = (cache: ServiceCache = ServiceCache.locate()): string =>
  join(cache.dir, 'run', 'prism');

/** Builds Prism when it has to, and starts it. @throws BeamError as `prismProgram` and `PrismService.start` */
export async function startLocalPrism(settings: LocalPrismSettings): Promise<PrismService> {
  const { dir, jobPort, webPort = 0, lifetime, report, env } = settings;
  const program = await prismProgram({ cache: ServiceCache.locate(env), report, env });
  report?.('starting Prism');
  return PrismService.start({ dir, program, port: jobPort, webPort, lifetime });
}

/** Looks at a Prism that was started in a run folder, by this process or another. */
export const localPrismStatus = (dir: string): ServiceStatus => recordedStatus(dir, [dir]);

/** Ends a Prism that was started in a run folder and still runs. @returns the processes that were ended */
export const stopLocalPrism = (dir: string): Promise<readonly RecordedProcess[]> =>
  new ServerRecord(dir).stop();

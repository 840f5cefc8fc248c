import { join, resolve } from 'node:path';
import {
  FlinkCluster,
  type FlinkClusterShape,
  type FlinkPartsSettings,
  flinkParts,
  type RecordedProcess,
  type Report,
  recordedStatus,
  ServerRecord,
  ServiceCache,
  type ServiceStatus,
} from '@hornbeam/services';
import { JobServer } from './job-server.js';

/** How a cluster and a job server on this machine are started. */
export interface LocalServicesSettings extends FlinkPartsSettings, Partial<FlinkClusterShape> {
  /** Run folder of both, see `localServicesDir`. */
  readonly dir: string;
  /** Port of Flink's REST API; 0 takes a free one. */
  readonly restPort?: number;
  /** Port of the Job API; 0 takes a free one. */
  readonly jobPort?: number;
  readonly taskManagers?: number;
  /** `detached`: they go on when this process ends. */
  readonly lifetime?: 'parent' | 'detached';
}

/** A cluster and a job server in front of it, in this process' hands. */
export interface LocalServices {
  readonly cluster: FlinkCluster;
  readonly jobServer: JobServer;
  stop(): Promise<void>;
}

/** The run folder that `beam-run services` uses when none is given. */
export const localServicesDir = (cache: ServiceCache = ServiceCache.locate()): string =>
  join(cache.dir, 'run', 'flink');

/**
 * Starts a Flink cluster and a job server in front of it. Beam's jars are on the class path of the cluster, so a job
 * that names none to be shipped (`files_to_stage`) starts sooner.
 * @throws BeamError as `flinkParts`, `FlinkCluster.start` and `JobServer.start`; nothing is left running then
 */
export async function startLocalServices(settings: LocalServicesSettings): Promise<LocalServices> {
  const { lifetime } = settings;
  const dirs = dirsOf(settings.dir);
  const { cache, java, home, jars } = await flinkParts(settings);
  const report: Report = settings.report ?? (() => undefined);
  const cluster = await FlinkCluster.start({
    ...shapeOf(settings),
    ...{ dir: dirs.cluster, home, java, cache, report, lifetime, extraClassPath: jars },
    restPort: settings.restPort,
    taskManagers: settings.taskManagers,
  });
  try {
    report('starting the Beam job server');
    const jobServer = await JobServer.start({
      ...{ dir: dirs.jobServer, flinkHome: home, java, cache, lifetime, jar: jars },
      flinkMaster: cluster.endpoint,
      port: settings.jobPort,
    });
    const stop = async (): Promise<void> => {
      await jobServer.stop();
      await cluster.stop();
    };
    return { cluster, jobServer, stop };
  } catch (thrown) {
    await cluster.stop();
    throw thrown;
  }
}

/** Looks at what was started in a run folder; `rest` is Flink's REST API and web pages, `job` Beam's Job API. */
export function localServicesStatus(dir: string): ServiceStatus {
  const { cluster, jobServer } = dirsOf(dir);
  return recordedStatus(dir, [cluster, jobServer]);
}

/** Ends what was started in a run folder and still runs. @returns the processes that were ended */
export async function stopLocalServices(dir: string): Promise<readonly RecordedProcess[]> {
  const { cluster, jobServer } = dirsOf(dir);
  const ended = await new ServerRecord(jobServer).stop();
  return [...ended, ...(await new ServerRecord(cluster).stop())];
}

const dirsOf = (dir: string): { cluster: string; jobServer: string } => ({
  cluster: resolve(dir, 'cluster'),
  jobServer: resolve(dir, 'job-server'),
});

const shapeOf = (settings: LocalServicesSettings): Partial<FlinkClusterShape> => ({
  slots: settings.slots,
  stateBackend: settings.stateBackend,
  checkpointInterval: settings.checkpointInterval,
  restartAttempts: settings.restartAttempts,
  taskHeap: settings.taskHeap,
  config: settings.config,
});

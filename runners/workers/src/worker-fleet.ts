import type { RemoteWorker } from './remote-worker.js';

/** The workers of one job: started when first asked for, ended with the job. */
export interface WorkerFleet {
  /**
   * The worker of an environment of the plan.
   * @throws BeamError `E_WORKER` when it does not start or connect, `E_ENVIRONMENT` `E_UNSUPPORTED`
   */
  workerOf(environmentId: string): Promise<RemoteWorker>;
  /** Ends all workers; does not throw. */
  close(): Promise<void>;
}

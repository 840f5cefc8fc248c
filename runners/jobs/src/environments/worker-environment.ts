import type { Environment } from '@hornbeam/proto';
import type { BeamError } from '@hornbeam/sdk/model';

/** Where the user's code of a job runs, for as long as the job does. */
export interface WorkerEnvironment {
  readonly environment: Environment;
  /** The first failure of a bundle that was seen here, as it was thrown. */
  readonly failure: BeamError | undefined;
  close(): Promise<void>;
}

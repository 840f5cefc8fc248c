import type { ProvisionInfo } from '@hornbeam/proto/services';
import type { LiveParts } from '../../translate/plan.js';

/** A file that was staged for a worker, on its disk. */
export interface StagedFile {
  readonly name: string;
  readonly path: string;
}

/** What a worker knows when it begins. */
export interface WorkerBoot {
  /** What the environment's payload says to its workers. */
  readonly params: Readonly<Record<string, string>>;
  readonly provision: ProvisionInfo | undefined;
  /** Fetches the files that were staged for the worker. @throws BeamError `E_IO` */
  artifacts(): Promise<readonly StagedFile[]>;
}

/**
 * How a worker comes by the functions behind a plan: a worker in the process that submitted the plan has them at hand,
 * another one loads the same file and builds the same graph.
 */
export type WorkerCode = (boot: WorkerBoot) => Promise<LiveParts>;

import type { WorkerServices } from '@hornbeam/sdk/worker';

/** What the host leaves to the run: metrics, log, clock, cancellation, pace. */
export type HostServices = Pick<
  WorkerServices,
  'metrics' | 'log' | 'now' | 'wait' | 'newName' | 'signal' | 'combineBytes' | 'breathe' | 'outbox'
> & {
  /** Whether a bundle that began at this moment of `monotonic` and has written so much had better end. */
  readonly isBundleFull: (startedAt: number, written: { elements: number; bytes: number }) => boolean;
  readonly monotonic: () => number;
};

import type { MonitoringInfo, ProcessBundleDescriptor } from '@hornbeam/proto';
import type {
  ProcessBundleProgressResponse,
  ProcessBundleRequestCacheToken,
  ProcessBundleResponse,
  ProcessBundleSplitRequestDesiredSplit,
  ProcessBundleSplitResponse,
  StateRequest,
  StateResponse,
} from '@hornbeam/proto/services';
import type { BeamError, ErrorPlace } from '@hornbeam/sdk/model';

/** A worker in another process that is connected: what a runner asks of it. */
export interface RemoteWorker {
  readonly id: string;
  /**
   * Resolves with the reason, and never rejects, when the worker is of no more use: its control stream broke, its
   * process ended, it gives no sign of life. All its bundles fail with that error.
   */
  readonly gone: Promise<BeamError>;
  /** Makes a descriptor known, which the worker fetches by its id. */
  describe(descriptor: ProcessBundleDescriptor): void;
  /** Begins a bundle. */
  begin(bundle: BundleSettings): RemoteBundle;
  /** The metrics of a response in full, also those that came under short ids. */
  infosOf(
    response: ProcessBundleResponse | ProcessBundleProgressResponse,
  ): Promise<readonly MonitoringInfo[]>;
}

/** A stream of elements, or of timers of one family, that comes back from a bundle. */
export interface BundleOutput {
  readonly transformId: string;
  /** Of timers: the family that the step declares. */
  readonly family?: string;
}

/** What a runner wants of a bundle. */
export interface BundleSettings {
  readonly descriptorId: string;
  /** Tells the worker that it may keep state and side inputs from one bundle to the next, as long as these are the same. */
  readonly cacheTokens?: ProcessBundleRequestCacheToken[];
  /** Each says once that it is at its end, before the bundle is done. */
  readonly outputs: readonly BundleOutput[];
  /**
   * Takes whole elements as they come, also those inside of the response. A promise holds the stream back; what it
   * throws fails the bundle.
   */
  onElements(transformId: string, bytes: Uint8Array): void | Promise<void>;
  /** As {@link onElements}, with timers that were set or cleared. */
  onTimers(transformId: string, family: string, bytes: Uint8Array): void | Promise<void>;
  /** Answers a request for state or side inputs; what it throws is the answer's error. */
  onState(request: StateRequest): StateResponse | Promise<StateResponse>;
  /** Where the bundle's errors happened, as far as the runner knows. */
  readonly place: ErrorPlace;
}

/** A bundle at work in a worker. */
export interface RemoteBundle {
  readonly instructionId: string;
  /** Sends whole elements to a source port; a promise while the stream is full. The bytes are no longer the caller's. */
  sendElements(transformId: string, bytes: Uint8Array, isLast: boolean): Promise<void> | undefined;
  /** As {@link sendElements}, with timers that fire. */
  sendTimers(
    transformId: string,
    family: string,
    bytes: Uint8Array,
    isLast: boolean,
  ): Promise<void> | undefined;
  /**
   * The response, once it and the end of every output have come.
   * @throws BeamError `E_USER` with the worker's own message, `E_WORKER` when the worker is gone or broke the contract
   */
  readonly done: Promise<ProcessBundleResponse>;
  /** Asks for a part of the work back; undefined when the worker has none to give, or has finished. */
  split(
    desired: Record<string, ProcessBundleSplitRequestDesiredSplit>,
  ): Promise<ProcessBundleSplitResponse | undefined>;
  progress(): Promise<ProcessBundleProgressResponse>;
  /** Lets the worker call what was to be called after the commit. */
  finalize(): Promise<void>;
  /** Nobody waits for it any more: what still comes of it is thrown away. */
  abandon(): void;
}

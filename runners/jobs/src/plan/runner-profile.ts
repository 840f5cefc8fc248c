/** What a runner of others can do, as far as a plan must be made fit for it or refused. */
export interface RunnerProfile {
  /** As messages call it. */
  readonly name: string;
  /** Takes a combine apart by itself; else it is sent in parts. */
  readonly liftsCombines: boolean;
  /** Tells steps of windows that expire; else they set a timer for it themselves. */
  readonly expiresWindows: boolean;
  /** How many TestStreams a pipeline may have. */
  readonly testStreams: number;
  /** Reads the elements of a TestStream itself, so that it needs a coder that it knows. */
  readonly decodesTestStreams: boolean;
  /** The clock of a TestStream can be moved. */
  readonly movesClock: boolean;
  /** Goes by its own idea of which window of a side input belongs to a main window, where a run is endless. */
  readonly mapsSideWindows: boolean;
  /** Hands the elements of an endless input to steps with state and a side input that is in no windows. */
  readonly statefulSideInputs: boolean;
  /** Waits for the end of a side input, even where triggers would fire earlier. */
  readonly ignoresSideTriggers: boolean;
  /** Triggers that count or wait by the clock work in sessions too. */
  readonly countsInSessions: boolean;
  /** Groups by windows whose function is code of the worker. */
  readonly customWindows: boolean;
  /** Groups of windows that have expired come once more, empty, when event time passes end and expiry at once. */
  readonly firesExpiredWindows: boolean;
  /** The longest lateness that it can count, ms; without one there is no limit. */
  readonly mostLateness?: bigint;
  /** Values of `Pipeline.requirements` that it takes, URNs. */
  readonly requirements: {
    /** In runs of bounded input. */
    readonly batch: readonly string[];
    /** In runs that are endless, or were asked to be treated so. */
    readonly streaming: readonly string[];
  };
}

/** What a runner of others can do, as far as a plan must be made fit for it. */
export interface RunnerProfile {
  readonly name: string;
  /** Takes a combine apart by itself; else it is sent in parts. */
  readonly liftsCombines: boolean;
  /** Tells steps of windows that expire; else they set a timer for it themselves. */
  readonly expiresWindows: boolean;
  /** Runs TestStream. */
  readonly hasTestStream: boolean;
  /** Honours callbacks behind a commit of bounded runs too. */
  readonly finalizesBatches: boolean;
  /** Values of `Pipeline.requirements` that it takes. */
  readonly requirements: readonly string[];
}

/** How much may be under way at once. */
export interface EngineLimits {
  /** Bundles at work at once, beside those of sources. */
  readonly maxBundles: number;
  /** A bundle takes at most this many elements and bytes, but at least one batch. */
  readonly bundleElements: number;
  readonly bundleBytes: number;
  /** Above this many waiting bytes an edge pushes back on its producers. */
  readonly queueBytes: number;
}

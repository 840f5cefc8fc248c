/** How long a job service may take before it counts as gone, ms. */
export interface ServiceLimits {
  /** To be there at all. */
  readonly connectMillis: number;
  /** To give a sign of life while it takes a job. Translating a large pipeline happens in one call. */
  readonly submitMillis: number;
  /** To tell the id of a job that it was about to begin when the run was to end: without the id nobody can cancel it. */
  readonly abandonMillis: number;
  /** To answer what is asked again and again: state and metrics. */
  readonly askMillis: number;
  /** To do anything else. */
  readonly callMillis: number;
  /** To be silent while a job runs. */
  readonly awayMillis: number;
  /** Between two questions for metrics. */
  readonly pollMillis: number;
}

/** A service that answers nothing any more is given up after less than a minute, whatever it was to do. */
export const usualLimits: ServiceLimits = {
  connectMillis: 10_000,
  submitMillis: 50_000,
  abandonMillis: 5000,
  askMillis: 20_000,
  callMillis: 50_000,
  awayMillis: 30_000,
  pollMillis: 1000,
};

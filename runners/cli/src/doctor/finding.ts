/** One line of `beam-run doctor`. */
export interface Finding {
  /** `fail`: pipelines do not run; `warn`: some do not, or badly. */
  readonly level: 'ok' | 'warn' | 'fail';
  readonly what: string;
  /** What to do about it. */
  readonly fix?: string;
}

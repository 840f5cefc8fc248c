import type { RunOptions } from '@hornbeam/sdk/construction';
import type { Plan } from '@hornbeam/sdk/translate';
import { onceOnlySinks } from './plan/stable-sinks.js';

/** Says of sinks that could write each row once that they do not, in a run whose bundles may be repeated. */
export function warnOfSinks({ pipeline, steps }: Plan, runner: string, { log }: RunOptions): void {
  for (const [step, { target }] of onceOnlySinks(pipeline.components!, steps)) {
    log?.({
      severity: 'warn',
      step,
      message: `${runner} may repeat what it has written after a failure: rows reach ${target} at least once; each exactly once is for the direct runner with --state-dir`,
    });
  }
}

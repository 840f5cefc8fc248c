import type { Runner } from '@hornbeam/sdk/construction';
import { describe, it } from 'vitest';
import { features } from './features.js';
import type { Exceptions } from './runners.js';

/** How much of the contract is run. */
export interface ContractSettings {
  /** Only the first behaviour of each feature that the runner has: for runners that take long to begin. */
  readonly onlyFirst?: boolean;
  /** How long a behaviour may take, ms. */
  readonly timeoutMillis?: number;
}

/** Runs the contract of all runners on one. `make` gives a fresh runner for each behaviour. */
export function runnerContract(
  name: string,
  make: () => Runner,
  exceptions: Exceptions = {},
  { onlyFirst = false, timeoutMillis }: ContractSettings = {},
): void {
  describe.each(features)(`${name}: $name`, ({ name: feature, cases }) => {
    const has = cases.filter(({ behaviour }) => exceptions[feature]?.[behaviour] === undefined);
    for (const { behaviour, check } of cases) {
      const reason = exceptions[feature]?.[behaviour];
      // A reason in the table of runners is what skips a behaviour there.
      if (reason !== undefined) it.skip(`${behaviour} (${reason})`, () => undefined);
      else if (!onlyFirst || has[0]?.behaviour === behaviour)
        it(behaviour, () => check(make()), timeoutMillis);
    }
  });
}

import type { Runner } from '@hornbeam/sdk/construction';
import { describe, it } from 'vitest';
import { features } from './features.js';
import type { Exceptions } from './runners.js';

/** Runs the contract of all runners on one. `make` gives a fresh runner for each behaviour. */
export function runnerContract(name: string, make: () => Runner, exceptions: Exceptions = {}): void {
  describe.each(features)(`${name}: $name`, ({ name: feature, cases }) => {
    for (const { behaviour, check } of cases) {
      const reason = exceptions[feature]?.[behaviour];
      // A reason in the table of runners is what skips a behaviour there.
      if (reason !== undefined) it.skip(`${behaviour} (${reason})`, () => undefined);
      else it(behaviour, () => check(make()));
    }
  });
}

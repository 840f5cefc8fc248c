import type { Runner } from '@hornbeam/sdk';
import { BeamError } from '@hornbeam/sdk/model';
import { nearest } from './args/spelling.js';

/** What the command line says about how a runner works. */
export interface RunnerSettings {
  /** Bytes that the runner may hold in memory before it goes to disk. */
  readonly memoryBudget?: number;
  /** How long a run that is to end may come no further, ms. */
  readonly drainMillis?: number;
  /** Fail when a callback changes an element that it was given. */
  readonly checkImmutability?: boolean;
  /** Pass every element through its coder between steps. */
  readonly encodeEveryBundle?: boolean;
}

/** A runner that `--runner` can name. */
export interface RunnerEntry {
  readonly name: string;
  /** Other names: what users of Beam's other SDKs write. */
  readonly aliases: readonly string[];
  readonly description: string;
  create(settings: RunnerSettings): Promise<Runner>;
}

/** All runners that this command can start. */
export const runners: readonly RunnerEntry[] = [
  {
    name: 'direct',
    aliases: ['DirectRunner'],
    description: 'in this process, without a server; more data than memory goes through temporary files',
    create: async (settings) => {
      const { DirectRunner } = await import('@hornbeam/direct');
      return new DirectRunner(settings);
    },
  },
];

/** The runner of this name. @throws BeamError `E_USAGE` */
export function findRunner(name: string): RunnerEntry {
  const wanted = name.toLowerCase();
  const names = (entry: RunnerEntry): string[] => [entry.name, ...entry.aliases];
  const found = runners.find((entry) => names(entry).some((each) => each.toLowerCase() === wanted));
  if (found !== undefined) return found;
  const near = nearest(name, runners.flatMap(names));
  throw new BeamError('E_USAGE', `There is no runner "${name}".`, {
    help:
      near === undefined
        ? `runners that exist: ${runners.flatMap(names).join(', ')}`
        : `did you mean ${near}? (runners that exist: ${runners.flatMap(names).join(', ')})`,
  });
}

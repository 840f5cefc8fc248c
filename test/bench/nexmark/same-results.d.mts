/** Types of `same-results.mjs`. */
import type { Runner } from '@hornbeam/sdk';
import type { GeneratorSettings } from './generator.mjs';
import type { Query } from './queries.mjs';

export function sortedLines(results: readonly object[]): string[];

export function bothResults(
  query: Query,
  settings: {
    runner: Runner;
    count: number;
    streaming: boolean;
    longestAuction: number;
    generator: GeneratorSettings;
  },
): Promise<{ actual: string[]; expected: string[] }>;

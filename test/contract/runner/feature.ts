import { type PCollection, preview, type Root } from '@hornbeam/sdk';
import type { Runner } from '@hornbeam/sdk/construction';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';

/** One behaviour that every runner must have: a sentence, and a check that fails without it. */
export interface Case {
  readonly behaviour: string;
  readonly check: (runner: Runner) => Promise<void>;
}

/** Part of what the SDK offers, as `docs/what-runs-where.md` lists it. */
export interface Feature {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** A feature by its name and its behaviours. */
export const feature = (name: string, behaviours: Readonly<Record<string, Case['check']>>): Feature => ({
  name,
  cases: Object.entries(behaviours).map(([behaviour, check]) => ({ behaviour, check })),
});

/** Checks what a pipeline makes, in any order. */
export async function expectOutput<T>(
  runner: Runner,
  build: (root: Root) => PCollection<T>,
  expected: readonly T[],
): Promise<void> {
  expect(inOrder(await collect(build, { runner }))).toEqual(inOrder(expected));
}

/** A copy in an order that only depends on the elements. */
export const inOrder = <T>(elements: Iterable<T>): T[] =>
  [...elements]
    .map((element) => [preview(element, 10_000), element] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, element]) => element);

/** Resolves after other work of the process had a turn. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

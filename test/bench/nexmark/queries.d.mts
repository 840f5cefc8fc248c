/** Types of `queries.mjs`. */
import type { PCollection } from '@hornbeam/sdk';
import type { Event } from './generator.mjs';

export interface Query {
  readonly number: number;
  readonly title: string;
  expand(events: PCollection<Event>, settings: { longestAuction: number }): PCollection<object>;
}

export const queries: readonly Query[];

import type { CombineOutput, CombineRecordOutput } from '../construction/index.js';

/** What combining makes: `O` with one aggregation, an object of all results with a record `R` of them. */
export type Combination<O, R> = string extends keyof R
  ? unknown extends O
    ? CombineRecordOutput<R>
    : O
  : CombineRecordOutput<R>;

/** What grouping by a field makes: the field, and the result of every aggregation. */
export type GroupedRow<T, F extends keyof T, R> = {
  [P in F | keyof R]: P extends keyof R ? CombineOutput<R[P]> : T[P & F];
};

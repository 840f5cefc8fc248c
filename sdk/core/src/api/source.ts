import type { PCollection } from './pcollection.js';
import type { Root } from './root.js';

/** Something to read: a named transform from the pipeline's root. */
export interface Source<T> {
  /** Shown as the step's name. */
  readonly name: string;
  expand(root: Root): PCollection<T>;
}

/** Something to write to: a named transform whose result is handed back to the caller of `write`. */
export interface Sink<T, R = void> {
  readonly name: string;
  expand(input: PCollection<T>): R;
}

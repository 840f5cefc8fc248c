import type { Coder } from '../coder.js';
import { ContextFreeCoder } from '../context-free.js';

/**
 * The base of coders that exist only inside rows: Beam lists no coder for 16-bit integers, floats or maps, but
 * the row coder writes them. Their URNs never stand in a plan.
 */
export abstract class FieldCoder<T> extends ContextFreeCoder<T> {
  readonly urn: string;
  readonly components: readonly Coder<any>[] = [];
  readonly deterministic: boolean = true;

  constructor(name: string) {
    super();
    this.urn = `hornbeam:row_field:${name}`;
  }
}

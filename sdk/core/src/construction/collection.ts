import type { Coder } from '../model/coders/coder.js';
import type { Windowing } from '../model/windowing.js';
import { CoderSlot } from './coder-slot.js';
import type { Graph, Scope, Step } from './graph.js';

/**
 * A node's output in the graph: what the fluent `PCollection` wraps. `coder` and `windowing` say how its
 * elements are written and grouped.
 */
export class Collection<out T> {
  declare readonly '~element'?: T;
  readonly graph: Graph;
  readonly producer: Step;
  readonly tag: string;
  readonly windowing: Windowing;
  /** False for sources without an end. */
  readonly bounded: boolean;
  /** The step or composite that the user's call made: what `.named()` names. */
  origin: Step | Scope;
  private readonly slot: CoderSlot;

  constructor(facts: {
    graph: Graph;
    producer: Step;
    tag: string;
    windowing: Windowing;
    bounded: boolean;
    coder: Coder<any>;
    coderIsDefault: boolean;
  }) {
    this.graph = facts.graph;
    this.producer = facts.producer;
    this.tag = facts.tag;
    this.windowing = facts.windowing;
    this.bounded = facts.bounded;
    this.origin = facts.producer;
    this.slot = new CoderSlot(facts.coder, facts.coderIsDefault);
  }

  get coder(): Coder<any> {
    return this.slot.coder;
  }

  set coder(coder: Coder<any>) {
    this.slot.settle(coder);
  }

  /** True while `coder` is only the fallback: a keyed transform may still split it into key and value. */
  get coderIsDefault(): boolean {
    return this.slot.isDefault;
  }

  /**
   * Keeps the coders of both equal for ever, whichever is refined later. When both have a coder that somebody
   * chose, these must be equal already.
   */
  shareCoder(other: Collection<any>): void {
    this.slot.join(other.slot);
  }
}

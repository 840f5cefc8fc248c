/**
 * What the engine knows of a pipeline: stages and the edges between them. No transforms, no user code, no proto.
 */
export type StageId = string;
/** Names an edge. */
export type EdgeId = string;

/** Elements between stages. */
export interface Edge {
  readonly id: EdgeId;
  /**
   * `queue`: elements may be taken as soon as they are there. `barrier`: nothing may be taken until every
   * producer is done (a grouping). `side`: read whole, as a side input, when every producer is done.
   */
  readonly kind: 'queue' | 'barrier' | 'side';
}

/** A fused part of the pipeline: reads one edge, writes any number. */
export interface Stage {
  readonly id: StageId;
  readonly source: EdgeId;
  readonly sinks: readonly EdgeId[];
  /** Side inputs: the stage runs only when all of them are complete. */
  readonly sides: readonly EdgeId[];
}

/** All stages, in an order in which producers come first, and all edges. */
export interface Topology {
  readonly edges: readonly Edge[];
  readonly stages: readonly Stage[];
}

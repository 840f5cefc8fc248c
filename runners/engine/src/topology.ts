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
   * producer is done (a grouping of bounded input). `side`: read by window as a side input, a window when it is
   * ready.
   */
  readonly kind: 'queue' | 'barrier' | 'side';
}

/** A fused part of the pipeline: reads one edge, writes any number. */
export interface Stage {
  readonly id: StageId;
  readonly source: EdgeId;
  readonly sinks: readonly EdgeId[];
  /** Side inputs: an element goes in when the windows that belong to its own are ready in all of them. */
  readonly sides: readonly EdgeId[];
  /**
   * `timed`: it has timers and holds, and reports an agenda after each bundle. `source`: its elements make
   * outputs until they are stopped; what they leave is taken up again.
   */
  readonly head?: 'plain' | 'timed' | 'source';
}

/** All stages, in an order in which producers come first, and all edges. */
export interface Topology {
  readonly edges: readonly Edge[];
  readonly stages: readonly Stage[];
}

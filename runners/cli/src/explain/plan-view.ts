/** A step of the pipeline, as pictures and lists show it. */
export interface ViewNode {
  /** Full name. */
  readonly id: string;
  /** The name inside of its group. */
  readonly label: string;
  /** What it does: `map`, `groupByKey`, `combine sum`. */
  readonly operation: string;
  /** `file:line` of the user. */
  readonly line: string | undefined;
  /** The group that it belongs to. */
  readonly group: string | undefined;
  /** Numbers of the stages that it takes part in. */
  readonly stages: readonly number[];
  readonly outputs: readonly ViewOutput[];
}

/** What a step makes. */
export interface ViewOutput {
  readonly tag: string;
  readonly coder: string;
  readonly window: string;
}

/** A composite with more than one part. */
export interface ViewGroup {
  /** Full name. */
  readonly id: string;
  readonly label: string;
  readonly line: string | undefined;
  readonly group: string | undefined;
}

/** Elements on their way from one step to another. */
export interface ViewEdge {
  readonly from: string;
  readonly to: string;
  /** The output that is read; undefined for the main one. */
  readonly tag: string | undefined;
  /** The name under which it is read as a side input. */
  readonly side: string | undefined;
}

/** A part of the pipeline that runs as one. */
export interface ViewStage {
  /** Counted from 1. */
  readonly number: number;
  readonly reads: string;
  /** Steps, and parts of steps, in their order. */
  readonly steps: readonly string[];
  readonly sides: readonly string[];
  readonly writes: readonly string[];
}

/** A pipeline as it is shown: every form of `explain` is written from this alone. */
export interface PlanView {
  readonly name: string;
  readonly nodes: readonly ViewNode[];
  readonly groups: readonly ViewGroup[];
  readonly edges: readonly ViewEdge[];
  readonly stages: readonly ViewStage[];
}

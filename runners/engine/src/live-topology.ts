import type { Instant } from '@hornbeam/sdk/model';
import { type Agenda, EMPTY_AGENDA } from './agenda.js';
import { Leftovers } from './leftovers.js';
import { Pending } from './pending.js';
import type { Edge, Stage, StageId, Topology } from './topology.js';

/** An edge while a run goes on. */
export interface LiveEdge {
  readonly edge: Edge;
  readonly pending: Pending;
  /** Stages whose source it is. */
  readonly consumers: readonly StageId[];
  /** Stages that read it as source or side input and are not done. */
  readonly readers: Set<StageId>;
  sealing: boolean;
}

/** A stage while a run goes on. */
export interface LiveStage {
  readonly stage: Stage;
  readonly leftovers: Leftovers;
  agenda: Agenda;
  /** The smallest timestamp, and the smallest watermark of a leftover, that the bundle under way has in hand. */
  inHand: { readonly input: Instant; readonly output: Instant } | undefined;
}

export const liveStage = (stage: Stage): LiveStage => ({
  stage,
  leftovers: new Leftovers(),
  agenda: EMPTY_AGENDA,
  inHand: undefined,
});

export function liveEdge(edge: Edge, { stages }: Topology): LiveEdge {
  const consumers = stages.filter(({ source }) => source === edge.id).map(({ id }) => id);
  const sides = stages.filter((stage) => stage.sides.includes(edge.id)).map(({ id }) => id);
  return {
    edge,
    pending: new Pending(consumers.length),
    consumers,
    readers: new Set([...consumers, ...sides]),
    sealing: false,
  };
}

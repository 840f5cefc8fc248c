import type { EdgeId, Output } from '@hornbeam/engine';
import { ByteReader, ROOT_METADATA } from '@hornbeam/sdk/model';
import type { EdgeStore } from './hosts/edge-store.js';
import type { StagePlan } from './plan/fuse.js';
import type { PlanFacts } from './plan/plan-facts.js';

/** Stores the one element of each impulse; an edge that is named twice has two. */
export function storeImpulses(
  roots: readonly EdgeId[],
  { edges }: StagePlan,
  stores: ReadonlyMap<EdgeId, EdgeStore>,
  facts: PlanFacts,
): Output[] {
  const writers = [...new Set(roots)].map((edge) => ({
    edge,
    writer: stores.get(edge)!.writer({ metadata: ROOT_METADATA }),
  }));
  for (const root of roots) {
    const { collection } = edges.find(({ id }) => id === root)!;
    // No bytes, as the collection's coder reads them.
    const element: unknown = facts.coderOf(collection).decode(new ByteReader(Uint8Array.of(0)));
    writers.find(({ edge }) => edge === root)!.writer.receiver.push(element);
  }
  return writers.map(({ edge, writer }) => ({ edge, batch: writer.commit()! }));
}

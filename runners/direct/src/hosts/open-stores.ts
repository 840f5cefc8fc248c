import type { EdgeId } from '@hornbeam/engine';
import { BeamError, type Coder, KvCoder, ROOT_METADATA } from '@hornbeam/sdk/model';
import { coderFromPlan, windowCoderOf, windowingFromProto } from '@hornbeam/sdk/translate';
import type { PlannedEdge, StagePlan } from '../plan/fuse.js';
import { Grouping } from '../stores/grouping.js';
import type { MemoryBudget } from '../stores/memory-budget.js';
import type { SpillDisk } from '../stores/spill-disk.js';
import { Spool } from '../stores/spool.js';
import type { EdgeStore } from './edge-store.js';
import { GroupStore } from './group-store.js';
import { QueueStore } from './queue-store.js';
import { SideInputStore } from './side-store.js';

/** Makes the store of every edge of a plan; roots hold their impulse. */
export function openStores(plan: StagePlan, budget: MemoryBudget, disk: SpillDisk): Map<EdgeId, EdgeStore> {
  const { components } = plan;
  const coderOf = (collection: string): Coder<any> =>
    coderFromPlan(components.pcollections[collection]?.coderId ?? '', components.coders);
  const open = (edge: PlannedEdge): EdgeStore => {
    switch (edge.kind) {
      case 'queue':
        return new QueueStore(edge.id, new Spool(coderOf(edge.collection), budget, disk));
      case 'side': {
        const coder = coderOf(edge.collection);
        return new SideInputStore(edge.id, () => new Spool(coder, budget, disk));
      }
      case 'barrier': {
        const coder = coderOf(edge.grouped!);
        const { uniqueName } = components.transforms[edge.transform!]!;
        if (!(coder instanceof KvCoder)) {
          throw new BeamError('E_BAD_PLAN', 'A grouping reads a PCollection whose coder is not kv.', {
            step: uniqueName,
          });
        }
        const strategy =
          components.windowingStrategies[components.pcollections[edge.grouped!]!.windowingStrategyId];
        const window = windowCoderOf(windowingFromProto(strategy).windowFn);
        return new GroupStore(
          edge.id,
          uniqueName,
          new Grouping({ key: coder.key, value: coder.value, window }, budget, disk),
        );
      }
    }
  };
  const stores = new Map(plan.edges.map((edge) => [edge.id, open(edge)]));
  for (const root of plan.roots)
    stores.get(root)!.receiver({ metadata: ROOT_METADATA }).push(new Uint8Array());
  return stores;
}

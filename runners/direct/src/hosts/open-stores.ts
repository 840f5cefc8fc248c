import type { EdgeId } from '@hornbeam/engine';
import { IsBounded } from '@hornbeam/proto';
import {
  BeamError,
  type Coder,
  GlobalWindowCoder,
  KvCoder,
  needsMerge,
  type Window,
  type Windowing,
} from '@hornbeam/sdk/model';
import { mainInputs } from '@hornbeam/sdk/translate';
import { sideInputWindows } from '@hornbeam/sdk/worker';
import { mergingForeign } from '../plan/foreign-window.js';
import { type PlannedEdge, type StagePlan, takesAccumulators } from '../plan/fuse.js';
import { placeOf, placesOf } from '../plan/place.js';
import type { PlanFacts } from '../plan/plan-facts.js';
import { type AskForOutcomes, DetailedGroups, detailedCoder } from '../stores/detailed-groups.js';
import { Grouping } from '../stores/grouping.js';
import { PlainGroups } from '../stores/groups.js';
import type { MemoryBudget } from '../stores/memory-budget.js';
import type { SpillDisk } from '../stores/spill-disk.js';
import { Spool, type SpoolSettings } from '../stores/spool.js';
import type { EdgeStore } from './edge-store.js';
import { EncodedStore } from './encoded-store.js';
import { GroupStore } from './group-store.js';
import { GuardedStore } from './guarded-store.js';
import { ElementRun } from './kept/element-run.js';
import type { Keeping } from './kept/keeping.js';
import { KeptQueue } from './kept/kept-queue.js';
import { KeptSide } from './kept/kept-side.js';
import { QueueStore } from './queue-store.js';
import { SideInputStore } from './side-store.js';

/** Test modes of a run, see the stores of the same names. They need a plan of stages of one step each. */
export interface StoreChecks {
  readonly checkImmutability: boolean;
  readonly encodeEveryBundle: boolean;
}

/** What the stores of a run are made from. */
export interface StoreSettings {
  readonly plan: StagePlan;
  readonly facts: PlanFacts;
  readonly budget: MemoryBudget;
  readonly disk: SpillDisk;
  readonly checks: StoreChecks;
  /** Keep samples of timestamps, to tell how old elements are. */
  readonly measuresAge: boolean;
  /** Bounded side inputs are read window by window, as endless ones are. */
  readonly readsEarly: boolean;
  /** Where the run is kept; undefined where it is not. */
  readonly kept?: KeptStores | undefined;
}

/** What stores of a run that is kept are told. */
export interface KeptStores {
  readonly keeping: Keeping;
  /** How many consumers have yet to read a batch that an earlier process left. */
  readonly unread: (edge: EdgeId, batch: number) => number;
  /** Told of each queue: it has the batches that were left. */
  readonly onQueue: (edge: EdgeId, queue: KeptQueue) => void;
}

const askOf = (windowing: Windowing): AskForOutcomes | undefined => {
  const fn = mergingForeign(windowing);
  return fn && ((windows) => fn.outcomes(windows));
};

/** Makes the store of every edge of a plan; all empty. */
export function openStores({
  plan,
  facts,
  budget,
  disk,
  checks,
  measuresAge,
  readsEarly,
  kept,
}: StoreSettings): Map<EdgeId, EdgeStore> {
  const { components } = plan;
  const coderOf = (collection: string): Coder<any> => facts.coderOf(collection);
  const windowingOf = (collection: string): Windowing => facts.windowingOf(collection);
  const windowFnOf = (collection: string) => windowingOf(collection).windowFn;
  const origins = placesOf(components);
  const spools = (collection: string, more: Partial<SpoolSettings> = {}): (() => Spool) => {
    const settings: SpoolSettings = {
      coder: coderOf(collection),
      window: facts.windowCoderOf(collection),
      origin: origins.get(collection) ?? {},
      budget,
      disk,
      ...more,
    };
    return () => new Spool(settings);
  };
  const runOf = (collection: string): ElementRun =>
    new ElementRun(coderOf(collection), facts.windowCoderOf(collection));
  const hasSides = (edge: PlannedEdge): boolean =>
    plan.stages.some((stage) => stage.source === edge.id && stage.sides.length > 0);
  const readersOf = (edge: PlannedEdge): number =>
    plan.stages.filter((stage) => stage.source === edge.id).length;
  /** How long an element may be late that reads a side input. */
  const latenessOf = ({ id }: PlannedEdge): number =>
    Math.max(
      ...plan.stages
        .flatMap(({ sides }) => sides.filter(({ edge }) => edge === id))
        .flatMap(({ transform }) => mainInputs(components.transforms[transform]!))
        .map((collection) => windowingOf(collection).allowedLateness),
    );
  const open = (edge: PlannedEdge): EdgeStore => {
    switch (edge.kind) {
      case 'queue': {
        const written = edge.isPaned ? edge.grouped! : edge.collection;
        const more = { listsWindows: hasSides(edge), samplesTimestamps: measuresAge };
        const queue = new QueueStore(edge.id, spools(written, more), readersOf(edge));
        if (kept !== undefined) {
          const unread = (batch: number): number => kept.unread(edge.id, batch);
          kept.onQueue(edge.id, new KeptQueue(queue, runOf(written), unread, kept.keeping));
        }
        return queue;
      }
      case 'side': {
        const coder = coderOf(edge.collection);
        const isTriggered = windowingOf(edge.collection).trigger.kind !== 'default';
        const side = new SideInputStore(
          edge.id,
          {
            of: sideInputWindows(windowFnOf(edge.collection)),
            isTriggered,
            lateness: latenessOf(edge),
            keys: isTriggered && coder instanceof KvCoder ? coder.key : undefined,
            isBounded:
              !readsEarly && components.pcollections[edge.collection]!.isBounded !== IsBounded.UNBOUNDED,
          },
          spools(edge.collection),
        );
        if (kept !== undefined) {
          const window = facts.windowCoderOf(edge.collection);
          new KeptSide(side, { element: coder, window }, runOf(edge.collection), kept.keeping);
        }
        return side;
      }
      case 'barrier': {
        const grouped = edge.grouped!;
        const place = placeOf(components.transforms[edge.transform!]!);
        const coder = coderOf(grouped);
        if (!(coder instanceof KvCoder)) {
          throw new BeamError('E_BAD_PLAN', 'A grouping reads a PCollection whose coder is not kv.', place);
        }
        const windowing = windowingOf(grouped);
        const window = facts.windowCoderOf(grouped);
        const settings = { readers: readersOf(edge), origin: origins.get(grouped) ?? place, budget, disk };
        if (needsMerge(windowing) || windowing.timestampCombiner !== 'end-of-window') {
          const coders = {
            key: coder.key,
            value: detailedCoder(coder.value, window),
            window: new GlobalWindowCoder() as Coder<Window>,
          };
          const grouping = new Grouping({ ...settings, coders });
          return new GroupStore(
            edge.id,
            place,
            new DetailedGroups({ grouping, windowing, place, outcomes: askOf(windowing) }),
          );
        }
        const grouping = new Grouping({
          ...settings,
          coders: { key: coder.key, value: coder.value, window },
        });
        return new GroupStore(edge.id, place, new PlainGroups(grouping));
      }
    }
  };
  const checked = (edge: PlannedEdge): EdgeStore => {
    const read = coderOf(edge.collection);
    const written = coderOf(edge.grouped ?? edge.collection);
    const origin = origins.get(edge.grouped ?? edge.collection) ?? {};
    const mayChange = edge.isPaned === true || takesAccumulators(edge, plan);
    let store = open(edge);
    if (checks.encodeEveryBundle) store = new EncodedStore(store, { coder: written, origin });
    if (checks.checkImmutability) store = new GuardedStore(store, { written, read, origin, mayChange });
    return store;
  };
  return new Map(plan.edges.map((edge) => [edge.id, checked(edge)]));
}

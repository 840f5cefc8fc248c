import { type EdgeId, GroupingMachine, TimerTable } from '@hornbeam/engine';
import { CombinePayload, IsBounded, ParDoPayload, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import {
  type CombineFn,
  type Counter,
  isState,
  type Operation,
  type StateUse,
} from '@hornbeam/sdk/construction';
import {
  BeamError,
  type Coder,
  KvCoder,
  type Metadata,
  ROOT_METADATA,
  type Windowing,
} from '@hornbeam/sdk/model';
import { type LiveParts, mainInputs, referencedStep } from '@hornbeam/sdk/translate';
import { BundleProcessor, KeyIndex, receiver, StateTable } from '@hornbeam/sdk/worker';
import { SOURCE_PORT, sinkPort } from '../../plan/descriptor.js';
import { mergingForeign } from '../../plan/foreign-window.js';
import type { PlannedSide, PlannedStage, StagePlan } from '../../plan/fuse.js';
import { COMBINE_ANNOTATION } from '../../plan/lift-combine.js';
import { placeOf } from '../../plan/place.js';
import type { PlanFacts } from '../../plan/plan-facts.js';
import { BagBuffer } from '../../stores/bag-buffer.js';
import { CombiningBuffer } from '../../stores/combining-buffer.js';
import type { KeptBuffer } from '../../stores/kept-buffer.js';
import type { EdgeStore } from '../edge-store.js';
import type { HostServices } from '../host-services.js';
import { ElementRun } from '../kept/element-run.js';
import type { Keeping } from '../kept/keeping.js';
import { KeptCells } from '../kept/kept-cells.js';
import { KeptGroups } from '../kept/kept-groups.js';
import { KeptResiduals } from '../kept/kept-residuals.js';
import { KeptTimers } from '../kept/kept-timers.js';
import { KeptWindows } from '../kept/kept-windows.js';
import { WindowedKeyForm } from '../kept/windowed-key.js';
import type { StageWriters } from '../stage-writers.js';
import type { Admission } from './admission.js';
import { GroupingHead } from './grouping-head.js';
import { PlainHead } from './plain-head.js';
import { SplittableHead, type Truncate } from './splittable-head.js';
import type { StageParts } from './stage-parts.js';
import { StatefulHead } from './stateful-head.js';

/** Makes the head of a stage, and the state and timers that go with it. */
export type OpenHead = (stage: PlannedStage, writers: StageWriters) => StageParts;

/** What heads are made from. */
export interface HeadSettings {
  readonly plan: StagePlan;
  readonly facts: PlanFacts;
  readonly stores: ReadonlyMap<EdgeId, EdgeStore>;
  readonly services: HostServices;
  /** Test mode `encodeEveryBundle`: state is kept as bytes. */
  readonly encodesState: boolean;
  /** Test mode `checkImmutability`: values of state are looked after. */
  readonly watchesState: boolean;
  /** Where the run is kept; undefined where it is not. */
  readonly keeping?: Keeping | undefined;
}

/** The name of the counter of elements that came too late, as in every Beam runner. */
export const LATE_COUNTER = 'droppedDueToLateness';

/** The name of the counter of elements whose window's trigger had finished. */
export const CLOSED_COUNTER = 'droppedDueToClosedWindow';

/** Opens heads by what the plan says of a stage. */
export function headOpener(settings: HeadSettings): OpenHead {
  const { stores } = settings;
  return (stage, writers) => {
    const source = stores.get(stage.source)!;
    const { head } = stage;
    switch (head.kind) {
      case 'plain':
        return {
          state: undefined,
          timers: undefined,
          head: new PlainHead(source, admissionOf(settings, stage)),
        };
      case 'grouping':
        return {
          state: undefined,
          timers: undefined,
          head: openGrouping(settings, stage, head.transform, writers),
        };
      case 'stateful':
        return openStateful(settings, source, head.transform);
      case 'splittable':
        return {
          state: undefined,
          timers: undefined,
          head: openSplittable(settings, stage, head.transform),
        };
    }
  };
}

function openSplittable(settings: HeadSettings, stage: PlannedStage, transform: string): SplittableHead {
  const { facts, keeping, plan, stores } = settings;
  const head = new SplittableHead(stores.get(stage.source)!, truncation(settings, transform));
  if (keeping !== undefined) {
    const { inputs, uniqueName } = plan.components.transforms[transform]!;
    const [input] = Object.values(inputs);
    const run = new ElementRun(facts.coderOf(input!), facts.windowCoderOf(input!));
    new KeptResiduals({ step: uniqueName, transform }, head, run, keeping);
  }
  return head;
}

/** Of a stage that reads endless side inputs: windows that have expired find nothing there. */
function admissionOf(settings: HeadSettings, stage: PlannedStage): Admission | undefined {
  const { pcollections, transforms } = settings.plan.components;
  const isEndless = ({ edge }: PlannedSide): boolean =>
    pcollections[edge.slice('side:'.length)]?.isBounded === IsBounded.UNBOUNDED;
  const reader = stage.sides.find(isEndless)?.transform;
  if (reader === undefined) return undefined;
  const transform = transforms[reader]!;
  const [input] = mainInputs(transform);
  return {
    allowedLateness: factsOf(settings, input!).windowing.allowedLateness,
    onLate: lazyCounter(settings.services, transform, LATE_COUNTER),
  };
}

function openGrouping(
  settings: HeadSettings,
  stage: PlannedStage,
  transformId: string,
  writers: StageWriters,
): GroupingHead {
  const { plan, facts, stores } = settings;
  const { transforms } = plan.components;
  const transform = transforms[transformId]!;
  const input = Object.values(transform.inputs)[0] ?? '';
  const { windowing, coder } = factsOf(settings, input);
  const place = placeOf(transform);
  if (!(coder instanceof KvCoder)) {
    throw new BeamError('E_BAD_PLAN', 'A grouping reads a PCollection whose coder is not kv.', place);
  }
  const lateEdges = stage.sinks.find(({ collection }) => collection === transform.outputs.late)?.edges ?? [];
  const cursor: { metadata: Metadata } = { metadata: ROOT_METADATA };
  const lateReceivers = lateEdges.map((edge) => writers.writerOf(edge, cursor).receiver);
  const countLate = lazyCounter(settings.services, transform, LATE_COUNTER);
  const countClosed = lazyCounter(settings.services, transform, CLOSED_COUNTER);
  const handOut = (key: unknown, value: unknown, metadata: Metadata): void => {
    cursor.metadata = { ...metadata, windows: ROOT_METADATA.windows }; // their windows are over
    for (const to of lateReceivers) to.pushPair(key, value);
  };
  const annotation = transform.annotations[COMBINE_ANNOTATION];
  const combine = annotation && CombinePayload.decode(annotation);
  const merging = mergingForeign(windowing);
  const buffer = combine ? combiningBuffers(combineFnOf(combine, facts.live)) : () => new BagBuffer();
  const { keeping } = settings;
  const machine = new GroupingMachine<unknown, unknown>({
    windowing,
    keys: () => new KeyIndex(coder.key),
    buffer,
    notes: keeping !== undefined,
    onLate(key, value, metadata) {
      countLate();
      handOut(key, value, metadata);
    },
    onClosed(key, value, metadata) {
      countClosed();
      handOut(key, value, metadata);
    },
  });
  if (keeping !== undefined) {
    new KeptGroups({
      step: transform.uniqueName,
      machine,
      form: new WindowedKeyForm(facts.windowCoderOf(input), coder.key),
      value: combine ? facts.coder(combine.accumulatorCoderId) : coder.value,
      buffer,
      keeping,
    });
  }
  return new GroupingHead({
    source: stores.get(stage.source)!,
    merging: merging && { fn: merging, keys: () => new KeyIndex(coder.key) },
    machine,
    place,
  });
}

const combiningBuffers = (combineFn: CombineFn<any, any, any>) => (): KeptBuffer =>
  new CombiningBuffer(combineFn);

function combineFnOf(payload: CombinePayload, { steps }: LiveParts): CombineFn<any, any, any> {
  const { operation } = referencedStep(payload.combineFn, steps);
  if (operation.kind === 'combinePerKey') return operation.combineFn;
  throw new BeamError('E_GRAPH_DIFFERS', 'The plan combines where this build does something else.', {
    help: 'build the graph from the same file with the same options',
  });
}

function openStateful(settings: HeadSettings, source: EdgeStore, transformId: string): StageParts {
  const transform = settings.plan.components.transforms[transformId]!;
  const payload = ParDoPayload.decode(transform.spec!.payload);
  const input = Object.entries(transform.inputs).find(
    ([name]) => payload.sideInputs[name] === undefined,
  )?.[1];
  const { windowing, coder } = factsOf(settings, input ?? '');
  if (!(coder instanceof KvCoder)) {
    throw new BeamError('E_BAD_PLAN', 'A step with state reads a PCollection whose coder is not kv.', {
      ...placeOf(transform),
    });
  }
  const { facts, keeping } = settings;
  const { operation } = referencedStep(payload.doFn, facts.live.steps);
  const step = transform.uniqueName;
  const form = keeping && new WindowedKeyForm(facts.windowCoderOf(input!), coder.key);
  const timers = new TimerTable({ keys: () => new KeyIndex(coder.key), notes: keeping !== undefined });
  const cells = keeping && keptCells(operation, { step, form: form!, keeping });
  const state = StateTable.ofStep(transformId, facts.live, {
    keyCoder: coder.key,
    now: settings.services.now,
    encodes: settings.encodesState,
    watches: settings.watchesState,
    keeper: cells,
  });
  const head = new StatefulHead({
    source,
    transform: transformId,
    timers,
    state,
    allowedLateness: windowing.allowedLateness,
    announcesExpiry: payload.onWindowExpirationTimerFamilySpec !== '',
    sortsInput: payload.requiresTimeSortedInput,
    onLate: lazyCounter(settings.services, transform, LATE_COUNTER),
    keepsLate: operation.kind === 'parDo' && operation.hasLateOutput === true,
    notesWindows: keeping !== undefined,
  });
  if (keeping !== undefined) {
    cells!.watch(state);
    new KeptTimers(step, timers, form!, keeping);
    const window = facts.windowCoderOf(input!);
    new KeptWindows(step, head, window, new ElementRun(coder, window), keeping);
  }
  return { state, timers, head };
}

function keptCells(
  operation: Operation,
  settings: { readonly step: string; readonly form: WindowedKeyForm; readonly keeping: Keeping },
): KeptCells {
  const uses = operation.kind === 'parDo' ? Object.entries(operation.uses) : [];
  const states = uses.filter((entry): entry is [string, StateUse<unknown>] => isState(entry[1]));
  return new KeptCells({
    ...settings,
    cells: new Map(states.map(([name, { coder }]) => [name, coder])),
    readsLater: states.every(([, { ttl }]) => ttl === undefined),
  });
}

/** Runs the truncate part of a splittable step, a stage of its own. */
function truncation({ plan, facts, services }: HeadSettings, transformId: string): Truncate {
  const { components } = plan;
  const transform = components.transforms[transformId]!;
  const input = Object.values(transform.inputs)[0]!;
  const port = (urn: string) => ({ urn, payload: new Uint8Array() });
  const truncated = `${input}/truncated`;
  const kept: unknown[] = [];
  let processor: BundleProcessor | undefined;
  const open = (): BundleProcessor =>
    new BundleProcessor(
      {
        id: `truncate:${transformId}`,
        transforms: {
          [SOURCE_PORT]: PTransform.create({
            uniqueName: SOURCE_PORT,
            spec: port(urns.ports.source),
            outputs: { out: input },
          }),
          [transformId]: PTransform.create({
            ...transform,
            spec: { urn: urns.transforms.truncateSizedRestriction, payload: transform.spec!.payload },
            outputs: { main: truncated },
          }),
          [sinkPort(truncated)]: PTransform.create({
            uniqueName: sinkPort(truncated),
            spec: port(urns.ports.sink),
            inputs: { in: truncated },
          }),
        },
        pcollections: { ...components.pcollections, [truncated]: components.pcollections[input]! },
        windowingStrategies: components.windowingStrategies,
        coders: components.coders,
        environments: components.environments,
      },
      facts.live,
      {
        ...services,
        isBundleFull: () => false,
        sink: () => receiver((element) => kept.push(element)),
        state: () => unused('state'),
        timers: () => unused('timers'),
        sideInput: () => unused('side inputs'),
        sideInputVersion: () => 0,
      },
    );
  return async (element, metadata) => {
    processor ??= open();
    await processor.process({
      feeds: new Map([
        [
          SOURCE_PORT,
          {
            run: (stage, cursor) => {
              // Their windows are over.
              cursor.metadata = { ...metadata, windows: ROOT_METADATA.windows };
              stage.push(element);
            },
          },
        ],
      ]),
    });
    return kept.splice(0);
  };
}

function unused(what: string): never {
  throw new BeamError('E_INTERNAL', `Truncating asks for ${what}.`);
}

/** Counts something of a step; the counter is only there once something was counted. */
export function lazyCounter(
  services: Pick<HostServices, 'metrics' | 'now'>,
  transform: PTransform,
  name: string,
): () => void {
  let counter: Counter | undefined;
  return () => {
    counter ??= services.metrics.handle(userStep(transform), name, 'counter', services.now) as Counter;
    counter.inc();
  };
}

const factsOf = (
  { facts }: HeadSettings,
  collection: string,
): { readonly windowing: Windowing; readonly coder: Coder<any> } => ({
  windowing: facts.windowingOf(collection),
  coder: facts.coderOf(collection),
});

/** The user's step that a part of a combine belongs to. */
const userStep = ({ uniqueName }: PTransform): string => uniqueName.replace(/\/group$/, '');

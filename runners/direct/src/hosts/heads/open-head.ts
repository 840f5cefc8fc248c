import { type EdgeId, GroupingMachine, TimerTable } from '@hornbeam/engine';
import { CombinePayload, IsBounded, ParDoPayload, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { CombineFn, Counter } from '@hornbeam/sdk/construction';
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
import type { EdgeStore } from '../edge-store.js';
import type { HostServices } from '../host-services.js';
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
          head: new SplittableHead(source, truncation(settings, head.transform)),
        };
    }
  };
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
  const combine = transform.annotations[COMBINE_ANNOTATION];
  const merging = mergingForeign(windowing);
  return new GroupingHead({
    source: stores.get(stage.source)!,
    merging: merging && { fn: merging, keys: () => new KeyIndex(coder.key) },
    machine: new GroupingMachine<unknown, unknown>({
      windowing,
      keys: () => new KeyIndex(coder.key),
      buffer:
        combine === undefined ? () => new BagBuffer() : combiningBuffers(combineFnOf(combine, facts.live)),
      onLate(key, value, metadata) {
        countLate();
        handOut(key, value, metadata);
      },
      onClosed(key, value, metadata) {
        countClosed();
        handOut(key, value, metadata);
      },
    }),
    place,
  });
}

const combiningBuffers = (combineFn: CombineFn<any, any, any>) => () => new CombiningBuffer(combineFn);

function combineFnOf(payload: Uint8Array, { steps }: LiveParts): CombineFn<any, any, any> {
  const { operation } = referencedStep(CombinePayload.decode(payload).combineFn, steps);
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
  const { operation } = referencedStep(payload.doFn, settings.facts.live.steps);
  const timers = new TimerTable({ keys: () => new KeyIndex(coder.key) });
  const state = StateTable.ofStep(transformId, settings.facts.live, {
    keyCoder: coder.key,
    now: settings.services.now,
    encodes: settings.encodesState,
    watches: settings.watchesState,
  });
  return {
    state,
    timers,
    head: new StatefulHead({
      source,
      transform: transformId,
      timers,
      state,
      allowedLateness: windowing.allowedLateness,
      announcesExpiry: payload.onWindowExpirationTimerFamilySpec !== '',
      sortsInput: payload.requiresTimeSortedInput,
      onLate: lazyCounter(settings.services, transform, LATE_COUNTER),
      keepsLate: operation.kind === 'parDo' && operation.hasLateOutput === true,
    }),
  };
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

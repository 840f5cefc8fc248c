import type { EdgeId, Engine, StageId } from '@hornbeam/engine';
import { urns } from '@hornbeam/proto/urns';
import type { StepSnapshot, StepTime } from '@hornbeam/sdk/construction';
import { CALL_SITE_ANNOTATION } from '@hornbeam/sdk/translate';
import type { EdgeStore } from './hosts/edge-store.js';
import type { Host } from './hosts/host.js';
import type { LatencyMeter } from './latency-meter.js';
import { PAIR_PART, SIZE_PART } from './plan/expand-splittable.js';
import type { StagePlan } from './plan/fuse.js';

const utf8 = new TextDecoder();

/** The parts of a combine, first to last: the first counts what goes in, the last what comes out. */
const combineParts = /\/(precombine|group|merge|extract)$/;

/** Whether a transform is a part that stands in front of a splittable step. */
function isFrontPart(transform: string, { components }: StagePlan): boolean {
  const end = [`/${PAIR_PART}`, `/${SIZE_PART}`].find((part) => transform.endsWith(part));
  if (end === undefined) return false;
  const { spec } = components.transforms[transform.slice(0, -end.length)] ?? {};
  return spec?.urn === urns.transforms.processSizedElementsAndRestrictions;
}

/** Where the facts of a snapshot come from. */
export interface SnapshotSources {
  readonly plan: StagePlan;
  readonly engine: Engine;
  readonly host: Host;
  readonly stores: ReadonlyMap<EdgeId, EdgeStore>;
  /** Of a streaming run, by stage. */
  readonly latencies: ReadonlyMap<StageId, LatencyMeter> | undefined;
}

/** What every step of the user's pipeline has done so far. */
export function stepSnapshots({ plan, engine, host, stores, latencies }: SnapshotSources): StepSnapshot[] {
  const steps = new Map<string, StepSnapshot>();
  const add = (
    transformId: string,
    state: StepSnapshot['state'],
    counts: Omit<StepSnapshot, 'name' | 'callSite' | 'state'>,
  ): void => {
    const transform = plan.components.transforms[transformId]!;
    const bytes = transform.annotations[CALL_SITE_ANNOTATION];
    const part = combineParts.exec(transformId)?.[1];
    const partOf = (name: string): boolean =>
      plan.components.transforms[transformId.replace(combineParts, `/${name}`)] !== undefined;
    // A grouping that is made pane by pane has no precombine.
    const isPart = part !== undefined && partOf('merge') && partOf('extract');
    const isFirst = part === 'precombine' || (part === 'group' && !partOf('precombine'));
    const name = isPart ? transform.uniqueName.replace(combineParts, '') : transform.uniqueName;
    const callSite = bytes === undefined ? undefined : utf8.decode(bytes);
    const known = steps.get(name);
    if (!isPart || known === undefined) {
      steps.set(name, { name, callSite, state, ...counts });
      return;
    }
    steps.set(name, {
      name,
      callSite: known.callSite ?? callSite,
      state:
        part === 'extract' && state !== 'waiting'
          ? state
          : known.state === 'done' && state !== 'done'
            ? 'running'
            : known.state,
      elementsIn: isFirst ? counts.elementsIn : known.elementsIn,
      elementsOut: part === 'extract' ? counts.elementsOut : 0,
      failures: known.failures + counts.failures,
    });
  };
  const stageOf = new Map(plan.stages.flatMap(({ id, transforms }) => transforms.map((part) => [part, id])));
  for (const stage of plan.stages) {
    const state = engine.stageState(stage.id);
    for (const transform of stage.transforms) {
      if (transform.endsWith('/pass') || isFrontPart(transform, plan)) continue;
      const stats = host.statsOf(stage.id, transform) ?? { elementsIn: 0, elementsOut: 0, failures: 0 };
      // A splittable step is handed restrictions, many for one element and some again.
      const pairing = `${transform}/${PAIR_PART}`;
      const paired = stageOf.get(pairing);
      const elementsIn = paired === undefined ? stats.elementsIn : host.statsOf(paired, pairing)?.elementsIn;
      add(transform, state, { ...stats, elementsIn: elementsIn ?? 0 });
    }
    for (const sink of stage.sinks) {
      for (const id of sink.edges) {
        const edge = plan.edges.find((candidate) => candidate.id === id)!;
        if (edge.transform === undefined || (combineParts.test(edge.transform) && !edge.isPaned)) continue;
        const { counts } = stores.get(id)!;
        const reader = edge.isPaned ? plan.stages.find(({ source }) => source === id) : undefined;
        const out = reader === undefined ? counts.out : host.firedBy(reader.id);
        add(edge.transform, state, { elementsIn: counts.in, elementsOut: out, failures: 0 });
      }
    }
  }
  if (latencies !== undefined) addTimes(steps, { plan, engine, host, stores, latencies });
  return [...steps.values()];
}

/** Adds event time to the steps of stages that are under way. */
function addTimes(
  steps: Map<string, StepSnapshot>,
  { plan, engine, host, latencies }: SnapshotSources,
): void {
  /** What holds a stage back is its head, where it has one: a grouping is none of the stage's transforms. */
  const nameOf = (id: StageId): string => {
    const { head, transforms } = plan.stages.find((stage) => stage.id === id)!;
    const holder = head.kind === 'plain' ? transforms[0]! : head.transform;
    return plan.components.transforms[holder]!.uniqueName.replace(combineParts, '').replace(/\/pass$/, '');
  };
  for (const stage of plan.stages) {
    const progress = host.progressOf(stage.id);
    const held = engine.heldBack(stage.id);
    const latency = latencies?.get(stage.id)?.summary();
    const time: StepTime = {
      inputWatermark: engine.inputWatermark(stage.id),
      outputWatermark: engine.outputWatermark(stage.id),
      backlogBytes: engine.backlogBytes(stage.id),
      ...(progress === undefined ? {} : { progress }),
      ...(held === undefined
        ? {}
        : { heldBack: { step: nameOf(held.stage), at: held.at, reason: readable(held.reason) } }),
      ...(latency === undefined ? {} : { latency }),
    };
    for (const transform of stage.transforms) {
      const name = plan.components.transforms[transform]!.uniqueName.replace(combineParts, '');
      const step = steps.get(name);
      if (step !== undefined) steps.set(name, { ...step, time });
    }
  }
}

/** A reason of the engine, which knows only edges: a side input is called by the step that makes it. */
const readable = (reason: string): string =>
  reason.replace(/\bside:(\S+)/, (_, collection: string) => collection.replace(/\.main$/, ''));

import { type EdgeId, TimerTable } from '@hornbeam/engine';
import { ParDoPayload, type ProcessBundleDescriptor } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import {
  BeamError,
  ByteWriter,
  type Coder,
  type ErrorPlace,
  IterableCoder,
  KvCoder,
  TimerCoder,
  type Window,
} from '@hornbeam/sdk/model';
import { mainInputs } from '@hornbeam/sdk/translate';
import { KeyIndex } from '@hornbeam/sdk/worker';
import type { RemoteWorker } from '@hornbeam/workers';
import type { EdgeStore, SideStore } from '../hosts/edge-store.js';
import { LATE_COUNTER, lazyCounter, type OpenHead } from '../hosts/heads/open-head.js';
import { SplittableHead } from '../hosts/heads/splittable-head.js';
import type { StageHead } from '../hosts/heads/stage-head.js';
import { StatefulHead } from '../hosts/heads/stateful-head.js';
import type { HostServices } from '../hosts/host-services.js';
import { StageWriters } from '../hosts/stage-writers.js';
import type { PlannedStage, StagePlan } from '../plan/fuse.js';
import { placeOf } from '../plan/place.js';
import type { PlanFacts } from '../plan/plan-facts.js';
import { ByteState } from './byte-state.js';
import { LongGroups } from './long-groups.js';
import type { MonitoringSums } from './monitoring-sums.js';
import { SideInputBytes } from './side-input-bytes.js';
import { StateAnswers } from './state-answers.js';
import { TimerFamilies } from './timer-families.js';
import { truncation } from './truncation.js';

/** What a stage in another process is made of. */
export interface RemoteStageParts {
  readonly planned: PlannedStage;
  readonly facts: PlanFacts;
  readonly descriptor: ProcessBundleDescriptor;
  /** The collection it reads. */
  readonly source: string;
  readonly head: StageHead;
  readonly writers: StageWriters;
  readonly stores: ReadonlyMap<EdgeId, EdgeStore>;
  readonly services: HostServices;
  readonly answers: StateAnswers;
  /** Where it reads groups of which a worker may ask for the rest. */
  readonly groups: LongGroups | undefined;
  /** Of a step with state or timers. */
  readonly state: ByteState | undefined;
  readonly timers: TimerTable | undefined;
  readonly families: TimerFamilies | undefined;
  /** A key in bytes, by the coder that the worker has for it. */
  readonly keyBytes: (key: unknown) => Uint8Array;
  readonly worker: () => Promise<RemoteWorker>;
  readonly metrics: MonitoringSums;
  readonly place: ErrorPlace;
}

/** Where the parts come from. */
export interface RemoteStageSettings {
  readonly planned: PlannedStage;
  readonly plan: StagePlan;
  readonly facts: PlanFacts;
  readonly descriptor: ProcessBundleDescriptor;
  readonly stores: ReadonlyMap<EdgeId, EdgeStore>;
  readonly services: HostServices;
  readonly openHead: OpenHead;
  readonly worker: () => Promise<RemoteWorker>;
  readonly metrics: MonitoringSums;
  readonly wires: ReadonlyMap<string, string>;
  readonly address: string;
}

/** @throws BeamError `E_BAD_PLAN` `E_UNSUPPORTED` */
export function openRemoteStage(settings: RemoteStageSettings): RemoteStageParts {
  const { planned, plan, facts, stores, openHead } = settings;
  const writers = new StageWriters(stores);
  const source = plan.edges.find(({ id }) => id === planned.source)!.collection;
  const { transforms } = planned;
  const place =
    transforms.length === 1
      ? placeOf(plan.components.transforms[transforms[0]!]!)
      : { step: stepsOf(planned, plan) };
  const shared = { ...settings, writers, source, place };
  const sides = new Map<string, SideInputBytes>();
  for (const { transform, name, edge } of planned.sides) {
    const collection = plan.components.transforms[transform]!.inputs[name]!;
    sides.set(
      `${transform}\0${name}`,
      new SideInputBytes({
        store: stores.get(edge) as SideStore,
        coder: facts.coderOf(collection),
        window: facts.windowCoderOf(collection),
      }),
    );
  }
  const groups = longGroups(settings, source);
  const answers = (state: ByteState | undefined, window: Coder<Window>): StateAnswers =>
    new StateAnswers({
      groups,
      state,
      window,
      side: (transform, name) => {
        const side = sides.get(`${transform}\0${name}`);
        if (side !== undefined) return side;
        throw new BeamError(
          'E_WORKER',
          `The worker asks for a side input "${name}" that the step does not have.`,
          {
            step: transform,
          },
        );
      },
    });
  const stateless = {
    state: undefined,
    timers: undefined,
    families: undefined,
    keyBytes: () => new Uint8Array(),
    answers: answers(undefined, facts.windowCoderOf(source)),
    groups,
  };
  switch (planned.head.kind) {
    case 'plain':
    case 'grouping':
      return { ...shared, ...stateless, head: openHead(planned, writers).head };
    case 'splittable': {
      const truncate = truncation({ ...settings, id: `${settings.descriptor.id}/truncate` });
      return { ...shared, ...stateless, head: new SplittableHead(stores.get(planned.source)!, truncate) };
    }
    case 'stateful':
      return { ...shared, ...openStateful(settings, planned.head.transform, source, answers), groups };
  }
}

/** For a stage that reads groups, where its descriptor says that their rests are kept here. */
function longGroups({ facts, descriptor }: RemoteStageSettings, source: string): LongGroups | undefined {
  const coder = facts.coderOf(source);
  const isLong = Object.values(descriptor.coders).some(
    ({ spec }) => spec?.urn === urns.coders.stateBackedIterable,
  );
  if (!isLong || !(coder instanceof KvCoder) || !(coder.value instanceof IterableCoder)) return undefined;
  return new LongGroups(coder.value.element);
}

/** The steps of a stage, by the name that they have in common or else of the first. */
function stepsOf({ transforms }: PlannedStage, { components }: StagePlan): string {
  const names = transforms.map((id) => placeOf(components.transforms[id]!).step ?? id);
  return names.length < 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

function openStateful(
  { planned, plan, facts, stores, services }: RemoteStageSettings,
  id: string,
  source: string,
  answers: (state: ByteState, window: Coder<Window>) => StateAnswers,
) {
  const transform = plan.components.transforms[id]!;
  const payload = ParDoPayload.decode(transform.spec!.payload);
  const [input] = mainInputs(transform);
  const coder = facts.coderOf(input!);
  const window = facts.windowCoderOf(source);
  if (!(coder instanceof KvCoder)) {
    throw new BeamError(
      'E_BAD_PLAN',
      'A step with state reads a PCollection whose coder is not kv.',
      placeOf(transform),
    );
  }
  const announcesExpiry = payload.onWindowExpirationTimerFamilySpec !== '';
  const state = new ByteState(announcesExpiry);
  const timers = new TimerTable({ keys: () => new KeyIndex(coder.key) });
  // The coder of the plan's timers is made of the same two.
  const families = new TimerFamilies(payload, new TimerCoder<unknown>(coder.key, window));
  const writer = new ByteWriter();
  return {
    state,
    timers,
    families,
    answers: answers(state, window),
    keyBytes: (key: unknown) => {
      writer.reset();
      coder.key.encode(key, writer);
      return writer.finish();
    },
    head: new StatefulHead({
      source: stores.get(planned.source)!,
      transform: id,
      timers,
      state,
      allowedLateness: facts.windowingOf(input!).allowedLateness,
      announcesExpiry,
      onLate: lazyCounter(services, transform, LATE_COUNTER),
      keepsLate: false,
      sortsInput: payload.requiresTimeSortedInput,
      isRemote: true,
    }),
  };
}

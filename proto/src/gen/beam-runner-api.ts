// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { readInt64, writeInt64 } from '../wire/int64.js';
import { type MapField, copyMap, setEntry } from '../wire/map-field.js';
import { type Init, type MessageType, type Reader, type Writer, messageType } from '../wire/message-type.js';
import { noBytes } from '../wire/no-bytes.js';
import { ApiServiceDescriptor } from './endpoints.js';

/**
 * Whether a collection ends.
 * `org.apache.beam.model.pipeline.v1.IsBounded.Enum`
 */
export const IsBounded = {
  UNSPECIFIED: 0,
  UNBOUNDED: 1,
  BOUNDED: 2,
} as const;
export type IsBounded = (typeof IsBounded)[keyof typeof IsBounded];

/**
 * Clock of a timer.
 * `org.apache.beam.model.pipeline.v1.TimeDomain.Enum`
 */
export const TimeDomain = {
  UNSPECIFIED: 0,
  EVENT_TIME: 1,
  PROCESSING_TIME: 2,
} as const;
export type TimeDomain = (typeof TimeDomain)[keyof typeof TimeDomain];

/**
 * Whether windows of a collection still need merging.
 * `org.apache.beam.model.pipeline.v1.MergeStatus.Enum`
 */
export const MergeStatus = {
  UNSPECIFIED: 0,
  NON_MERGING: 1,
  NEEDS_MERGE: 2,
  ALREADY_MERGED: 3,
} as const;
export type MergeStatus = (typeof MergeStatus)[keyof typeof MergeStatus];

/**
 * What a firing contains: news only, or everything so far.
 * `org.apache.beam.model.pipeline.v1.AccumulationMode.Enum`
 */
export const AccumulationMode = {
  UNSPECIFIED: 0,
  DISCARDING: 1,
  ACCUMULATING: 2,
  RETRACTING: 3,
} as const;
export type AccumulationMode = (typeof AccumulationMode)[keyof typeof AccumulationMode];

/**
 * Timestamp of a grouped result.
 * `org.apache.beam.model.pipeline.v1.OutputTime.Enum`
 */
export const OutputTime = {
  UNSPECIFIED: 0,
  END_OF_WINDOW: 1,
  LATEST_IN_PANE: 2,
  EARLIEST_IN_PANE: 3,
} as const;
export type OutputTime = (typeof OutputTime)[keyof typeof OutputTime];

/**
 * Whether a window that closes with nothing new still fires.
 * `org.apache.beam.model.pipeline.v1.ClosingBehavior.Enum`
 */
export const ClosingBehavior = {
  UNSPECIFIED: 0,
  EMIT_ALWAYS: 1,
  EMIT_IF_NONEMPTY: 2,
} as const;
export type ClosingBehavior = (typeof ClosingBehavior)[keyof typeof ClosingBehavior];

/**
 * Whether the on-time firing happens without data.
 * `org.apache.beam.model.pipeline.v1.OnTimeBehavior.Enum`
 */
export const OnTimeBehavior = {
  UNSPECIFIED: 0,
  FIRE_ALWAYS: 1,
  FIRE_IF_NONEMPTY: 2,
} as const;
export type OnTimeBehavior = (typeof OnTimeBehavior)[keyof typeof OnTimeBehavior];

/**
 * Everything a plan refers to by id. Ids are opaque keys, unique per map.
 * `org.apache.beam.model.pipeline.v1.Components`
 */
export interface Components {
  transforms: MapField<PTransform>;
  pcollections: MapField<PCollection>;
  windowingStrategies: MapField<WindowingStrategy>;
  coders: MapField<Coder>;
  environments: MapField<Environment>;
}

function createComponents(init: Init<Components>): Components {
  return {
    transforms: copyMap(init.transforms, (item) => PTransform.create(item)),
    pcollections: copyMap(init.pcollections, (item) => PCollection.create(item)),
    windowingStrategies: copyMap(init.windowingStrategies, (item) => WindowingStrategy.create(item)),
    coders: copyMap(init.coders, (item) => Coder.create(item)),
    environments: copyMap(init.environments, (item) => Environment.create(item)),
  };
}

function writeComponents(m: Init<Components>, w: Writer): void {
  for (const key of Object.keys(m.transforms ?? {})) {
    w.uint32(10).fork().uint32(10).string(key);
    PTransform.encode(m.transforms![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  for (const key of Object.keys(m.pcollections ?? {})) {
    w.uint32(18).fork().uint32(10).string(key);
    PCollection.encode(m.pcollections![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  for (const key of Object.keys(m.windowingStrategies ?? {})) {
    w.uint32(26).fork().uint32(10).string(key);
    WindowingStrategy.encode(m.windowingStrategies![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  for (const key of Object.keys(m.coders ?? {})) {
    w.uint32(34).fork().uint32(10).string(key);
    Coder.encode(m.coders![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  for (const key of Object.keys(m.environments ?? {})) {
    w.uint32(42).fork().uint32(10).string(key);
    Environment.encode(m.environments![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
}

function readComponents(m: Components, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: PTransform = PTransform.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = PTransform.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.transforms, key, value);
        break;
      }
      case 18: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: PCollection = PCollection.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = PCollection.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.pcollections, key, value);
        break;
      }
      case 26: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: WindowingStrategy = WindowingStrategy.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = WindowingStrategy.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.windowingStrategies, key, value);
        break;
      }
      case 34: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: Coder = Coder.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = Coder.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.coders, key, value);
        break;
      }
      case 42: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: Environment = Environment.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = Environment.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.environments, key, value);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Components: MessageType<Components> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Components',
  createComponents,
  writeComponents,
  readComponents,
);

/**
 * A whole plan.
 * `org.apache.beam.model.pipeline.v1.Pipeline`
 */
export interface Pipeline {
  components?: Components;
  /** Transforms that are in no other, in topological order. */
  rootTransformIds: string[];
  displayData: DisplayData[];
  /** URNs a runner must understand, or refuse the plan. */
  requirements: string[];
}

function createPipeline(init: Init<Pipeline>): Pipeline {
  const m: Pipeline = {
    rootTransformIds: [...(init.rootTransformIds ?? [])],
    displayData: (init.displayData ?? []).map((item) => DisplayData.create(item)),
    requirements: [...(init.requirements ?? [])],
  };
  if (init.components !== undefined) m.components = Components.create(init.components);
  return m;
}

function writePipeline(m: Init<Pipeline>, w: Writer): void {
  if (m.components !== undefined) Components.encode(m.components, w.uint32(10).fork()).ldelim();
  for (const item of m.rootTransformIds ?? []) w.uint32(18).string(item);
  for (const item of m.displayData ?? []) DisplayData.encode(item, w.uint32(26).fork()).ldelim();
  for (const item of m.requirements ?? []) w.uint32(34).string(item);
}

function readPipeline(m: Pipeline, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.components = Components.merge(m.components ?? Components.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.rootTransformIds.push(r.string());
        break;
      case 26:
        m.displayData.push(DisplayData.merge(DisplayData.create(), r, r.uint32() + r.pos));
        break;
      case 34:
        m.requirements.push(r.string());
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Pipeline: MessageType<Pipeline> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Pipeline',
  createPipeline,
  writePipeline,
  readPipeline,
);

/**
 * A step: a leaf with a spec, or a composite of subtransforms, often both.
 * `org.apache.beam.model.pipeline.v1.PTransform`
 */
export interface PTransform {
  /** Absent or without URN for a composite that is only a name. */
  spec?: FunctionSpec;
  subtransforms: string[];
  /** Local name to PCollection id; side inputs are named here too. */
  inputs: MapField<string>;
  outputs: MapField<string>;
  uniqueName: string;
  displayData: DisplayData[];
  /** Set only for what user code executes. */
  environmentId: string;
  annotations: MapField<Uint8Array>;
}

function createPTransform(init: Init<PTransform>): PTransform {
  const m: PTransform = {
    subtransforms: [...(init.subtransforms ?? [])],
    inputs: copyMap(init.inputs, (item) => item),
    outputs: copyMap(init.outputs, (item) => item),
    uniqueName: init.uniqueName ?? '',
    displayData: (init.displayData ?? []).map((item) => DisplayData.create(item)),
    environmentId: init.environmentId ?? '',
    annotations: copyMap(init.annotations, (item) => item),
  };
  if (init.spec !== undefined) m.spec = FunctionSpec.create(init.spec);
  return m;
}

function writePTransform(m: Init<PTransform>, w: Writer): void {
  if (m.spec !== undefined) FunctionSpec.encode(m.spec, w.uint32(10).fork()).ldelim();
  for (const item of m.subtransforms ?? []) w.uint32(18).string(item);
  for (const key of Object.keys(m.inputs ?? {})) {
    w.uint32(26).fork().uint32(10).string(key);
    w.uint32(18).string(m.inputs![key]!);
    w.ldelim();
  }
  for (const key of Object.keys(m.outputs ?? {})) {
    w.uint32(34).fork().uint32(10).string(key);
    w.uint32(18).string(m.outputs![key]!);
    w.ldelim();
  }
  if (m.uniqueName) w.uint32(42).string(m.uniqueName);
  for (const item of m.displayData ?? []) DisplayData.encode(item, w.uint32(50).fork()).ldelim();
  if (m.environmentId) w.uint32(58).string(m.environmentId);
  for (const key of Object.keys(m.annotations ?? {})) {
    w.uint32(66).fork().uint32(10).string(key);
    w.uint32(18).bytes(m.annotations![key]!);
    w.ldelim();
  }
}

function readPTransform(m: PTransform, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.spec = FunctionSpec.merge(m.spec ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.subtransforms.push(r.string());
        break;
      case 26: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: string = '';
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = r.string();
          else r.skipType(entryTag & 7);
        }
        setEntry(m.inputs, key, value);
        break;
      }
      case 34: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: string = '';
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = r.string();
          else r.skipType(entryTag & 7);
        }
        setEntry(m.outputs, key, value);
        break;
      }
      case 42:
        m.uniqueName = r.string();
        break;
      case 50:
        m.displayData.push(DisplayData.merge(DisplayData.create(), r, r.uint32() + r.pos));
        break;
      case 58:
        m.environmentId = r.string();
        break;
      case 66: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: Uint8Array = noBytes;
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = r.bytes();
          else r.skipType(entryTag & 7);
        }
        setEntry(m.annotations, key, value);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const PTransform: MessageType<PTransform> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.PTransform',
  createPTransform,
  writePTransform,
  readPTransform,
);

/**
 * A collection: its coder, its windowing and whether it ends.
 * `org.apache.beam.model.pipeline.v1.PCollection`
 */
export interface PCollection {
  uniqueName: string;
  coderId: string;
  isBounded: IsBounded;
  windowingStrategyId: string;
  displayData: DisplayData[];
}

function createPCollection(init: Init<PCollection>): PCollection {
  return {
    uniqueName: init.uniqueName ?? '',
    coderId: init.coderId ?? '',
    isBounded: init.isBounded ?? 0,
    windowingStrategyId: init.windowingStrategyId ?? '',
    displayData: (init.displayData ?? []).map((item) => DisplayData.create(item)),
  };
}

function writePCollection(m: Init<PCollection>, w: Writer): void {
  if (m.uniqueName) w.uint32(10).string(m.uniqueName);
  if (m.coderId) w.uint32(18).string(m.coderId);
  if (m.isBounded) w.uint32(24).int32(m.isBounded);
  if (m.windowingStrategyId) w.uint32(34).string(m.windowingStrategyId);
  for (const item of m.displayData ?? []) DisplayData.encode(item, w.uint32(42).fork()).ldelim();
}

function readPCollection(m: PCollection, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.uniqueName = r.string();
        break;
      case 18:
        m.coderId = r.string();
        break;
      case 24:
        m.isBounded = r.int32() as IsBounded;
        break;
      case 34:
        m.windowingStrategyId = r.string();
        break;
      case 42:
        m.displayData.push(DisplayData.merge(DisplayData.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const PCollection: MessageType<PCollection> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.PCollection',
  createPCollection,
  writePCollection,
  readPCollection,
);

/**
 * A DoFn with what it reads besides its main input.
 * `org.apache.beam.model.pipeline.v1.ParDoPayload`
 */
export interface ParDoPayload {
  doFn?: FunctionSpec;
  /** By local input name. */
  sideInputs: MapField<SideInput>;
  /** By state id. */
  stateSpecs: MapField<StateSpec>;
  /** Set for a splittable DoFn: codes restriction and watermark state as one KV. */
  restrictionCoderId: string;
  requestsFinalization: boolean;
  /** By timer family id. */
  timerFamilySpecs: MapField<TimerFamilySpec>;
  requiresTimeSortedInput: boolean;
  requiresStableInput: boolean;
  /** Family whose timer calls the window expiration callback. */
  onWindowExpirationTimerFamilySpec: string;
}

function createParDoPayload(init: Init<ParDoPayload>): ParDoPayload {
  const m: ParDoPayload = {
    sideInputs: copyMap(init.sideInputs, (item) => SideInput.create(item)),
    stateSpecs: copyMap(init.stateSpecs, (item) => StateSpec.create(item)),
    restrictionCoderId: init.restrictionCoderId ?? '',
    requestsFinalization: init.requestsFinalization ?? false,
    timerFamilySpecs: copyMap(init.timerFamilySpecs, (item) => TimerFamilySpec.create(item)),
    requiresTimeSortedInput: init.requiresTimeSortedInput ?? false,
    requiresStableInput: init.requiresStableInput ?? false,
    onWindowExpirationTimerFamilySpec: init.onWindowExpirationTimerFamilySpec ?? '',
  };
  if (init.doFn !== undefined) m.doFn = FunctionSpec.create(init.doFn);
  return m;
}

function writeParDoPayload(m: Init<ParDoPayload>, w: Writer): void {
  if (m.doFn !== undefined) FunctionSpec.encode(m.doFn, w.uint32(10).fork()).ldelim();
  for (const key of Object.keys(m.sideInputs ?? {})) {
    w.uint32(26).fork().uint32(10).string(key);
    SideInput.encode(m.sideInputs![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  for (const key of Object.keys(m.stateSpecs ?? {})) {
    w.uint32(34).fork().uint32(10).string(key);
    StateSpec.encode(m.stateSpecs![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  if (m.restrictionCoderId) w.uint32(58).string(m.restrictionCoderId);
  if (m.requestsFinalization) w.uint32(64).bool(m.requestsFinalization);
  for (const key of Object.keys(m.timerFamilySpecs ?? {})) {
    w.uint32(74).fork().uint32(10).string(key);
    TimerFamilySpec.encode(m.timerFamilySpecs![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  if (m.requiresTimeSortedInput) w.uint32(80).bool(m.requiresTimeSortedInput);
  if (m.requiresStableInput) w.uint32(88).bool(m.requiresStableInput);
  if (m.onWindowExpirationTimerFamilySpec) w.uint32(98).string(m.onWindowExpirationTimerFamilySpec);
}

function readParDoPayload(m: ParDoPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.doFn = FunctionSpec.merge(m.doFn ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      case 26: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: SideInput = SideInput.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = SideInput.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.sideInputs, key, value);
        break;
      }
      case 34: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: StateSpec = StateSpec.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = StateSpec.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.stateSpecs, key, value);
        break;
      }
      case 58:
        m.restrictionCoderId = r.string();
        break;
      case 64:
        m.requestsFinalization = r.bool();
        break;
      case 74: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: TimerFamilySpec = TimerFamilySpec.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = TimerFamilySpec.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.timerFamilySpecs, key, value);
        break;
      }
      case 80:
        m.requiresTimeSortedInput = r.bool();
        break;
      case 88:
        m.requiresStableInput = r.bool();
        break;
      case 98:
        m.onWindowExpirationTimerFamilySpec = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ParDoPayload: MessageType<ParDoPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ParDoPayload',
  createParDoPayload,
  writeParDoPayload,
  readParDoPayload,
);

/**
 * One state cell of a stateful DoFn, per key and window.
 * `org.apache.beam.model.pipeline.v1.StateSpec`
 */
export interface StateSpec {
  readModifyWriteSpec?: ReadModifyWriteStateSpec;
  bagSpec?: BagStateSpec;
  combiningSpec?: CombiningStateSpec;
  mapSpec?: MapStateSpec;
  setSpec?: SetStateSpec;
  orderedListSpec?: OrderedListStateSpec;
  /** How the runner serves it: bag, multimap or ordered list. */
  protocol?: FunctionSpec;
  multimapSpec?: MultimapStateSpec;
}

function createStateSpec(init: Init<StateSpec>): StateSpec {
  const m: StateSpec = {};
  if (init.readModifyWriteSpec !== undefined) m.readModifyWriteSpec = ReadModifyWriteStateSpec.create(init.readModifyWriteSpec);
  if (init.bagSpec !== undefined) m.bagSpec = BagStateSpec.create(init.bagSpec);
  if (init.combiningSpec !== undefined) m.combiningSpec = CombiningStateSpec.create(init.combiningSpec);
  if (init.mapSpec !== undefined) m.mapSpec = MapStateSpec.create(init.mapSpec);
  if (init.setSpec !== undefined) m.setSpec = SetStateSpec.create(init.setSpec);
  if (init.orderedListSpec !== undefined) m.orderedListSpec = OrderedListStateSpec.create(init.orderedListSpec);
  if (init.protocol !== undefined) m.protocol = FunctionSpec.create(init.protocol);
  if (init.multimapSpec !== undefined) m.multimapSpec = MultimapStateSpec.create(init.multimapSpec);
  return m;
}

function writeStateSpec(m: Init<StateSpec>, w: Writer): void {
  if (m.readModifyWriteSpec !== undefined) ReadModifyWriteStateSpec.encode(m.readModifyWriteSpec, w.uint32(10).fork()).ldelim();
  if (m.bagSpec !== undefined) BagStateSpec.encode(m.bagSpec, w.uint32(18).fork()).ldelim();
  if (m.combiningSpec !== undefined) CombiningStateSpec.encode(m.combiningSpec, w.uint32(26).fork()).ldelim();
  if (m.mapSpec !== undefined) MapStateSpec.encode(m.mapSpec, w.uint32(34).fork()).ldelim();
  if (m.setSpec !== undefined) SetStateSpec.encode(m.setSpec, w.uint32(42).fork()).ldelim();
  if (m.orderedListSpec !== undefined) OrderedListStateSpec.encode(m.orderedListSpec, w.uint32(50).fork()).ldelim();
  if (m.protocol !== undefined) FunctionSpec.encode(m.protocol, w.uint32(58).fork()).ldelim();
  if (m.multimapSpec !== undefined) MultimapStateSpec.encode(m.multimapSpec, w.uint32(66).fork()).ldelim();
}

function readStateSpec(m: StateSpec, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        if (m.bagSpec !== undefined) delete m.bagSpec;
        if (m.combiningSpec !== undefined) delete m.combiningSpec;
        if (m.mapSpec !== undefined) delete m.mapSpec;
        if (m.setSpec !== undefined) delete m.setSpec;
        if (m.orderedListSpec !== undefined) delete m.orderedListSpec;
        if (m.multimapSpec !== undefined) delete m.multimapSpec;
        m.readModifyWriteSpec = ReadModifyWriteStateSpec.merge(m.readModifyWriteSpec ?? ReadModifyWriteStateSpec.create(), r, r.uint32() + r.pos);
        break;
      }
      case 18: {
        if (m.readModifyWriteSpec !== undefined) delete m.readModifyWriteSpec;
        if (m.combiningSpec !== undefined) delete m.combiningSpec;
        if (m.mapSpec !== undefined) delete m.mapSpec;
        if (m.setSpec !== undefined) delete m.setSpec;
        if (m.orderedListSpec !== undefined) delete m.orderedListSpec;
        if (m.multimapSpec !== undefined) delete m.multimapSpec;
        m.bagSpec = BagStateSpec.merge(m.bagSpec ?? BagStateSpec.create(), r, r.uint32() + r.pos);
        break;
      }
      case 26: {
        if (m.readModifyWriteSpec !== undefined) delete m.readModifyWriteSpec;
        if (m.bagSpec !== undefined) delete m.bagSpec;
        if (m.mapSpec !== undefined) delete m.mapSpec;
        if (m.setSpec !== undefined) delete m.setSpec;
        if (m.orderedListSpec !== undefined) delete m.orderedListSpec;
        if (m.multimapSpec !== undefined) delete m.multimapSpec;
        m.combiningSpec = CombiningStateSpec.merge(m.combiningSpec ?? CombiningStateSpec.create(), r, r.uint32() + r.pos);
        break;
      }
      case 34: {
        if (m.readModifyWriteSpec !== undefined) delete m.readModifyWriteSpec;
        if (m.bagSpec !== undefined) delete m.bagSpec;
        if (m.combiningSpec !== undefined) delete m.combiningSpec;
        if (m.setSpec !== undefined) delete m.setSpec;
        if (m.orderedListSpec !== undefined) delete m.orderedListSpec;
        if (m.multimapSpec !== undefined) delete m.multimapSpec;
        m.mapSpec = MapStateSpec.merge(m.mapSpec ?? MapStateSpec.create(), r, r.uint32() + r.pos);
        break;
      }
      case 42: {
        if (m.readModifyWriteSpec !== undefined) delete m.readModifyWriteSpec;
        if (m.bagSpec !== undefined) delete m.bagSpec;
        if (m.combiningSpec !== undefined) delete m.combiningSpec;
        if (m.mapSpec !== undefined) delete m.mapSpec;
        if (m.orderedListSpec !== undefined) delete m.orderedListSpec;
        if (m.multimapSpec !== undefined) delete m.multimapSpec;
        m.setSpec = SetStateSpec.merge(m.setSpec ?? SetStateSpec.create(), r, r.uint32() + r.pos);
        break;
      }
      case 50: {
        if (m.readModifyWriteSpec !== undefined) delete m.readModifyWriteSpec;
        if (m.bagSpec !== undefined) delete m.bagSpec;
        if (m.combiningSpec !== undefined) delete m.combiningSpec;
        if (m.mapSpec !== undefined) delete m.mapSpec;
        if (m.setSpec !== undefined) delete m.setSpec;
        if (m.multimapSpec !== undefined) delete m.multimapSpec;
        m.orderedListSpec = OrderedListStateSpec.merge(m.orderedListSpec ?? OrderedListStateSpec.create(), r, r.uint32() + r.pos);
        break;
      }
      case 58:
        m.protocol = FunctionSpec.merge(m.protocol ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      case 66: {
        if (m.readModifyWriteSpec !== undefined) delete m.readModifyWriteSpec;
        if (m.bagSpec !== undefined) delete m.bagSpec;
        if (m.combiningSpec !== undefined) delete m.combiningSpec;
        if (m.mapSpec !== undefined) delete m.mapSpec;
        if (m.setSpec !== undefined) delete m.setSpec;
        if (m.orderedListSpec !== undefined) delete m.orderedListSpec;
        m.multimapSpec = MultimapStateSpec.merge(m.multimapSpec ?? MultimapStateSpec.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateSpec: MessageType<StateSpec> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.StateSpec',
  createStateSpec,
  writeStateSpec,
  readStateSpec,
);

/** The member of the oneof `spec` that is set. */
export function whichStateSpec(m: StateSpec): 'readModifyWriteSpec' | 'bagSpec' | 'combiningSpec' | 'mapSpec' | 'setSpec' | 'orderedListSpec' | 'multimapSpec' | undefined {
  if (m.readModifyWriteSpec !== undefined) return 'readModifyWriteSpec';
  if (m.bagSpec !== undefined) return 'bagSpec';
  if (m.combiningSpec !== undefined) return 'combiningSpec';
  if (m.mapSpec !== undefined) return 'mapSpec';
  if (m.setSpec !== undefined) return 'setSpec';
  if (m.orderedListSpec !== undefined) return 'orderedListSpec';
  if (m.multimapSpec !== undefined) return 'multimapSpec';
  return undefined;
}

/**
 * A single value.
 * `org.apache.beam.model.pipeline.v1.ReadModifyWriteStateSpec`
 */
export interface ReadModifyWriteStateSpec {
  coderId: string;
}

function createReadModifyWriteStateSpec(init: Init<ReadModifyWriteStateSpec>): ReadModifyWriteStateSpec {
  return {
    coderId: init.coderId ?? '',
  };
}

function writeReadModifyWriteStateSpec(m: Init<ReadModifyWriteStateSpec>, w: Writer): void {
  if (m.coderId) w.uint32(10).string(m.coderId);
}

function readReadModifyWriteStateSpec(m: ReadModifyWriteStateSpec, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.coderId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ReadModifyWriteStateSpec: MessageType<ReadModifyWriteStateSpec> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ReadModifyWriteStateSpec',
  createReadModifyWriteStateSpec,
  writeReadModifyWriteStateSpec,
  readReadModifyWriteStateSpec,
);

/**
 * Values in no order.
 * `org.apache.beam.model.pipeline.v1.BagStateSpec`
 */
export interface BagStateSpec {
  elementCoderId: string;
}

function createBagStateSpec(init: Init<BagStateSpec>): BagStateSpec {
  return {
    elementCoderId: init.elementCoderId ?? '',
  };
}

function writeBagStateSpec(m: Init<BagStateSpec>, w: Writer): void {
  if (m.elementCoderId) w.uint32(10).string(m.elementCoderId);
}

function readBagStateSpec(m: BagStateSpec, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.elementCoderId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const BagStateSpec: MessageType<BagStateSpec> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.BagStateSpec',
  createBagStateSpec,
  writeBagStateSpec,
  readBagStateSpec,
);

/**
 * Values ordered by a 64-bit key, mostly a timestamp.
 * `org.apache.beam.model.pipeline.v1.OrderedListStateSpec`
 */
export interface OrderedListStateSpec {
  elementCoderId: string;
}

function createOrderedListStateSpec(init: Init<OrderedListStateSpec>): OrderedListStateSpec {
  return {
    elementCoderId: init.elementCoderId ?? '',
  };
}

function writeOrderedListStateSpec(m: Init<OrderedListStateSpec>, w: Writer): void {
  if (m.elementCoderId) w.uint32(10).string(m.elementCoderId);
}

function readOrderedListStateSpec(m: OrderedListStateSpec, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.elementCoderId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const OrderedListStateSpec: MessageType<OrderedListStateSpec> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.OrderedListStateSpec',
  createOrderedListStateSpec,
  writeOrderedListStateSpec,
  readOrderedListStateSpec,
);

/**
 * An accumulator of a combine function.
 * `org.apache.beam.model.pipeline.v1.CombiningStateSpec`
 */
export interface CombiningStateSpec {
  accumulatorCoderId: string;
  combineFn?: FunctionSpec;
}

function createCombiningStateSpec(init: Init<CombiningStateSpec>): CombiningStateSpec {
  const m: CombiningStateSpec = {
    accumulatorCoderId: init.accumulatorCoderId ?? '',
  };
  if (init.combineFn !== undefined) m.combineFn = FunctionSpec.create(init.combineFn);
  return m;
}

function writeCombiningStateSpec(m: Init<CombiningStateSpec>, w: Writer): void {
  if (m.accumulatorCoderId) w.uint32(10).string(m.accumulatorCoderId);
  if (m.combineFn !== undefined) FunctionSpec.encode(m.combineFn, w.uint32(18).fork()).ldelim();
}

function readCombiningStateSpec(m: CombiningStateSpec, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.accumulatorCoderId = r.string();
        break;
      case 18:
        m.combineFn = FunctionSpec.merge(m.combineFn ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const CombiningStateSpec: MessageType<CombiningStateSpec> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.CombiningStateSpec',
  createCombiningStateSpec,
  writeCombiningStateSpec,
  readCombiningStateSpec,
);

/**
 * Unique keys to single values.
 * `org.apache.beam.model.pipeline.v1.MapStateSpec`
 */
export interface MapStateSpec {
  keyCoderId: string;
  valueCoderId: string;
}

function createMapStateSpec(init: Init<MapStateSpec>): MapStateSpec {
  return {
    keyCoderId: init.keyCoderId ?? '',
    valueCoderId: init.valueCoderId ?? '',
  };
}

function writeMapStateSpec(m: Init<MapStateSpec>, w: Writer): void {
  if (m.keyCoderId) w.uint32(10).string(m.keyCoderId);
  if (m.valueCoderId) w.uint32(18).string(m.valueCoderId);
}

function readMapStateSpec(m: MapStateSpec, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.keyCoderId = r.string();
        break;
      case 18:
        m.valueCoderId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const MapStateSpec: MessageType<MapStateSpec> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.MapStateSpec',
  createMapStateSpec,
  writeMapStateSpec,
  readMapStateSpec,
);

/**
 * Keys to several values.
 * `org.apache.beam.model.pipeline.v1.MultimapStateSpec`
 */
export interface MultimapStateSpec {
  keyCoderId: string;
  valueCoderId: string;
}

function createMultimapStateSpec(init: Init<MultimapStateSpec>): MultimapStateSpec {
  return {
    keyCoderId: init.keyCoderId ?? '',
    valueCoderId: init.valueCoderId ?? '',
  };
}

function writeMultimapStateSpec(m: Init<MultimapStateSpec>, w: Writer): void {
  if (m.keyCoderId) w.uint32(10).string(m.keyCoderId);
  if (m.valueCoderId) w.uint32(18).string(m.valueCoderId);
}

function readMultimapStateSpec(m: MultimapStateSpec, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.keyCoderId = r.string();
        break;
      case 18:
        m.valueCoderId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const MultimapStateSpec: MessageType<MultimapStateSpec> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.MultimapStateSpec',
  createMultimapStateSpec,
  writeMultimapStateSpec,
  readMultimapStateSpec,
);

/**
 * Distinct values.
 * `org.apache.beam.model.pipeline.v1.SetStateSpec`
 */
export interface SetStateSpec {
  elementCoderId: string;
}

function createSetStateSpec(init: Init<SetStateSpec>): SetStateSpec {
  return {
    elementCoderId: init.elementCoderId ?? '',
  };
}

function writeSetStateSpec(m: Init<SetStateSpec>, w: Writer): void {
  if (m.elementCoderId) w.uint32(10).string(m.elementCoderId);
}

function readSetStateSpec(m: SetStateSpec, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.elementCoderId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const SetStateSpec: MessageType<SetStateSpec> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.SetStateSpec',
  createSetStateSpec,
  writeSetStateSpec,
  readSetStateSpec,
);

/**
 * A family of timers that share a callback and differ by tag.
 * `org.apache.beam.model.pipeline.v1.TimerFamilySpec`
 */
export interface TimerFamilySpec {
  timeDomain: TimeDomain;
  timerFamilyCoderId: string;
}

function createTimerFamilySpec(init: Init<TimerFamilySpec>): TimerFamilySpec {
  return {
    timeDomain: init.timeDomain ?? 0,
    timerFamilyCoderId: init.timerFamilyCoderId ?? '',
  };
}

function writeTimerFamilySpec(m: Init<TimerFamilySpec>, w: Writer): void {
  if (m.timeDomain) w.uint32(8).int32(m.timeDomain);
  if (m.timerFamilyCoderId) w.uint32(18).string(m.timerFamilyCoderId);
}

function readTimerFamilySpec(m: TimerFamilySpec, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.timeDomain = r.int32() as TimeDomain;
        break;
      case 18:
        m.timerFamilyCoderId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TimerFamilySpec: MessageType<TimerFamilySpec> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.TimerFamilySpec',
  createTimerFamilySpec,
  writeTimerFamilySpec,
  readTimerFamilySpec,
);

/**
 * A source of the old kind, still read by some runners.
 * `org.apache.beam.model.pipeline.v1.ReadPayload`
 */
export interface ReadPayload {
  source?: FunctionSpec;
  isBounded: IsBounded;
}

function createReadPayload(init: Init<ReadPayload>): ReadPayload {
  const m: ReadPayload = {
    isBounded: init.isBounded ?? 0,
  };
  if (init.source !== undefined) m.source = FunctionSpec.create(init.source);
  return m;
}

function writeReadPayload(m: Init<ReadPayload>, w: Writer): void {
  if (m.source !== undefined) FunctionSpec.encode(m.source, w.uint32(10).fork()).ldelim();
  if (m.isBounded) w.uint32(16).int32(m.isBounded);
}

function readReadPayload(m: ReadPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.source = FunctionSpec.merge(m.source ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      case 16:
        m.isBounded = r.int32() as IsBounded;
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ReadPayload: MessageType<ReadPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ReadPayload',
  createReadPayload,
  writeReadPayload,
  readReadPayload,
);

/**
 * Assigns windows; the windowing strategy of the output says the rest.
 * `org.apache.beam.model.pipeline.v1.WindowIntoPayload`
 */
export interface WindowIntoPayload {
  windowFn?: FunctionSpec;
}

function createWindowIntoPayload(init: Init<WindowIntoPayload>): WindowIntoPayload {
  const m: WindowIntoPayload = {};
  if (init.windowFn !== undefined) m.windowFn = FunctionSpec.create(init.windowFn);
  return m;
}

function writeWindowIntoPayload(m: Init<WindowIntoPayload>, w: Writer): void {
  if (m.windowFn !== undefined) FunctionSpec.encode(m.windowFn, w.uint32(10).fork()).ldelim();
}

function readWindowIntoPayload(m: WindowIntoPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.windowFn = FunctionSpec.merge(m.windowFn ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const WindowIntoPayload: MessageType<WindowIntoPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.WindowIntoPayload',
  createWindowIntoPayload,
  writeWindowIntoPayload,
  readWindowIntoPayload,
);

/**
 * A combine function and the coder of its accumulators.
 * `org.apache.beam.model.pipeline.v1.CombinePayload`
 */
export interface CombinePayload {
  combineFn?: FunctionSpec;
  accumulatorCoderId: string;
}

function createCombinePayload(init: Init<CombinePayload>): CombinePayload {
  const m: CombinePayload = {
    accumulatorCoderId: init.accumulatorCoderId ?? '',
  };
  if (init.combineFn !== undefined) m.combineFn = FunctionSpec.create(init.combineFn);
  return m;
}

function writeCombinePayload(m: Init<CombinePayload>, w: Writer): void {
  if (m.combineFn !== undefined) FunctionSpec.encode(m.combineFn, w.uint32(10).fork()).ldelim();
  if (m.accumulatorCoderId) w.uint32(18).string(m.accumulatorCoderId);
}

function readCombinePayload(m: CombinePayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.combineFn = FunctionSpec.merge(m.combineFn ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.accumulatorCoderId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const CombinePayload: MessageType<CombinePayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.CombinePayload',
  createCombinePayload,
  writeCombinePayload,
  readCombinePayload,
);

/**
 * A source that plays events in order, for tests.
 * `org.apache.beam.model.pipeline.v1.TestStreamPayload`
 */
export interface TestStreamPayload {
  coderId: string;
  events: TestStreamPayloadEvent[];
  /** Where live events come from, instead of the list. */
  endpoint?: ApiServiceDescriptor;
}

function createTestStreamPayload(init: Init<TestStreamPayload>): TestStreamPayload {
  const m: TestStreamPayload = {
    coderId: init.coderId ?? '',
    events: (init.events ?? []).map((item) => TestStreamPayloadEvent.create(item)),
  };
  if (init.endpoint !== undefined) m.endpoint = ApiServiceDescriptor.create(init.endpoint);
  return m;
}

function writeTestStreamPayload(m: Init<TestStreamPayload>, w: Writer): void {
  if (m.coderId) w.uint32(10).string(m.coderId);
  for (const item of m.events ?? []) TestStreamPayloadEvent.encode(item, w.uint32(18).fork()).ldelim();
  if (m.endpoint !== undefined) ApiServiceDescriptor.encode(m.endpoint, w.uint32(26).fork()).ldelim();
}

function readTestStreamPayload(m: TestStreamPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.coderId = r.string();
        break;
      case 18:
        m.events.push(TestStreamPayloadEvent.merge(TestStreamPayloadEvent.create(), r, r.uint32() + r.pos));
        break;
      case 26:
        m.endpoint = ApiServiceDescriptor.merge(m.endpoint ?? ApiServiceDescriptor.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TestStreamPayload: MessageType<TestStreamPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.TestStreamPayload',
  createTestStreamPayload,
  writeTestStreamPayload,
  readTestStreamPayload,
);

/** `org.apache.beam.model.pipeline.v1.TestStreamPayload.Event` */
export interface TestStreamPayloadEvent {
  watermarkEvent?: TestStreamPayloadEventAdvanceWatermark;
  processingTimeEvent?: TestStreamPayloadEventAdvanceProcessingTime;
  elementEvent?: TestStreamPayloadEventAddElements;
}

function createTestStreamPayloadEvent(init: Init<TestStreamPayloadEvent>): TestStreamPayloadEvent {
  const m: TestStreamPayloadEvent = {};
  if (init.watermarkEvent !== undefined) m.watermarkEvent = TestStreamPayloadEventAdvanceWatermark.create(init.watermarkEvent);
  if (init.processingTimeEvent !== undefined) m.processingTimeEvent = TestStreamPayloadEventAdvanceProcessingTime.create(init.processingTimeEvent);
  if (init.elementEvent !== undefined) m.elementEvent = TestStreamPayloadEventAddElements.create(init.elementEvent);
  return m;
}

function writeTestStreamPayloadEvent(m: Init<TestStreamPayloadEvent>, w: Writer): void {
  if (m.watermarkEvent !== undefined) TestStreamPayloadEventAdvanceWatermark.encode(m.watermarkEvent, w.uint32(10).fork()).ldelim();
  if (m.processingTimeEvent !== undefined) TestStreamPayloadEventAdvanceProcessingTime.encode(m.processingTimeEvent, w.uint32(18).fork()).ldelim();
  if (m.elementEvent !== undefined) TestStreamPayloadEventAddElements.encode(m.elementEvent, w.uint32(26).fork()).ldelim();
}

function readTestStreamPayloadEvent(m: TestStreamPayloadEvent, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        if (m.processingTimeEvent !== undefined) delete m.processingTimeEvent;
        if (m.elementEvent !== undefined) delete m.elementEvent;
        m.watermarkEvent = TestStreamPayloadEventAdvanceWatermark.merge(m.watermarkEvent ?? TestStreamPayloadEventAdvanceWatermark.create(), r, r.uint32() + r.pos);
        break;
      }
      case 18: {
        if (m.watermarkEvent !== undefined) delete m.watermarkEvent;
        if (m.elementEvent !== undefined) delete m.elementEvent;
        m.processingTimeEvent = TestStreamPayloadEventAdvanceProcessingTime.merge(m.processingTimeEvent ?? TestStreamPayloadEventAdvanceProcessingTime.create(), r, r.uint32() + r.pos);
        break;
      }
      case 26: {
        if (m.watermarkEvent !== undefined) delete m.watermarkEvent;
        if (m.processingTimeEvent !== undefined) delete m.processingTimeEvent;
        m.elementEvent = TestStreamPayloadEventAddElements.merge(m.elementEvent ?? TestStreamPayloadEventAddElements.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TestStreamPayloadEvent: MessageType<TestStreamPayloadEvent> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.TestStreamPayload.Event',
  createTestStreamPayloadEvent,
  writeTestStreamPayloadEvent,
  readTestStreamPayloadEvent,
);

/** The member of the oneof `event` that is set. */
export function whichTestStreamPayloadEvent(m: TestStreamPayloadEvent): 'watermarkEvent' | 'processingTimeEvent' | 'elementEvent' | undefined {
  if (m.watermarkEvent !== undefined) return 'watermarkEvent';
  if (m.processingTimeEvent !== undefined) return 'processingTimeEvent';
  if (m.elementEvent !== undefined) return 'elementEvent';
  return undefined;
}

/**
 * Milliseconds.
 * `org.apache.beam.model.pipeline.v1.TestStreamPayload.Event.AdvanceWatermark`
 */
export interface TestStreamPayloadEventAdvanceWatermark {
  newWatermark: bigint;
  tag: string;
}

function createTestStreamPayloadEventAdvanceWatermark(init: Init<TestStreamPayloadEventAdvanceWatermark>): TestStreamPayloadEventAdvanceWatermark {
  return {
    newWatermark: init.newWatermark ?? 0n,
    tag: init.tag ?? '',
  };
}

function writeTestStreamPayloadEventAdvanceWatermark(m: Init<TestStreamPayloadEventAdvanceWatermark>, w: Writer): void {
  if (m.newWatermark) writeInt64(w.uint32(8), m.newWatermark);
  if (m.tag) w.uint32(18).string(m.tag);
}

function readTestStreamPayloadEventAdvanceWatermark(m: TestStreamPayloadEventAdvanceWatermark, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.newWatermark = readInt64(r);
        break;
      case 18:
        m.tag = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TestStreamPayloadEventAdvanceWatermark: MessageType<TestStreamPayloadEventAdvanceWatermark> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.TestStreamPayload.Event.AdvanceWatermark',
  createTestStreamPayloadEventAdvanceWatermark,
  writeTestStreamPayloadEventAdvanceWatermark,
  readTestStreamPayloadEventAdvanceWatermark,
);

/**
 * Milliseconds.
 * `org.apache.beam.model.pipeline.v1.TestStreamPayload.Event.AdvanceProcessingTime`
 */
export interface TestStreamPayloadEventAdvanceProcessingTime {
  advanceDuration: bigint;
}

function createTestStreamPayloadEventAdvanceProcessingTime(init: Init<TestStreamPayloadEventAdvanceProcessingTime>): TestStreamPayloadEventAdvanceProcessingTime {
  return {
    advanceDuration: init.advanceDuration ?? 0n,
  };
}

function writeTestStreamPayloadEventAdvanceProcessingTime(m: Init<TestStreamPayloadEventAdvanceProcessingTime>, w: Writer): void {
  if (m.advanceDuration) writeInt64(w.uint32(8), m.advanceDuration);
}

function readTestStreamPayloadEventAdvanceProcessingTime(m: TestStreamPayloadEventAdvanceProcessingTime, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.advanceDuration = readInt64(r);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TestStreamPayloadEventAdvanceProcessingTime: MessageType<TestStreamPayloadEventAdvanceProcessingTime> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.TestStreamPayload.Event.AdvanceProcessingTime',
  createTestStreamPayloadEventAdvanceProcessingTime,
  writeTestStreamPayloadEventAdvanceProcessingTime,
  readTestStreamPayloadEventAdvanceProcessingTime,
);

/**
 * Elements with one tag; the empty tag is the only output of an untagged stream.
 * `org.apache.beam.model.pipeline.v1.TestStreamPayload.Event.AddElements`
 */
export interface TestStreamPayloadEventAddElements {
  elements: TestStreamPayloadTimestampedElement[];
  tag: string;
}

function createTestStreamPayloadEventAddElements(init: Init<TestStreamPayloadEventAddElements>): TestStreamPayloadEventAddElements {
  return {
    elements: (init.elements ?? []).map((item) => TestStreamPayloadTimestampedElement.create(item)),
    tag: init.tag ?? '',
  };
}

function writeTestStreamPayloadEventAddElements(m: Init<TestStreamPayloadEventAddElements>, w: Writer): void {
  for (const item of m.elements ?? []) TestStreamPayloadTimestampedElement.encode(item, w.uint32(10).fork()).ldelim();
  if (m.tag) w.uint32(26).string(m.tag);
}

function readTestStreamPayloadEventAddElements(m: TestStreamPayloadEventAddElements, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.elements.push(TestStreamPayloadTimestampedElement.merge(TestStreamPayloadTimestampedElement.create(), r, r.uint32() + r.pos));
        break;
      case 26:
        m.tag = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TestStreamPayloadEventAddElements: MessageType<TestStreamPayloadEventAddElements> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.TestStreamPayload.Event.AddElements',
  createTestStreamPayloadEventAddElements,
  writeTestStreamPayloadEventAddElements,
  readTestStreamPayloadEventAddElements,
);

/**
 * The element in the outer context of the coder, the timestamp in milliseconds.
 * `org.apache.beam.model.pipeline.v1.TestStreamPayload.TimestampedElement`
 */
export interface TestStreamPayloadTimestampedElement {
  encodedElement: Uint8Array;
  timestamp: bigint;
}

function createTestStreamPayloadTimestampedElement(init: Init<TestStreamPayloadTimestampedElement>): TestStreamPayloadTimestampedElement {
  return {
    encodedElement: init.encodedElement ?? noBytes,
    timestamp: init.timestamp ?? 0n,
  };
}

function writeTestStreamPayloadTimestampedElement(m: Init<TestStreamPayloadTimestampedElement>, w: Writer): void {
  if (m.encodedElement !== undefined && m.encodedElement.length > 0) w.uint32(10).bytes(m.encodedElement);
  if (m.timestamp) writeInt64(w.uint32(16), m.timestamp);
}

function readTestStreamPayloadTimestampedElement(m: TestStreamPayloadTimestampedElement, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.encodedElement = r.bytes();
        break;
      case 16:
        m.timestamp = readInt64(r);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TestStreamPayloadTimestampedElement: MessageType<TestStreamPayloadTimestampedElement> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.TestStreamPayload.TimestampedElement',
  createTestStreamPayloadTimestampedElement,
  writeTestStreamPayloadTimestampedElement,
  readTestStreamPayloadTimestampedElement,
);

/**
 * A file sink a runner may shard by itself.
 * `org.apache.beam.model.pipeline.v1.WriteFilesPayload`
 */
export interface WriteFilesPayload {
  sink?: FunctionSpec;
  formatFunction?: FunctionSpec;
  windowedWrites: boolean;
  runnerDeterminedSharding: boolean;
  sideInputs: MapField<SideInput>;
  autoSharded: boolean;
}

function createWriteFilesPayload(init: Init<WriteFilesPayload>): WriteFilesPayload {
  const m: WriteFilesPayload = {
    windowedWrites: init.windowedWrites ?? false,
    runnerDeterminedSharding: init.runnerDeterminedSharding ?? false,
    sideInputs: copyMap(init.sideInputs, (item) => SideInput.create(item)),
    autoSharded: init.autoSharded ?? false,
  };
  if (init.sink !== undefined) m.sink = FunctionSpec.create(init.sink);
  if (init.formatFunction !== undefined) m.formatFunction = FunctionSpec.create(init.formatFunction);
  return m;
}

function writeWriteFilesPayload(m: Init<WriteFilesPayload>, w: Writer): void {
  if (m.sink !== undefined) FunctionSpec.encode(m.sink, w.uint32(10).fork()).ldelim();
  if (m.formatFunction !== undefined) FunctionSpec.encode(m.formatFunction, w.uint32(18).fork()).ldelim();
  if (m.windowedWrites) w.uint32(24).bool(m.windowedWrites);
  if (m.runnerDeterminedSharding) w.uint32(32).bool(m.runnerDeterminedSharding);
  for (const key of Object.keys(m.sideInputs ?? {})) {
    w.uint32(42).fork().uint32(10).string(key);
    SideInput.encode(m.sideInputs![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  if (m.autoSharded) w.uint32(48).bool(m.autoSharded);
}

function readWriteFilesPayload(m: WriteFilesPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.sink = FunctionSpec.merge(m.sink ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.formatFunction = FunctionSpec.merge(m.formatFunction ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      case 24:
        m.windowedWrites = r.bool();
        break;
      case 32:
        m.runnerDeterminedSharding = r.bool();
        break;
      case 42: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: SideInput = SideInput.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = SideInput.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.sideInputs, key, value);
        break;
      }
      case 48:
        m.autoSharded = r.bool();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const WriteFilesPayload: MessageType<WriteFilesPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.WriteFilesPayload',
  createWriteFilesPayload,
  writeWriteFilesPayload,
  readWriteFilesPayload,
);

/**
 * A Pub/Sub source a runner may replace.
 * `org.apache.beam.model.pipeline.v1.PubSubReadPayload`
 */
export interface PubSubReadPayload {
  topic: string;
  subscription: string;
  timestampAttribute: string;
  idAttribute: string;
  withAttributes: boolean;
  topicRuntimeOverridden: string;
  subscriptionRuntimeOverridden: string;
}

function createPubSubReadPayload(init: Init<PubSubReadPayload>): PubSubReadPayload {
  return {
    topic: init.topic ?? '',
    subscription: init.subscription ?? '',
    timestampAttribute: init.timestampAttribute ?? '',
    idAttribute: init.idAttribute ?? '',
    withAttributes: init.withAttributes ?? false,
    topicRuntimeOverridden: init.topicRuntimeOverridden ?? '',
    subscriptionRuntimeOverridden: init.subscriptionRuntimeOverridden ?? '',
  };
}

function writePubSubReadPayload(m: Init<PubSubReadPayload>, w: Writer): void {
  if (m.topic) w.uint32(10).string(m.topic);
  if (m.subscription) w.uint32(18).string(m.subscription);
  if (m.timestampAttribute) w.uint32(26).string(m.timestampAttribute);
  if (m.idAttribute) w.uint32(34).string(m.idAttribute);
  if (m.withAttributes) w.uint32(40).bool(m.withAttributes);
  if (m.topicRuntimeOverridden) w.uint32(50).string(m.topicRuntimeOverridden);
  if (m.subscriptionRuntimeOverridden) w.uint32(58).string(m.subscriptionRuntimeOverridden);
}

function readPubSubReadPayload(m: PubSubReadPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.topic = r.string();
        break;
      case 18:
        m.subscription = r.string();
        break;
      case 26:
        m.timestampAttribute = r.string();
        break;
      case 34:
        m.idAttribute = r.string();
        break;
      case 40:
        m.withAttributes = r.bool();
        break;
      case 50:
        m.topicRuntimeOverridden = r.string();
        break;
      case 58:
        m.subscriptionRuntimeOverridden = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const PubSubReadPayload: MessageType<PubSubReadPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.PubSubReadPayload',
  createPubSubReadPayload,
  writePubSubReadPayload,
  readPubSubReadPayload,
);

/**
 * A Pub/Sub sink a runner may replace.
 * `org.apache.beam.model.pipeline.v1.PubSubWritePayload`
 */
export interface PubSubWritePayload {
  topic: string;
  timestampAttribute: string;
  idAttribute: string;
  topicRuntimeOverridden: string;
}

function createPubSubWritePayload(init: Init<PubSubWritePayload>): PubSubWritePayload {
  return {
    topic: init.topic ?? '',
    timestampAttribute: init.timestampAttribute ?? '',
    idAttribute: init.idAttribute ?? '',
    topicRuntimeOverridden: init.topicRuntimeOverridden ?? '',
  };
}

function writePubSubWritePayload(m: Init<PubSubWritePayload>, w: Writer): void {
  if (m.topic) w.uint32(10).string(m.topic);
  if (m.timestampAttribute) w.uint32(18).string(m.timestampAttribute);
  if (m.idAttribute) w.uint32(26).string(m.idAttribute);
  if (m.topicRuntimeOverridden) w.uint32(34).string(m.topicRuntimeOverridden);
}

function readPubSubWritePayload(m: PubSubWritePayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.topic = r.string();
        break;
      case 18:
        m.timestampAttribute = r.string();
        break;
      case 26:
        m.idAttribute = r.string();
        break;
      case 34:
        m.topicRuntimeOverridden = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const PubSubWritePayload: MessageType<PubSubWritePayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.PubSubWritePayload',
  createPubSubWritePayload,
  writePubSubWritePayload,
  readPubSubWritePayload,
);

/**
 * Limits of a batch; zero means no limit.
 * `org.apache.beam.model.pipeline.v1.GroupIntoBatchesPayload`
 */
export interface GroupIntoBatchesPayload {
  batchSize: bigint;
  maxBufferingDurationMillis: bigint;
  batchSizeBytes: bigint;
}

function createGroupIntoBatchesPayload(init: Init<GroupIntoBatchesPayload>): GroupIntoBatchesPayload {
  return {
    batchSize: init.batchSize ?? 0n,
    maxBufferingDurationMillis: init.maxBufferingDurationMillis ?? 0n,
    batchSizeBytes: init.batchSizeBytes ?? 0n,
  };
}

function writeGroupIntoBatchesPayload(m: Init<GroupIntoBatchesPayload>, w: Writer): void {
  if (m.batchSize) writeInt64(w.uint32(8), m.batchSize);
  if (m.maxBufferingDurationMillis) writeInt64(w.uint32(16), m.maxBufferingDurationMillis);
  if (m.batchSizeBytes) writeInt64(w.uint32(24), m.batchSizeBytes);
}

function readGroupIntoBatchesPayload(m: GroupIntoBatchesPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.batchSize = readInt64(r);
        break;
      case 16:
        m.maxBufferingDurationMillis = readInt64(r);
        break;
      case 24:
        m.batchSizeBytes = readInt64(r);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const GroupIntoBatchesPayload: MessageType<GroupIntoBatchesPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.GroupIntoBatchesPayload',
  createGroupIntoBatchesPayload,
  writeGroupIntoBatchesPayload,
  readGroupIntoBatchesPayload,
);

/**
 * Whether a redistribution may repeat elements after a failure.
 * `org.apache.beam.model.pipeline.v1.RedistributePayload`
 */
export interface RedistributePayload {
  allowDuplicates: boolean;
}

function createRedistributePayload(init: Init<RedistributePayload>): RedistributePayload {
  return {
    allowDuplicates: init.allowDuplicates ?? false,
  };
}

function writeRedistributePayload(m: Init<RedistributePayload>, w: Writer): void {
  if (m.allowDuplicates) w.uint32(8).bool(m.allowDuplicates);
}

function readRedistributePayload(m: RedistributePayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.allowDuplicates = r.bool();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const RedistributePayload: MessageType<RedistributePayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.RedistributePayload',
  createRedistributePayload,
  writeRedistributePayload,
  readRedistributePayload,
);

/**
 * How values become bytes; parts of a composite coder in order.
 * `org.apache.beam.model.pipeline.v1.Coder`
 */
export interface Coder {
  spec?: FunctionSpec;
  componentCoderIds: string[];
}

function createCoder(init: Init<Coder>): Coder {
  const m: Coder = {
    componentCoderIds: [...(init.componentCoderIds ?? [])],
  };
  if (init.spec !== undefined) m.spec = FunctionSpec.create(init.spec);
  return m;
}

function writeCoder(m: Init<Coder>, w: Writer): void {
  if (m.spec !== undefined) FunctionSpec.encode(m.spec, w.uint32(10).fork()).ldelim();
  for (const item of m.componentCoderIds ?? []) w.uint32(18).string(item);
}

function readCoder(m: Coder, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.spec = FunctionSpec.merge(m.spec ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.componentCoderIds.push(r.string());
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Coder: MessageType<Coder> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Coder',
  createCoder,
  writeCoder,
  readCoder,
);

/**
 * How elements are grouped in event time and when results are emitted.
 * `org.apache.beam.model.pipeline.v1.WindowingStrategy`
 */
export interface WindowingStrategy {
  windowFn?: FunctionSpec;
  mergeStatus: MergeStatus;
  windowCoderId: string;
  trigger?: Trigger;
  accumulationMode: AccumulationMode;
  outputTime: OutputTime;
  closingBehavior: ClosingBehavior;
  /** Milliseconds. */
  allowedLateness: bigint;
  onTimeBehavior: OnTimeBehavior;
  assignsToOneWindow: boolean;
  /** Where a window function that is not a standard one runs. */
  environmentId: string;
}

function createWindowingStrategy(init: Init<WindowingStrategy>): WindowingStrategy {
  const m: WindowingStrategy = {
    mergeStatus: init.mergeStatus ?? 0,
    windowCoderId: init.windowCoderId ?? '',
    accumulationMode: init.accumulationMode ?? 0,
    outputTime: init.outputTime ?? 0,
    closingBehavior: init.closingBehavior ?? 0,
    allowedLateness: init.allowedLateness ?? 0n,
    onTimeBehavior: init.onTimeBehavior ?? 0,
    assignsToOneWindow: init.assignsToOneWindow ?? false,
    environmentId: init.environmentId ?? '',
  };
  if (init.windowFn !== undefined) m.windowFn = FunctionSpec.create(init.windowFn);
  if (init.trigger !== undefined) m.trigger = Trigger.create(init.trigger);
  return m;
}

function writeWindowingStrategy(m: Init<WindowingStrategy>, w: Writer): void {
  if (m.windowFn !== undefined) FunctionSpec.encode(m.windowFn, w.uint32(10).fork()).ldelim();
  if (m.mergeStatus) w.uint32(16).int32(m.mergeStatus);
  if (m.windowCoderId) w.uint32(26).string(m.windowCoderId);
  if (m.trigger !== undefined) Trigger.encode(m.trigger, w.uint32(34).fork()).ldelim();
  if (m.accumulationMode) w.uint32(40).int32(m.accumulationMode);
  if (m.outputTime) w.uint32(48).int32(m.outputTime);
  if (m.closingBehavior) w.uint32(56).int32(m.closingBehavior);
  if (m.allowedLateness) writeInt64(w.uint32(64), m.allowedLateness);
  if (m.onTimeBehavior) w.uint32(72).int32(m.onTimeBehavior);
  if (m.assignsToOneWindow) w.uint32(80).bool(m.assignsToOneWindow);
  if (m.environmentId) w.uint32(90).string(m.environmentId);
}

function readWindowingStrategy(m: WindowingStrategy, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.windowFn = FunctionSpec.merge(m.windowFn ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      case 16:
        m.mergeStatus = r.int32() as MergeStatus;
        break;
      case 26:
        m.windowCoderId = r.string();
        break;
      case 34:
        m.trigger = Trigger.merge(m.trigger ?? Trigger.create(), r, r.uint32() + r.pos);
        break;
      case 40:
        m.accumulationMode = r.int32() as AccumulationMode;
        break;
      case 48:
        m.outputTime = r.int32() as OutputTime;
        break;
      case 56:
        m.closingBehavior = r.int32() as ClosingBehavior;
        break;
      case 64:
        m.allowedLateness = readInt64(r);
        break;
      case 72:
        m.onTimeBehavior = r.int32() as OnTimeBehavior;
        break;
      case 80:
        m.assignsToOneWindow = r.bool();
        break;
      case 90:
        m.environmentId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const WindowingStrategy: MessageType<WindowingStrategy> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.WindowingStrategy',
  createWindowingStrategy,
  writeWindowingStrategy,
  readWindowingStrategy,
);

/**
 * When a window emits a pane.
 * `org.apache.beam.model.pipeline.v1.Trigger`
 */
export interface Trigger {
  afterAll?: TriggerAfterAll;
  afterAny?: TriggerAfterAny;
  afterEach?: TriggerAfterEach;
  afterEndOfWindow?: TriggerAfterEndOfWindow;
  afterProcessingTime?: TriggerAfterProcessingTime;
  afterSynchronizedProcessingTime?: TriggerAfterSynchronizedProcessingTime;
  default?: TriggerDefault;
  elementCount?: TriggerElementCount;
  never?: TriggerNever;
  orFinally?: TriggerOrFinally;
  repeat?: TriggerRepeat;
  always?: TriggerAlways;
}

function createTrigger(init: Init<Trigger>): Trigger {
  const m: Trigger = {};
  if (init.afterAll !== undefined) m.afterAll = TriggerAfterAll.create(init.afterAll);
  if (init.afterAny !== undefined) m.afterAny = TriggerAfterAny.create(init.afterAny);
  if (init.afterEach !== undefined) m.afterEach = TriggerAfterEach.create(init.afterEach);
  if (init.afterEndOfWindow !== undefined) m.afterEndOfWindow = TriggerAfterEndOfWindow.create(init.afterEndOfWindow);
  if (init.afterProcessingTime !== undefined) m.afterProcessingTime = TriggerAfterProcessingTime.create(init.afterProcessingTime);
  if (init.afterSynchronizedProcessingTime !== undefined) m.afterSynchronizedProcessingTime = TriggerAfterSynchronizedProcessingTime.create(init.afterSynchronizedProcessingTime);
  if (init.default !== undefined) m.default = TriggerDefault.create(init.default);
  if (init.elementCount !== undefined) m.elementCount = TriggerElementCount.create(init.elementCount);
  if (init.never !== undefined) m.never = TriggerNever.create(init.never);
  if (init.orFinally !== undefined) m.orFinally = TriggerOrFinally.create(init.orFinally);
  if (init.repeat !== undefined) m.repeat = TriggerRepeat.create(init.repeat);
  if (init.always !== undefined) m.always = TriggerAlways.create(init.always);
  return m;
}

function writeTrigger(m: Init<Trigger>, w: Writer): void {
  if (m.afterAll !== undefined) TriggerAfterAll.encode(m.afterAll, w.uint32(10).fork()).ldelim();
  if (m.afterAny !== undefined) TriggerAfterAny.encode(m.afterAny, w.uint32(18).fork()).ldelim();
  if (m.afterEach !== undefined) TriggerAfterEach.encode(m.afterEach, w.uint32(26).fork()).ldelim();
  if (m.afterEndOfWindow !== undefined) TriggerAfterEndOfWindow.encode(m.afterEndOfWindow, w.uint32(34).fork()).ldelim();
  if (m.afterProcessingTime !== undefined) TriggerAfterProcessingTime.encode(m.afterProcessingTime, w.uint32(42).fork()).ldelim();
  if (m.afterSynchronizedProcessingTime !== undefined) TriggerAfterSynchronizedProcessingTime.encode(m.afterSynchronizedProcessingTime, w.uint32(50).fork()).ldelim();
  if (m.default !== undefined) TriggerDefault.encode(m.default, w.uint32(58).fork()).ldelim();
  if (m.elementCount !== undefined) TriggerElementCount.encode(m.elementCount, w.uint32(66).fork()).ldelim();
  if (m.never !== undefined) TriggerNever.encode(m.never, w.uint32(74).fork()).ldelim();
  if (m.orFinally !== undefined) TriggerOrFinally.encode(m.orFinally, w.uint32(82).fork()).ldelim();
  if (m.repeat !== undefined) TriggerRepeat.encode(m.repeat, w.uint32(90).fork()).ldelim();
  if (m.always !== undefined) TriggerAlways.encode(m.always, w.uint32(98).fork()).ldelim();
}

function readTrigger(m: Trigger, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        if (m.afterAny !== undefined) delete m.afterAny;
        if (m.afterEach !== undefined) delete m.afterEach;
        if (m.afterEndOfWindow !== undefined) delete m.afterEndOfWindow;
        if (m.afterProcessingTime !== undefined) delete m.afterProcessingTime;
        if (m.afterSynchronizedProcessingTime !== undefined) delete m.afterSynchronizedProcessingTime;
        if (m.always !== undefined) delete m.always;
        if (m.default !== undefined) delete m.default;
        if (m.elementCount !== undefined) delete m.elementCount;
        if (m.never !== undefined) delete m.never;
        if (m.orFinally !== undefined) delete m.orFinally;
        if (m.repeat !== undefined) delete m.repeat;
        m.afterAll = TriggerAfterAll.merge(m.afterAll ?? TriggerAfterAll.create(), r, r.uint32() + r.pos);
        break;
      }
      case 18: {
        if (m.afterAll !== undefined) delete m.afterAll;
        if (m.afterEach !== undefined) delete m.afterEach;
        if (m.afterEndOfWindow !== undefined) delete m.afterEndOfWindow;
        if (m.afterProcessingTime !== undefined) delete m.afterProcessingTime;
        if (m.afterSynchronizedProcessingTime !== undefined) delete m.afterSynchronizedProcessingTime;
        if (m.always !== undefined) delete m.always;
        if (m.default !== undefined) delete m.default;
        if (m.elementCount !== undefined) delete m.elementCount;
        if (m.never !== undefined) delete m.never;
        if (m.orFinally !== undefined) delete m.orFinally;
        if (m.repeat !== undefined) delete m.repeat;
        m.afterAny = TriggerAfterAny.merge(m.afterAny ?? TriggerAfterAny.create(), r, r.uint32() + r.pos);
        break;
      }
      case 26: {
        if (m.afterAll !== undefined) delete m.afterAll;
        if (m.afterAny !== undefined) delete m.afterAny;
        if (m.afterEndOfWindow !== undefined) delete m.afterEndOfWindow;
        if (m.afterProcessingTime !== undefined) delete m.afterProcessingTime;
        if (m.afterSynchronizedProcessingTime !== undefined) delete m.afterSynchronizedProcessingTime;
        if (m.always !== undefined) delete m.always;
        if (m.default !== undefined) delete m.default;
        if (m.elementCount !== undefined) delete m.elementCount;
        if (m.never !== undefined) delete m.never;
        if (m.orFinally !== undefined) delete m.orFinally;
        if (m.repeat !== undefined) delete m.repeat;
        m.afterEach = TriggerAfterEach.merge(m.afterEach ?? TriggerAfterEach.create(), r, r.uint32() + r.pos);
        break;
      }
      case 34: {
        if (m.afterAll !== undefined) delete m.afterAll;
        if (m.afterAny !== undefined) delete m.afterAny;
        if (m.afterEach !== undefined) delete m.afterEach;
        if (m.afterProcessingTime !== undefined) delete m.afterProcessingTime;
        if (m.afterSynchronizedProcessingTime !== undefined) delete m.afterSynchronizedProcessingTime;
        if (m.always !== undefined) delete m.always;
        if (m.default !== undefined) delete m.default;
        if (m.elementCount !== undefined) delete m.elementCount;
        if (m.never !== undefined) delete m.never;
        if (m.orFinally !== undefined) delete m.orFinally;
        if (m.repeat !== undefined) delete m.repeat;
        m.afterEndOfWindow = TriggerAfterEndOfWindow.merge(m.afterEndOfWindow ?? TriggerAfterEndOfWindow.create(), r, r.uint32() + r.pos);
        break;
      }
      case 42: {
        if (m.afterAll !== undefined) delete m.afterAll;
        if (m.afterAny !== undefined) delete m.afterAny;
        if (m.afterEach !== undefined) delete m.afterEach;
        if (m.afterEndOfWindow !== undefined) delete m.afterEndOfWindow;
        if (m.afterSynchronizedProcessingTime !== undefined) delete m.afterSynchronizedProcessingTime;
        if (m.always !== undefined) delete m.always;
        if (m.default !== undefined) delete m.default;
        if (m.elementCount !== undefined) delete m.elementCount;
        if (m.never !== undefined) delete m.never;
        if (m.orFinally !== undefined) delete m.orFinally;
        if (m.repeat !== undefined) delete m.repeat;
        m.afterProcessingTime = TriggerAfterProcessingTime.merge(m.afterProcessingTime ?? TriggerAfterProcessingTime.create(), r, r.uint32() + r.pos);
        break;
      }
      case 50: {
        if (m.afterAll !== undefined) delete m.afterAll;
        if (m.afterAny !== undefined) delete m.afterAny;
        if (m.afterEach !== undefined) delete m.afterEach;
        if (m.afterEndOfWindow !== undefined) delete m.afterEndOfWindow;
        if (m.afterProcessingTime !== undefined) delete m.afterProcessingTime;
        if (m.always !== undefined) delete m.always;
        if (m.default !== undefined) delete m.default;
        if (m.elementCount !== undefined) delete m.elementCount;
        if (m.never !== undefined) delete m.never;
        if (m.orFinally !== undefined) delete m.orFinally;
        if (m.repeat !== undefined) delete m.repeat;
        m.afterSynchronizedProcessingTime = TriggerAfterSynchronizedProcessingTime.merge(m.afterSynchronizedProcessingTime ?? TriggerAfterSynchronizedProcessingTime.create(), r, r.uint32() + r.pos);
        break;
      }
      case 58: {
        if (m.afterAll !== undefined) delete m.afterAll;
        if (m.afterAny !== undefined) delete m.afterAny;
        if (m.afterEach !== undefined) delete m.afterEach;
        if (m.afterEndOfWindow !== undefined) delete m.afterEndOfWindow;
        if (m.afterProcessingTime !== undefined) delete m.afterProcessingTime;
        if (m.afterSynchronizedProcessingTime !== undefined) delete m.afterSynchronizedProcessingTime;
        if (m.always !== undefined) delete m.always;
        if (m.elementCount !== undefined) delete m.elementCount;
        if (m.never !== undefined) delete m.never;
        if (m.orFinally !== undefined) delete m.orFinally;
        if (m.repeat !== undefined) delete m.repeat;
        m.default = TriggerDefault.merge(m.default ?? TriggerDefault.create(), r, r.uint32() + r.pos);
        break;
      }
      case 66: {
        if (m.afterAll !== undefined) delete m.afterAll;
        if (m.afterAny !== undefined) delete m.afterAny;
        if (m.afterEach !== undefined) delete m.afterEach;
        if (m.afterEndOfWindow !== undefined) delete m.afterEndOfWindow;
        if (m.afterProcessingTime !== undefined) delete m.afterProcessingTime;
        if (m.afterSynchronizedProcessingTime !== undefined) delete m.afterSynchronizedProcessingTime;
        if (m.always !== undefined) delete m.always;
        if (m.default !== undefined) delete m.default;
        if (m.never !== undefined) delete m.never;
        if (m.orFinally !== undefined) delete m.orFinally;
        if (m.repeat !== undefined) delete m.repeat;
        m.elementCount = TriggerElementCount.merge(m.elementCount ?? TriggerElementCount.create(), r, r.uint32() + r.pos);
        break;
      }
      case 74: {
        if (m.afterAll !== undefined) delete m.afterAll;
        if (m.afterAny !== undefined) delete m.afterAny;
        if (m.afterEach !== undefined) delete m.afterEach;
        if (m.afterEndOfWindow !== undefined) delete m.afterEndOfWindow;
        if (m.afterProcessingTime !== undefined) delete m.afterProcessingTime;
        if (m.afterSynchronizedProcessingTime !== undefined) delete m.afterSynchronizedProcessingTime;
        if (m.always !== undefined) delete m.always;
        if (m.default !== undefined) delete m.default;
        if (m.elementCount !== undefined) delete m.elementCount;
        if (m.orFinally !== undefined) delete m.orFinally;
        if (m.repeat !== undefined) delete m.repeat;
        m.never = TriggerNever.merge(m.never ?? TriggerNever.create(), r, r.uint32() + r.pos);
        break;
      }
      case 82: {
        if (m.afterAll !== undefined) delete m.afterAll;
        if (m.afterAny !== undefined) delete m.afterAny;
        if (m.afterEach !== undefined) delete m.afterEach;
        if (m.afterEndOfWindow !== undefined) delete m.afterEndOfWindow;
        if (m.afterProcessingTime !== undefined) delete m.afterProcessingTime;
        if (m.afterSynchronizedProcessingTime !== undefined) delete m.afterSynchronizedProcessingTime;
        if (m.always !== undefined) delete m.always;
        if (m.default !== undefined) delete m.default;
        if (m.elementCount !== undefined) delete m.elementCount;
        if (m.never !== undefined) delete m.never;
        if (m.repeat !== undefined) delete m.repeat;
        m.orFinally = TriggerOrFinally.merge(m.orFinally ?? TriggerOrFinally.create(), r, r.uint32() + r.pos);
        break;
      }
      case 90: {
        if (m.afterAll !== undefined) delete m.afterAll;
        if (m.afterAny !== undefined) delete m.afterAny;
        if (m.afterEach !== undefined) delete m.afterEach;
        if (m.afterEndOfWindow !== undefined) delete m.afterEndOfWindow;
        if (m.afterProcessingTime !== undefined) delete m.afterProcessingTime;
        if (m.afterSynchronizedProcessingTime !== undefined) delete m.afterSynchronizedProcessingTime;
        if (m.always !== undefined) delete m.always;
        if (m.default !== undefined) delete m.default;
        if (m.elementCount !== undefined) delete m.elementCount;
        if (m.never !== undefined) delete m.never;
        if (m.orFinally !== undefined) delete m.orFinally;
        m.repeat = TriggerRepeat.merge(m.repeat ?? TriggerRepeat.create(), r, r.uint32() + r.pos);
        break;
      }
      case 98: {
        if (m.afterAll !== undefined) delete m.afterAll;
        if (m.afterAny !== undefined) delete m.afterAny;
        if (m.afterEach !== undefined) delete m.afterEach;
        if (m.afterEndOfWindow !== undefined) delete m.afterEndOfWindow;
        if (m.afterProcessingTime !== undefined) delete m.afterProcessingTime;
        if (m.afterSynchronizedProcessingTime !== undefined) delete m.afterSynchronizedProcessingTime;
        if (m.default !== undefined) delete m.default;
        if (m.elementCount !== undefined) delete m.elementCount;
        if (m.never !== undefined) delete m.never;
        if (m.orFinally !== undefined) delete m.orFinally;
        if (m.repeat !== undefined) delete m.repeat;
        m.always = TriggerAlways.merge(m.always ?? TriggerAlways.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Trigger: MessageType<Trigger> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Trigger',
  createTrigger,
  writeTrigger,
  readTrigger,
);

/** The member of the oneof `trigger` that is set. */
export function whichTrigger(m: Trigger): 'afterAll' | 'afterAny' | 'afterEach' | 'afterEndOfWindow' | 'afterProcessingTime' | 'afterSynchronizedProcessingTime' | 'always' | 'default' | 'elementCount' | 'never' | 'orFinally' | 'repeat' | undefined {
  if (m.afterAll !== undefined) return 'afterAll';
  if (m.afterAny !== undefined) return 'afterAny';
  if (m.afterEach !== undefined) return 'afterEach';
  if (m.afterEndOfWindow !== undefined) return 'afterEndOfWindow';
  if (m.afterProcessingTime !== undefined) return 'afterProcessingTime';
  if (m.afterSynchronizedProcessingTime !== undefined) return 'afterSynchronizedProcessingTime';
  if (m.always !== undefined) return 'always';
  if (m.default !== undefined) return 'default';
  if (m.elementCount !== undefined) return 'elementCount';
  if (m.never !== undefined) return 'never';
  if (m.orFinally !== undefined) return 'orFinally';
  if (m.repeat !== undefined) return 'repeat';
  return undefined;
}

/**
 * When all have fired.
 * `org.apache.beam.model.pipeline.v1.Trigger.AfterAll`
 */
export interface TriggerAfterAll {
  subtriggers: Trigger[];
}

function createTriggerAfterAll(init: Init<TriggerAfterAll>): TriggerAfterAll {
  return {
    subtriggers: (init.subtriggers ?? []).map((item) => Trigger.create(item)),
  };
}

function writeTriggerAfterAll(m: Init<TriggerAfterAll>, w: Writer): void {
  for (const item of m.subtriggers ?? []) Trigger.encode(item, w.uint32(10).fork()).ldelim();
}

function readTriggerAfterAll(m: TriggerAfterAll, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.subtriggers.push(Trigger.merge(Trigger.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TriggerAfterAll: MessageType<TriggerAfterAll> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Trigger.AfterAll',
  createTriggerAfterAll,
  writeTriggerAfterAll,
  readTriggerAfterAll,
);

/**
 * When one has fired.
 * `org.apache.beam.model.pipeline.v1.Trigger.AfterAny`
 */
export interface TriggerAfterAny {
  subtriggers: Trigger[];
}

function createTriggerAfterAny(init: Init<TriggerAfterAny>): TriggerAfterAny {
  return {
    subtriggers: (init.subtriggers ?? []).map((item) => Trigger.create(item)),
  };
}

function writeTriggerAfterAny(m: Init<TriggerAfterAny>, w: Writer): void {
  for (const item of m.subtriggers ?? []) Trigger.encode(item, w.uint32(10).fork()).ldelim();
}

function readTriggerAfterAny(m: TriggerAfterAny, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.subtriggers.push(Trigger.merge(Trigger.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TriggerAfterAny: MessageType<TriggerAfterAny> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Trigger.AfterAny',
  createTriggerAfterAny,
  writeTriggerAfterAny,
  readTriggerAfterAny,
);

/**
 * One after the other.
 * `org.apache.beam.model.pipeline.v1.Trigger.AfterEach`
 */
export interface TriggerAfterEach {
  subtriggers: Trigger[];
}

function createTriggerAfterEach(init: Init<TriggerAfterEach>): TriggerAfterEach {
  return {
    subtriggers: (init.subtriggers ?? []).map((item) => Trigger.create(item)),
  };
}

function writeTriggerAfterEach(m: Init<TriggerAfterEach>, w: Writer): void {
  for (const item of m.subtriggers ?? []) Trigger.encode(item, w.uint32(10).fork()).ldelim();
}

function readTriggerAfterEach(m: TriggerAfterEach, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.subtriggers.push(Trigger.merge(Trigger.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TriggerAfterEach: MessageType<TriggerAfterEach> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Trigger.AfterEach',
  createTriggerAfterEach,
  writeTriggerAfterEach,
  readTriggerAfterEach,
);

/**
 * When the watermark passes the end of the window, with optional firings before and after.
 * `org.apache.beam.model.pipeline.v1.Trigger.AfterEndOfWindow`
 */
export interface TriggerAfterEndOfWindow {
  earlyFirings?: Trigger;
  lateFirings?: Trigger;
}

function createTriggerAfterEndOfWindow(init: Init<TriggerAfterEndOfWindow>): TriggerAfterEndOfWindow {
  const m: TriggerAfterEndOfWindow = {};
  if (init.earlyFirings !== undefined) m.earlyFirings = Trigger.create(init.earlyFirings);
  if (init.lateFirings !== undefined) m.lateFirings = Trigger.create(init.lateFirings);
  return m;
}

function writeTriggerAfterEndOfWindow(m: Init<TriggerAfterEndOfWindow>, w: Writer): void {
  if (m.earlyFirings !== undefined) Trigger.encode(m.earlyFirings, w.uint32(10).fork()).ldelim();
  if (m.lateFirings !== undefined) Trigger.encode(m.lateFirings, w.uint32(18).fork()).ldelim();
}

function readTriggerAfterEndOfWindow(m: TriggerAfterEndOfWindow, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.earlyFirings = Trigger.merge(m.earlyFirings ?? Trigger.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.lateFirings = Trigger.merge(m.lateFirings ?? Trigger.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TriggerAfterEndOfWindow: MessageType<TriggerAfterEndOfWindow> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Trigger.AfterEndOfWindow',
  createTriggerAfterEndOfWindow,
  writeTriggerAfterEndOfWindow,
  readTriggerAfterEndOfWindow,
);

/**
 * A time after the first element of the pane.
 * `org.apache.beam.model.pipeline.v1.Trigger.AfterProcessingTime`
 */
export interface TriggerAfterProcessingTime {
  timestampTransforms: TimestampTransform[];
}

function createTriggerAfterProcessingTime(init: Init<TriggerAfterProcessingTime>): TriggerAfterProcessingTime {
  return {
    timestampTransforms: (init.timestampTransforms ?? []).map((item) => TimestampTransform.create(item)),
  };
}

function writeTriggerAfterProcessingTime(m: Init<TriggerAfterProcessingTime>, w: Writer): void {
  for (const item of m.timestampTransforms ?? []) TimestampTransform.encode(item, w.uint32(10).fork()).ldelim();
}

function readTriggerAfterProcessingTime(m: TriggerAfterProcessingTime, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.timestampTransforms.push(TimestampTransform.merge(TimestampTransform.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TriggerAfterProcessingTime: MessageType<TriggerAfterProcessingTime> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Trigger.AfterProcessingTime',
  createTriggerAfterProcessingTime,
  writeTriggerAfterProcessingTime,
  readTriggerAfterProcessingTime,
);

/**
 * As above, agreed upon by all workers; no longer constructed.
 * `org.apache.beam.model.pipeline.v1.Trigger.AfterSynchronizedProcessingTime`
 */
export interface TriggerAfterSynchronizedProcessingTime {}

function createTriggerAfterSynchronizedProcessingTime(): TriggerAfterSynchronizedProcessingTime {
  return {};
}

function writeTriggerAfterSynchronizedProcessingTime(): void {
}

function readTriggerAfterSynchronizedProcessingTime(_m: TriggerAfterSynchronizedProcessingTime, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const TriggerAfterSynchronizedProcessingTime: MessageType<TriggerAfterSynchronizedProcessingTime> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Trigger.AfterSynchronizedProcessingTime',
  createTriggerAfterSynchronizedProcessingTime,
  writeTriggerAfterSynchronizedProcessingTime,
  readTriggerAfterSynchronizedProcessingTime,
);

/**
 * Repeat after the end of the window, at each late element.
 * `org.apache.beam.model.pipeline.v1.Trigger.Default`
 */
export interface TriggerDefault {}

function createTriggerDefault(): TriggerDefault {
  return {};
}

function writeTriggerDefault(): void {
}

function readTriggerDefault(_m: TriggerDefault, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const TriggerDefault: MessageType<TriggerDefault> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Trigger.Default',
  createTriggerDefault,
  writeTriggerDefault,
  readTriggerDefault,
);

/**
 * After so many elements.
 * `org.apache.beam.model.pipeline.v1.Trigger.ElementCount`
 */
export interface TriggerElementCount {
  elementCount: number;
}

function createTriggerElementCount(init: Init<TriggerElementCount>): TriggerElementCount {
  return {
    elementCount: init.elementCount ?? 0,
  };
}

function writeTriggerElementCount(m: Init<TriggerElementCount>, w: Writer): void {
  if (m.elementCount) w.uint32(8).int32(m.elementCount);
}

function readTriggerElementCount(m: TriggerElementCount, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.elementCount = r.int32();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TriggerElementCount: MessageType<TriggerElementCount> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Trigger.ElementCount',
  createTriggerElementCount,
  writeTriggerElementCount,
  readTriggerElementCount,
);

/**
 * Only when the window closes.
 * `org.apache.beam.model.pipeline.v1.Trigger.Never`
 */
export interface TriggerNever {}

function createTriggerNever(): TriggerNever {
  return {};
}

function writeTriggerNever(): void {
}

function readTriggerNever(_m: TriggerNever, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const TriggerNever: MessageType<TriggerNever> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Trigger.Never',
  createTriggerNever,
  writeTriggerNever,
  readTriggerNever,
);

/**
 * At every element.
 * `org.apache.beam.model.pipeline.v1.Trigger.Always`
 */
export interface TriggerAlways {}

function createTriggerAlways(): TriggerAlways {
  return {};
}

function writeTriggerAlways(): void {
}

function readTriggerAlways(_m: TriggerAlways, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const TriggerAlways: MessageType<TriggerAlways> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Trigger.Always',
  createTriggerAlways,
  writeTriggerAlways,
  readTriggerAlways,
);

/**
 * The main trigger until the other fires.
 * `org.apache.beam.model.pipeline.v1.Trigger.OrFinally`
 */
export interface TriggerOrFinally {
  main?: Trigger;
  finally?: Trigger;
}

function createTriggerOrFinally(init: Init<TriggerOrFinally>): TriggerOrFinally {
  const m: TriggerOrFinally = {};
  if (init.main !== undefined) m.main = Trigger.create(init.main);
  if (init.finally !== undefined) m.finally = Trigger.create(init.finally);
  return m;
}

function writeTriggerOrFinally(m: Init<TriggerOrFinally>, w: Writer): void {
  if (m.main !== undefined) Trigger.encode(m.main, w.uint32(10).fork()).ldelim();
  if (m.finally !== undefined) Trigger.encode(m.finally, w.uint32(18).fork()).ldelim();
}

function readTriggerOrFinally(m: TriggerOrFinally, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.main = Trigger.merge(m.main ?? Trigger.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.finally = Trigger.merge(m.finally ?? Trigger.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TriggerOrFinally: MessageType<TriggerOrFinally> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Trigger.OrFinally',
  createTriggerOrFinally,
  writeTriggerOrFinally,
  readTriggerOrFinally,
);

/**
 * Again and again.
 * `org.apache.beam.model.pipeline.v1.Trigger.Repeat`
 */
export interface TriggerRepeat {
  subtrigger?: Trigger;
}

function createTriggerRepeat(init: Init<TriggerRepeat>): TriggerRepeat {
  const m: TriggerRepeat = {};
  if (init.subtrigger !== undefined) m.subtrigger = Trigger.create(init.subtrigger);
  return m;
}

function writeTriggerRepeat(m: Init<TriggerRepeat>, w: Writer): void {
  if (m.subtrigger !== undefined) Trigger.encode(m.subtrigger, w.uint32(10).fork()).ldelim();
}

function readTriggerRepeat(m: TriggerRepeat, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.subtrigger = Trigger.merge(m.subtrigger ?? Trigger.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TriggerRepeat: MessageType<TriggerRepeat> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Trigger.Repeat',
  createTriggerRepeat,
  writeTriggerRepeat,
  readTriggerRepeat,
);

/**
 * A step from one processing time to another, in milliseconds.
 * `org.apache.beam.model.pipeline.v1.TimestampTransform`
 */
export interface TimestampTransform {
  delay?: TimestampTransformDelay;
  alignTo?: TimestampTransformAlignTo;
}

function createTimestampTransform(init: Init<TimestampTransform>): TimestampTransform {
  const m: TimestampTransform = {};
  if (init.delay !== undefined) m.delay = TimestampTransformDelay.create(init.delay);
  if (init.alignTo !== undefined) m.alignTo = TimestampTransformAlignTo.create(init.alignTo);
  return m;
}

function writeTimestampTransform(m: Init<TimestampTransform>, w: Writer): void {
  if (m.delay !== undefined) TimestampTransformDelay.encode(m.delay, w.uint32(10).fork()).ldelim();
  if (m.alignTo !== undefined) TimestampTransformAlignTo.encode(m.alignTo, w.uint32(18).fork()).ldelim();
}

function readTimestampTransform(m: TimestampTransform, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        if (m.alignTo !== undefined) delete m.alignTo;
        m.delay = TimestampTransformDelay.merge(m.delay ?? TimestampTransformDelay.create(), r, r.uint32() + r.pos);
        break;
      }
      case 18: {
        if (m.delay !== undefined) delete m.delay;
        m.alignTo = TimestampTransformAlignTo.merge(m.alignTo ?? TimestampTransformAlignTo.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TimestampTransform: MessageType<TimestampTransform> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.TimestampTransform',
  createTimestampTransform,
  writeTimestampTransform,
  readTimestampTransform,
);

/** The member of the oneof `timestampTransform` that is set. */
export function whichTimestampTransform(m: TimestampTransform): 'delay' | 'alignTo' | undefined {
  if (m.delay !== undefined) return 'delay';
  if (m.alignTo !== undefined) return 'alignTo';
  return undefined;
}

/** `org.apache.beam.model.pipeline.v1.TimestampTransform.Delay` */
export interface TimestampTransformDelay {
  delayMillis: bigint;
}

function createTimestampTransformDelay(init: Init<TimestampTransformDelay>): TimestampTransformDelay {
  return {
    delayMillis: init.delayMillis ?? 0n,
  };
}

function writeTimestampTransformDelay(m: Init<TimestampTransformDelay>, w: Writer): void {
  if (m.delayMillis) writeInt64(w.uint32(8), m.delayMillis);
}

function readTimestampTransformDelay(m: TimestampTransformDelay, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.delayMillis = readInt64(r);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TimestampTransformDelay: MessageType<TimestampTransformDelay> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.TimestampTransform.Delay',
  createTimestampTransformDelay,
  writeTimestampTransformDelay,
  readTimestampTransformDelay,
);

/** `org.apache.beam.model.pipeline.v1.TimestampTransform.AlignTo` */
export interface TimestampTransformAlignTo {
  period: bigint;
  offset: bigint;
}

function createTimestampTransformAlignTo(init: Init<TimestampTransformAlignTo>): TimestampTransformAlignTo {
  return {
    period: init.period ?? 0n,
    offset: init.offset ?? 0n,
  };
}

function writeTimestampTransformAlignTo(m: Init<TimestampTransformAlignTo>, w: Writer): void {
  if (m.period) writeInt64(w.uint32(24), m.period);
  if (m.offset) writeInt64(w.uint32(32), m.offset);
}

function readTimestampTransformAlignTo(m: TimestampTransformAlignTo, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 24:
        m.period = readInt64(r);
        break;
      case 32:
        m.offset = readInt64(r);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TimestampTransformAlignTo: MessageType<TimestampTransformAlignTo> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.TimestampTransform.AlignTo',
  createTimestampTransformAlignTo,
  writeTimestampTransformAlignTo,
  readTimestampTransformAlignTo,
);

/**
 * How a ParDo reads a collection besides its main input.
 * `org.apache.beam.model.pipeline.v1.SideInput`
 */
export interface SideInput {
  /** Iterable or multimap: the only two that travel. */
  accessPattern?: FunctionSpec;
  /** Turns the accessed values into what user code sees. */
  viewFn?: FunctionSpec;
  /** Window of the main input to window of the side input. */
  windowMappingFn?: FunctionSpec;
}

function createSideInput(init: Init<SideInput>): SideInput {
  const m: SideInput = {};
  if (init.accessPattern !== undefined) m.accessPattern = FunctionSpec.create(init.accessPattern);
  if (init.viewFn !== undefined) m.viewFn = FunctionSpec.create(init.viewFn);
  if (init.windowMappingFn !== undefined) m.windowMappingFn = FunctionSpec.create(init.windowMappingFn);
  return m;
}

function writeSideInput(m: Init<SideInput>, w: Writer): void {
  if (m.accessPattern !== undefined) FunctionSpec.encode(m.accessPattern, w.uint32(10).fork()).ldelim();
  if (m.viewFn !== undefined) FunctionSpec.encode(m.viewFn, w.uint32(18).fork()).ldelim();
  if (m.windowMappingFn !== undefined) FunctionSpec.encode(m.windowMappingFn, w.uint32(26).fork()).ldelim();
}

function readSideInput(m: SideInput, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.accessPattern = FunctionSpec.merge(m.accessPattern ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.viewFn = FunctionSpec.merge(m.viewFn ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      case 26:
        m.windowMappingFn = FunctionSpec.merge(m.windowMappingFn ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const SideInput: MessageType<SideInput> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.SideInput',
  createSideInput,
  writeSideInput,
  readSideInput,
);

/**
 * A file by path.
 * `org.apache.beam.model.pipeline.v1.ArtifactFilePayload`
 */
export interface ArtifactFilePayload {
  path: string;
  sha256: string;
}

function createArtifactFilePayload(init: Init<ArtifactFilePayload>): ArtifactFilePayload {
  return {
    path: init.path ?? '',
    sha256: init.sha256 ?? '',
  };
}

function writeArtifactFilePayload(m: Init<ArtifactFilePayload>, w: Writer): void {
  if (m.path) w.uint32(10).string(m.path);
  if (m.sha256) w.uint32(18).string(m.sha256);
}

function readArtifactFilePayload(m: ArtifactFilePayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.path = r.string();
        break;
      case 18:
        m.sha256 = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ArtifactFilePayload: MessageType<ArtifactFilePayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ArtifactFilePayload',
  createArtifactFilePayload,
  writeArtifactFilePayload,
  readArtifactFilePayload,
);

/**
 * A file by URL.
 * `org.apache.beam.model.pipeline.v1.ArtifactUrlPayload`
 */
export interface ArtifactUrlPayload {
  url: string;
  sha256: string;
}

function createArtifactUrlPayload(init: Init<ArtifactUrlPayload>): ArtifactUrlPayload {
  return {
    url: init.url ?? '',
    sha256: init.sha256 ?? '',
  };
}

function writeArtifactUrlPayload(m: Init<ArtifactUrlPayload>, w: Writer): void {
  if (m.url) w.uint32(10).string(m.url);
  if (m.sha256) w.uint32(18).string(m.sha256);
}

function readArtifactUrlPayload(m: ArtifactUrlPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.url = r.string();
        break;
      case 18:
        m.sha256 = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ArtifactUrlPayload: MessageType<ArtifactUrlPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ArtifactUrlPayload',
  createArtifactUrlPayload,
  writeArtifactUrlPayload,
  readArtifactUrlPayload,
);

/**
 * The bytes themselves.
 * `org.apache.beam.model.pipeline.v1.EmbeddedFilePayload`
 */
export interface EmbeddedFilePayload {
  data: Uint8Array;
}

function createEmbeddedFilePayload(init: Init<EmbeddedFilePayload>): EmbeddedFilePayload {
  return {
    data: init.data ?? noBytes,
  };
}

function writeEmbeddedFilePayload(m: Init<EmbeddedFilePayload>, w: Writer): void {
  if (m.data !== undefined && m.data.length > 0) w.uint32(10).bytes(m.data);
}

function readEmbeddedFilePayload(m: EmbeddedFilePayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.data = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const EmbeddedFilePayload: MessageType<EmbeddedFilePayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.EmbeddedFilePayload',
  createEmbeddedFilePayload,
  writeEmbeddedFilePayload,
  readEmbeddedFilePayload,
);

/**
 * A Python package.
 * `org.apache.beam.model.pipeline.v1.PyPIPayload`
 */
export interface PyPIPayload {
  artifactId: string;
  version: string;
}

function createPyPIPayload(init: Init<PyPIPayload>): PyPIPayload {
  return {
    artifactId: init.artifactId ?? '',
    version: init.version ?? '',
  };
}

function writePyPIPayload(m: Init<PyPIPayload>, w: Writer): void {
  if (m.artifactId) w.uint32(10).string(m.artifactId);
  if (m.version) w.uint32(18).string(m.version);
}

function readPyPIPayload(m: PyPIPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.artifactId = r.string();
        break;
      case 18:
        m.version = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const PyPIPayload: MessageType<PyPIPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.PyPIPayload',
  createPyPIPayload,
  writePyPIPayload,
  readPyPIPayload,
);

/**
 * A Maven coordinate, group:artifact:version.
 * `org.apache.beam.model.pipeline.v1.MavenPayload`
 */
export interface MavenPayload {
  artifact: string;
  repositoryUrl: string;
}

function createMavenPayload(init: Init<MavenPayload>): MavenPayload {
  return {
    artifact: init.artifact ?? '',
    repositoryUrl: init.repositoryUrl ?? '',
  };
}

function writeMavenPayload(m: Init<MavenPayload>, w: Writer): void {
  if (m.artifact) w.uint32(10).string(m.artifact);
  if (m.repositoryUrl) w.uint32(18).string(m.repositoryUrl);
}

function readMavenPayload(m: MavenPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.artifact = r.string();
        break;
      case 18:
        m.repositoryUrl = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const MavenPayload: MessageType<MavenPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.MavenPayload',
  createMavenPayload,
  writeMavenPayload,
  readMavenPayload,
);

/**
 * A key that only its issuer resolves.
 * `org.apache.beam.model.pipeline.v1.DeferredArtifactPayload`
 */
export interface DeferredArtifactPayload {
  key: string;
  data: Uint8Array;
}

function createDeferredArtifactPayload(init: Init<DeferredArtifactPayload>): DeferredArtifactPayload {
  return {
    key: init.key ?? '',
    data: init.data ?? noBytes,
  };
}

function writeDeferredArtifactPayload(m: Init<DeferredArtifactPayload>, w: Writer): void {
  if (m.key) w.uint32(10).string(m.key);
  if (m.data !== undefined && m.data.length > 0) w.uint32(18).bytes(m.data);
}

function readDeferredArtifactPayload(m: DeferredArtifactPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.key = r.string();
        break;
      case 18:
        m.data = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const DeferredArtifactPayload: MessageType<DeferredArtifactPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.DeferredArtifactPayload',
  createDeferredArtifactPayload,
  writeDeferredArtifactPayload,
  readDeferredArtifactPayload,
);

/**
 * File name on the worker.
 * `org.apache.beam.model.pipeline.v1.ArtifactStagingToRolePayload`
 */
export interface ArtifactStagingToRolePayload {
  stagedName: string;
}

function createArtifactStagingToRolePayload(init: Init<ArtifactStagingToRolePayload>): ArtifactStagingToRolePayload {
  return {
    stagedName: init.stagedName ?? '',
  };
}

function writeArtifactStagingToRolePayload(m: Init<ArtifactStagingToRolePayload>, w: Writer): void {
  if (m.stagedName) w.uint32(10).string(m.stagedName);
}

function readArtifactStagingToRolePayload(m: ArtifactStagingToRolePayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.stagedName = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ArtifactStagingToRolePayload: MessageType<ArtifactStagingToRolePayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ArtifactStagingToRolePayload',
  createArtifactStagingToRolePayload,
  writeArtifactStagingToRolePayload,
  readArtifactStagingToRolePayload,
);

/**
 * What a file is (type) and what it is for (role).
 * `org.apache.beam.model.pipeline.v1.ArtifactInformation`
 */
export interface ArtifactInformation {
  typeUrn: string;
  typePayload: Uint8Array;
  roleUrn: string;
  rolePayload: Uint8Array;
}

function createArtifactInformation(init: Init<ArtifactInformation>): ArtifactInformation {
  return {
    typeUrn: init.typeUrn ?? '',
    typePayload: init.typePayload ?? noBytes,
    roleUrn: init.roleUrn ?? '',
    rolePayload: init.rolePayload ?? noBytes,
  };
}

function writeArtifactInformation(m: Init<ArtifactInformation>, w: Writer): void {
  if (m.typeUrn) w.uint32(10).string(m.typeUrn);
  if (m.typePayload !== undefined && m.typePayload.length > 0) w.uint32(18).bytes(m.typePayload);
  if (m.roleUrn) w.uint32(26).string(m.roleUrn);
  if (m.rolePayload !== undefined && m.rolePayload.length > 0) w.uint32(34).bytes(m.rolePayload);
}

function readArtifactInformation(m: ArtifactInformation, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.typeUrn = r.string();
        break;
      case 18:
        m.typePayload = r.bytes();
        break;
      case 26:
        m.roleUrn = r.string();
        break;
      case 34:
        m.rolePayload = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ArtifactInformation: MessageType<ArtifactInformation> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ArtifactInformation',
  createArtifactInformation,
  writeArtifactInformation,
  readArtifactInformation,
);

/**
 * Where and with which abilities user code runs.
 * `org.apache.beam.model.pipeline.v1.Environment`
 */
export interface Environment {
  urn: string;
  payload: Uint8Array;
  displayData: DisplayData[];
  /** URNs the worker understands: coders, protocols, transforms. */
  capabilities: string[];
  dependencies: ArtifactInformation[];
  resourceHints: MapField<Uint8Array>;
}

function createEnvironment(init: Init<Environment>): Environment {
  return {
    urn: init.urn ?? '',
    payload: init.payload ?? noBytes,
    displayData: (init.displayData ?? []).map((item) => DisplayData.create(item)),
    capabilities: [...(init.capabilities ?? [])],
    dependencies: (init.dependencies ?? []).map((item) => ArtifactInformation.create(item)),
    resourceHints: copyMap(init.resourceHints, (item) => item),
  };
}

function writeEnvironment(m: Init<Environment>, w: Writer): void {
  if (m.urn) w.uint32(18).string(m.urn);
  if (m.payload !== undefined && m.payload.length > 0) w.uint32(26).bytes(m.payload);
  for (const item of m.displayData ?? []) DisplayData.encode(item, w.uint32(34).fork()).ldelim();
  for (const item of m.capabilities ?? []) w.uint32(42).string(item);
  for (const item of m.dependencies ?? []) ArtifactInformation.encode(item, w.uint32(50).fork()).ldelim();
  for (const key of Object.keys(m.resourceHints ?? {})) {
    w.uint32(58).fork().uint32(10).string(key);
    w.uint32(18).bytes(m.resourceHints![key]!);
    w.ldelim();
  }
}

function readEnvironment(m: Environment, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 18:
        m.urn = r.string();
        break;
      case 26:
        m.payload = r.bytes();
        break;
      case 34:
        m.displayData.push(DisplayData.merge(DisplayData.create(), r, r.uint32() + r.pos));
        break;
      case 42:
        m.capabilities.push(r.string());
        break;
      case 50:
        m.dependencies.push(ArtifactInformation.merge(ArtifactInformation.create(), r, r.uint32() + r.pos));
        break;
      case 58: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: Uint8Array = noBytes;
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = r.bytes();
          else r.skipType(entryTag & 7);
        }
        setEntry(m.resourceHints, key, value);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Environment: MessageType<Environment> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Environment',
  createEnvironment,
  writeEnvironment,
  readEnvironment,
);

/**
 * A container image the runner starts.
 * `org.apache.beam.model.pipeline.v1.DockerPayload`
 */
export interface DockerPayload {
  containerImage: string;
}

function createDockerPayload(init: Init<DockerPayload>): DockerPayload {
  return {
    containerImage: init.containerImage ?? '',
  };
}

function writeDockerPayload(m: Init<DockerPayload>, w: Writer): void {
  if (m.containerImage) w.uint32(10).string(m.containerImage);
}

function readDockerPayload(m: DockerPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.containerImage = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const DockerPayload: MessageType<DockerPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.DockerPayload',
  createDockerPayload,
  writeDockerPayload,
  readDockerPayload,
);

/**
 * A command the runner starts on its own machine.
 * `org.apache.beam.model.pipeline.v1.ProcessPayload`
 */
export interface ProcessPayload {
  os: string;
  arch: string;
  command: string;
  env: MapField<string>;
}

function createProcessPayload(init: Init<ProcessPayload>): ProcessPayload {
  return {
    os: init.os ?? '',
    arch: init.arch ?? '',
    command: init.command ?? '',
    env: copyMap(init.env, (item) => item),
  };
}

function writeProcessPayload(m: Init<ProcessPayload>, w: Writer): void {
  if (m.os) w.uint32(10).string(m.os);
  if (m.arch) w.uint32(18).string(m.arch);
  if (m.command) w.uint32(26).string(m.command);
  for (const key of Object.keys(m.env ?? {})) {
    w.uint32(34).fork().uint32(10).string(key);
    w.uint32(18).string(m.env![key]!);
    w.ldelim();
  }
}

function readProcessPayload(m: ProcessPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.os = r.string();
        break;
      case 18:
        m.arch = r.string();
        break;
      case 26:
        m.command = r.string();
        break;
      case 34: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: string = '';
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = r.string();
          else r.skipType(entryTag & 7);
        }
        setEntry(m.env, key, value);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProcessPayload: MessageType<ProcessPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ProcessPayload',
  createProcessPayload,
  writeProcessPayload,
  readProcessPayload,
);

/**
 * A worker pool that the runner asks for workers.
 * `org.apache.beam.model.pipeline.v1.ExternalPayload`
 */
export interface ExternalPayload {
  endpoint?: ApiServiceDescriptor;
  params: MapField<string>;
}

function createExternalPayload(init: Init<ExternalPayload>): ExternalPayload {
  const m: ExternalPayload = {
    params: copyMap(init.params, (item) => item),
  };
  if (init.endpoint !== undefined) m.endpoint = ApiServiceDescriptor.create(init.endpoint);
  return m;
}

function writeExternalPayload(m: Init<ExternalPayload>, w: Writer): void {
  if (m.endpoint !== undefined) ApiServiceDescriptor.encode(m.endpoint, w.uint32(10).fork()).ldelim();
  for (const key of Object.keys(m.params ?? {})) {
    w.uint32(18).fork().uint32(10).string(key);
    w.uint32(18).string(m.params![key]!);
    w.ldelim();
  }
}

function readExternalPayload(m: ExternalPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.endpoint = ApiServiceDescriptor.merge(m.endpoint ?? ApiServiceDescriptor.create(), r, r.uint32() + r.pos);
        break;
      case 18: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: string = '';
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = r.string();
          else r.skipType(entryTag & 7);
        }
        setEntry(m.params, key, value);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ExternalPayload: MessageType<ExternalPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ExternalPayload',
  createExternalPayload,
  writeExternalPayload,
  readExternalPayload,
);

/**
 * Alternatives; the runner chooses.
 * `org.apache.beam.model.pipeline.v1.AnyOfEnvironmentPayload`
 */
export interface AnyOfEnvironmentPayload {
  environments: Environment[];
}

function createAnyOfEnvironmentPayload(init: Init<AnyOfEnvironmentPayload>): AnyOfEnvironmentPayload {
  return {
    environments: (init.environments ?? []).map((item) => Environment.create(item)),
  };
}

function writeAnyOfEnvironmentPayload(m: Init<AnyOfEnvironmentPayload>, w: Writer): void {
  for (const item of m.environments ?? []) Environment.encode(item, w.uint32(10).fork()).ldelim();
}

function readAnyOfEnvironmentPayload(m: AnyOfEnvironmentPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.environments.push(Environment.merge(Environment.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const AnyOfEnvironmentPayload: MessageType<AnyOfEnvironmentPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.AnyOfEnvironmentPayload',
  createAnyOfEnvironmentPayload,
  writeAnyOfEnvironmentPayload,
  readAnyOfEnvironmentPayload,
);

/**
 * A function or kind by URN, with a payload that the URN explains.
 * `org.apache.beam.model.pipeline.v1.FunctionSpec`
 */
export interface FunctionSpec {
  urn: string;
  payload: Uint8Array;
}

function createFunctionSpec(init: Init<FunctionSpec>): FunctionSpec {
  return {
    urn: init.urn ?? '',
    payload: init.payload ?? noBytes,
  };
}

function writeFunctionSpec(m: Init<FunctionSpec>, w: Writer): void {
  if (m.urn) w.uint32(10).string(m.urn);
  if (m.payload !== undefined && m.payload.length > 0) w.uint32(26).bytes(m.payload);
}

function readFunctionSpec(m: FunctionSpec, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.urn = r.string();
        break;
      case 26:
        m.payload = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const FunctionSpec: MessageType<FunctionSpec> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.FunctionSpec',
  createFunctionSpec,
  writeFunctionSpec,
  readFunctionSpec,
);

/**
 * A labelled value to show to people.
 * `org.apache.beam.model.pipeline.v1.LabelledPayload`
 */
export interface LabelledPayload {
  label: string;
  stringValue?: string;
  boolValue?: boolean;
  doubleValue?: number;
  intValue?: bigint;
  key: string;
  namespace: string;
}

function createLabelledPayload(init: Init<LabelledPayload>): LabelledPayload {
  const m: LabelledPayload = {
    label: init.label ?? '',
    key: init.key ?? '',
    namespace: init.namespace ?? '',
  };
  if (init.stringValue !== undefined) m.stringValue = init.stringValue;
  if (init.boolValue !== undefined) m.boolValue = init.boolValue;
  if (init.doubleValue !== undefined) m.doubleValue = init.doubleValue;
  if (init.intValue !== undefined) m.intValue = init.intValue;
  return m;
}

function writeLabelledPayload(m: Init<LabelledPayload>, w: Writer): void {
  if (m.label) w.uint32(10).string(m.label);
  if (m.stringValue !== undefined) w.uint32(18).string(m.stringValue);
  if (m.boolValue !== undefined) w.uint32(24).bool(m.boolValue);
  if (m.doubleValue !== undefined) w.uint32(33).double(m.doubleValue);
  if (m.intValue !== undefined) writeInt64(w.uint32(40), m.intValue);
  if (m.key) w.uint32(50).string(m.key);
  if (m.namespace) w.uint32(58).string(m.namespace);
}

function readLabelledPayload(m: LabelledPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.label = r.string();
        break;
      case 18: {
        if (m.boolValue !== undefined) delete m.boolValue;
        if (m.doubleValue !== undefined) delete m.doubleValue;
        if (m.intValue !== undefined) delete m.intValue;
        m.stringValue = r.string();
        break;
      }
      case 24: {
        if (m.stringValue !== undefined) delete m.stringValue;
        if (m.doubleValue !== undefined) delete m.doubleValue;
        if (m.intValue !== undefined) delete m.intValue;
        m.boolValue = r.bool();
        break;
      }
      case 33: {
        if (m.stringValue !== undefined) delete m.stringValue;
        if (m.boolValue !== undefined) delete m.boolValue;
        if (m.intValue !== undefined) delete m.intValue;
        m.doubleValue = r.double();
        break;
      }
      case 40: {
        if (m.stringValue !== undefined) delete m.stringValue;
        if (m.boolValue !== undefined) delete m.boolValue;
        if (m.doubleValue !== undefined) delete m.doubleValue;
        m.intValue = readInt64(r);
        break;
      }
      case 50:
        m.key = r.string();
        break;
      case 58:
        m.namespace = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const LabelledPayload: MessageType<LabelledPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.LabelledPayload',
  createLabelledPayload,
  writeLabelledPayload,
  readLabelledPayload,
);

/** The member of the oneof `value` that is set. */
export function whichLabelledPayload(m: LabelledPayload): 'stringValue' | 'boolValue' | 'doubleValue' | 'intValue' | undefined {
  if (m.stringValue !== undefined) return 'stringValue';
  if (m.boolValue !== undefined) return 'boolValue';
  if (m.doubleValue !== undefined) return 'doubleValue';
  if (m.intValue !== undefined) return 'intValue';
  return undefined;
}

/**
 * Something to show to people, by URN.
 * `org.apache.beam.model.pipeline.v1.DisplayData`
 */
export interface DisplayData {
  urn: string;
  payload: Uint8Array;
}

function createDisplayData(init: Init<DisplayData>): DisplayData {
  return {
    urn: init.urn ?? '',
    payload: init.payload ?? noBytes,
  };
}

function writeDisplayData(m: Init<DisplayData>, w: Writer): void {
  if (m.urn) w.uint32(10).string(m.urn);
  if (m.payload !== undefined && m.payload.length > 0) w.uint32(18).bytes(m.payload);
}

function readDisplayData(m: DisplayData, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.urn = r.string();
        break;
      case 18:
        m.payload = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const DisplayData: MessageType<DisplayData> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.DisplayData',
  createDisplayData,
  writeDisplayData,
  readDisplayData,
);

/**
 * One part of a plan together with all it refers to.
 * `org.apache.beam.model.pipeline.v1.MessageWithComponents`
 */
export interface MessageWithComponents {
  components?: Components;
  coder?: Coder;
  combinePayload?: CombinePayload;
  functionSpec?: FunctionSpec;
  parDoPayload?: ParDoPayload;
  ptransform?: PTransform;
  pcollection?: PCollection;
  readPayload?: ReadPayload;
  sideInput?: SideInput;
  windowIntoPayload?: WindowIntoPayload;
  windowingStrategy?: WindowingStrategy;
}

function createMessageWithComponents(init: Init<MessageWithComponents>): MessageWithComponents {
  const m: MessageWithComponents = {};
  if (init.components !== undefined) m.components = Components.create(init.components);
  if (init.coder !== undefined) m.coder = Coder.create(init.coder);
  if (init.combinePayload !== undefined) m.combinePayload = CombinePayload.create(init.combinePayload);
  if (init.functionSpec !== undefined) m.functionSpec = FunctionSpec.create(init.functionSpec);
  if (init.parDoPayload !== undefined) m.parDoPayload = ParDoPayload.create(init.parDoPayload);
  if (init.ptransform !== undefined) m.ptransform = PTransform.create(init.ptransform);
  if (init.pcollection !== undefined) m.pcollection = PCollection.create(init.pcollection);
  if (init.readPayload !== undefined) m.readPayload = ReadPayload.create(init.readPayload);
  if (init.sideInput !== undefined) m.sideInput = SideInput.create(init.sideInput);
  if (init.windowIntoPayload !== undefined) m.windowIntoPayload = WindowIntoPayload.create(init.windowIntoPayload);
  if (init.windowingStrategy !== undefined) m.windowingStrategy = WindowingStrategy.create(init.windowingStrategy);
  return m;
}

function writeMessageWithComponents(m: Init<MessageWithComponents>, w: Writer): void {
  if (m.components !== undefined) Components.encode(m.components, w.uint32(10).fork()).ldelim();
  if (m.coder !== undefined) Coder.encode(m.coder, w.uint32(18).fork()).ldelim();
  if (m.combinePayload !== undefined) CombinePayload.encode(m.combinePayload, w.uint32(26).fork()).ldelim();
  if (m.functionSpec !== undefined) FunctionSpec.encode(m.functionSpec, w.uint32(34).fork()).ldelim();
  if (m.parDoPayload !== undefined) ParDoPayload.encode(m.parDoPayload, w.uint32(50).fork()).ldelim();
  if (m.ptransform !== undefined) PTransform.encode(m.ptransform, w.uint32(58).fork()).ldelim();
  if (m.pcollection !== undefined) PCollection.encode(m.pcollection, w.uint32(66).fork()).ldelim();
  if (m.readPayload !== undefined) ReadPayload.encode(m.readPayload, w.uint32(74).fork()).ldelim();
  if (m.sideInput !== undefined) SideInput.encode(m.sideInput, w.uint32(90).fork()).ldelim();
  if (m.windowIntoPayload !== undefined) WindowIntoPayload.encode(m.windowIntoPayload, w.uint32(98).fork()).ldelim();
  if (m.windowingStrategy !== undefined) WindowingStrategy.encode(m.windowingStrategy, w.uint32(106).fork()).ldelim();
}

function readMessageWithComponents(m: MessageWithComponents, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.components = Components.merge(m.components ?? Components.create(), r, r.uint32() + r.pos);
        break;
      case 18: {
        if (m.combinePayload !== undefined) delete m.combinePayload;
        if (m.functionSpec !== undefined) delete m.functionSpec;
        if (m.parDoPayload !== undefined) delete m.parDoPayload;
        if (m.ptransform !== undefined) delete m.ptransform;
        if (m.pcollection !== undefined) delete m.pcollection;
        if (m.readPayload !== undefined) delete m.readPayload;
        if (m.sideInput !== undefined) delete m.sideInput;
        if (m.windowIntoPayload !== undefined) delete m.windowIntoPayload;
        if (m.windowingStrategy !== undefined) delete m.windowingStrategy;
        m.coder = Coder.merge(m.coder ?? Coder.create(), r, r.uint32() + r.pos);
        break;
      }
      case 26: {
        if (m.coder !== undefined) delete m.coder;
        if (m.functionSpec !== undefined) delete m.functionSpec;
        if (m.parDoPayload !== undefined) delete m.parDoPayload;
        if (m.ptransform !== undefined) delete m.ptransform;
        if (m.pcollection !== undefined) delete m.pcollection;
        if (m.readPayload !== undefined) delete m.readPayload;
        if (m.sideInput !== undefined) delete m.sideInput;
        if (m.windowIntoPayload !== undefined) delete m.windowIntoPayload;
        if (m.windowingStrategy !== undefined) delete m.windowingStrategy;
        m.combinePayload = CombinePayload.merge(m.combinePayload ?? CombinePayload.create(), r, r.uint32() + r.pos);
        break;
      }
      case 34: {
        if (m.coder !== undefined) delete m.coder;
        if (m.combinePayload !== undefined) delete m.combinePayload;
        if (m.parDoPayload !== undefined) delete m.parDoPayload;
        if (m.ptransform !== undefined) delete m.ptransform;
        if (m.pcollection !== undefined) delete m.pcollection;
        if (m.readPayload !== undefined) delete m.readPayload;
        if (m.sideInput !== undefined) delete m.sideInput;
        if (m.windowIntoPayload !== undefined) delete m.windowIntoPayload;
        if (m.windowingStrategy !== undefined) delete m.windowingStrategy;
        m.functionSpec = FunctionSpec.merge(m.functionSpec ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      }
      case 50: {
        if (m.coder !== undefined) delete m.coder;
        if (m.combinePayload !== undefined) delete m.combinePayload;
        if (m.functionSpec !== undefined) delete m.functionSpec;
        if (m.ptransform !== undefined) delete m.ptransform;
        if (m.pcollection !== undefined) delete m.pcollection;
        if (m.readPayload !== undefined) delete m.readPayload;
        if (m.sideInput !== undefined) delete m.sideInput;
        if (m.windowIntoPayload !== undefined) delete m.windowIntoPayload;
        if (m.windowingStrategy !== undefined) delete m.windowingStrategy;
        m.parDoPayload = ParDoPayload.merge(m.parDoPayload ?? ParDoPayload.create(), r, r.uint32() + r.pos);
        break;
      }
      case 58: {
        if (m.coder !== undefined) delete m.coder;
        if (m.combinePayload !== undefined) delete m.combinePayload;
        if (m.functionSpec !== undefined) delete m.functionSpec;
        if (m.parDoPayload !== undefined) delete m.parDoPayload;
        if (m.pcollection !== undefined) delete m.pcollection;
        if (m.readPayload !== undefined) delete m.readPayload;
        if (m.sideInput !== undefined) delete m.sideInput;
        if (m.windowIntoPayload !== undefined) delete m.windowIntoPayload;
        if (m.windowingStrategy !== undefined) delete m.windowingStrategy;
        m.ptransform = PTransform.merge(m.ptransform ?? PTransform.create(), r, r.uint32() + r.pos);
        break;
      }
      case 66: {
        if (m.coder !== undefined) delete m.coder;
        if (m.combinePayload !== undefined) delete m.combinePayload;
        if (m.functionSpec !== undefined) delete m.functionSpec;
        if (m.parDoPayload !== undefined) delete m.parDoPayload;
        if (m.ptransform !== undefined) delete m.ptransform;
        if (m.readPayload !== undefined) delete m.readPayload;
        if (m.sideInput !== undefined) delete m.sideInput;
        if (m.windowIntoPayload !== undefined) delete m.windowIntoPayload;
        if (m.windowingStrategy !== undefined) delete m.windowingStrategy;
        m.pcollection = PCollection.merge(m.pcollection ?? PCollection.create(), r, r.uint32() + r.pos);
        break;
      }
      case 74: {
        if (m.coder !== undefined) delete m.coder;
        if (m.combinePayload !== undefined) delete m.combinePayload;
        if (m.functionSpec !== undefined) delete m.functionSpec;
        if (m.parDoPayload !== undefined) delete m.parDoPayload;
        if (m.ptransform !== undefined) delete m.ptransform;
        if (m.pcollection !== undefined) delete m.pcollection;
        if (m.sideInput !== undefined) delete m.sideInput;
        if (m.windowIntoPayload !== undefined) delete m.windowIntoPayload;
        if (m.windowingStrategy !== undefined) delete m.windowingStrategy;
        m.readPayload = ReadPayload.merge(m.readPayload ?? ReadPayload.create(), r, r.uint32() + r.pos);
        break;
      }
      case 90: {
        if (m.coder !== undefined) delete m.coder;
        if (m.combinePayload !== undefined) delete m.combinePayload;
        if (m.functionSpec !== undefined) delete m.functionSpec;
        if (m.parDoPayload !== undefined) delete m.parDoPayload;
        if (m.ptransform !== undefined) delete m.ptransform;
        if (m.pcollection !== undefined) delete m.pcollection;
        if (m.readPayload !== undefined) delete m.readPayload;
        if (m.windowIntoPayload !== undefined) delete m.windowIntoPayload;
        if (m.windowingStrategy !== undefined) delete m.windowingStrategy;
        m.sideInput = SideInput.merge(m.sideInput ?? SideInput.create(), r, r.uint32() + r.pos);
        break;
      }
      case 98: {
        if (m.coder !== undefined) delete m.coder;
        if (m.combinePayload !== undefined) delete m.combinePayload;
        if (m.functionSpec !== undefined) delete m.functionSpec;
        if (m.parDoPayload !== undefined) delete m.parDoPayload;
        if (m.ptransform !== undefined) delete m.ptransform;
        if (m.pcollection !== undefined) delete m.pcollection;
        if (m.readPayload !== undefined) delete m.readPayload;
        if (m.sideInput !== undefined) delete m.sideInput;
        if (m.windowingStrategy !== undefined) delete m.windowingStrategy;
        m.windowIntoPayload = WindowIntoPayload.merge(m.windowIntoPayload ?? WindowIntoPayload.create(), r, r.uint32() + r.pos);
        break;
      }
      case 106: {
        if (m.coder !== undefined) delete m.coder;
        if (m.combinePayload !== undefined) delete m.combinePayload;
        if (m.functionSpec !== undefined) delete m.functionSpec;
        if (m.parDoPayload !== undefined) delete m.parDoPayload;
        if (m.ptransform !== undefined) delete m.ptransform;
        if (m.pcollection !== undefined) delete m.pcollection;
        if (m.readPayload !== undefined) delete m.readPayload;
        if (m.sideInput !== undefined) delete m.sideInput;
        if (m.windowIntoPayload !== undefined) delete m.windowIntoPayload;
        m.windowingStrategy = WindowingStrategy.merge(m.windowingStrategy ?? WindowingStrategy.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const MessageWithComponents: MessageType<MessageWithComponents> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.MessageWithComponents',
  createMessageWithComponents,
  writeMessageWithComponents,
  readMessageWithComponents,
);

/** The member of the oneof `root` that is set. */
export function whichMessageWithComponents(m: MessageWithComponents): 'coder' | 'combinePayload' | 'functionSpec' | 'parDoPayload' | 'ptransform' | 'pcollection' | 'readPayload' | 'sideInput' | 'windowIntoPayload' | 'windowingStrategy' | undefined {
  if (m.coder !== undefined) return 'coder';
  if (m.combinePayload !== undefined) return 'combinePayload';
  if (m.functionSpec !== undefined) return 'functionSpec';
  if (m.parDoPayload !== undefined) return 'parDoPayload';
  if (m.ptransform !== undefined) return 'ptransform';
  if (m.pcollection !== undefined) return 'pcollection';
  if (m.readPayload !== undefined) return 'readPayload';
  if (m.sideInput !== undefined) return 'sideInput';
  if (m.windowIntoPayload !== undefined) return 'windowIntoPayload';
  if (m.windowingStrategy !== undefined) return 'windowingStrategy';
  return undefined;
}

/**
 * A fused stage, as runners pass it between their own layers.
 * `org.apache.beam.model.pipeline.v1.ExecutableStagePayload`
 */
export interface ExecutableStagePayload {
  environment?: Environment;
  input: string;
  sideInputs: ExecutableStagePayloadSideInputId[];
  transforms: string[];
  outputs: string[];
  components?: Components;
  userStates: ExecutableStagePayloadUserStateId[];
  timers: ExecutableStagePayloadTimerId[];
  wireCoderSettings: ExecutableStagePayloadWireCoderSetting[];
  timerFamilies: ExecutableStagePayloadTimerFamilyId[];
}

function createExecutableStagePayload(init: Init<ExecutableStagePayload>): ExecutableStagePayload {
  const m: ExecutableStagePayload = {
    input: init.input ?? '',
    sideInputs: (init.sideInputs ?? []).map((item) => ExecutableStagePayloadSideInputId.create(item)),
    transforms: [...(init.transforms ?? [])],
    outputs: [...(init.outputs ?? [])],
    userStates: (init.userStates ?? []).map((item) => ExecutableStagePayloadUserStateId.create(item)),
    timers: (init.timers ?? []).map((item) => ExecutableStagePayloadTimerId.create(item)),
    wireCoderSettings: (init.wireCoderSettings ?? []).map((item) => ExecutableStagePayloadWireCoderSetting.create(item)),
    timerFamilies: (init.timerFamilies ?? []).map((item) => ExecutableStagePayloadTimerFamilyId.create(item)),
  };
  if (init.environment !== undefined) m.environment = Environment.create(init.environment);
  if (init.components !== undefined) m.components = Components.create(init.components);
  return m;
}

function writeExecutableStagePayload(m: Init<ExecutableStagePayload>, w: Writer): void {
  if (m.environment !== undefined) Environment.encode(m.environment, w.uint32(10).fork()).ldelim();
  if (m.input) w.uint32(18).string(m.input);
  for (const item of m.sideInputs ?? []) ExecutableStagePayloadSideInputId.encode(item, w.uint32(26).fork()).ldelim();
  for (const item of m.transforms ?? []) w.uint32(34).string(item);
  for (const item of m.outputs ?? []) w.uint32(42).string(item);
  if (m.components !== undefined) Components.encode(m.components, w.uint32(50).fork()).ldelim();
  for (const item of m.userStates ?? []) ExecutableStagePayloadUserStateId.encode(item, w.uint32(58).fork()).ldelim();
  for (const item of m.timers ?? []) ExecutableStagePayloadTimerId.encode(item, w.uint32(66).fork()).ldelim();
  for (const item of m.wireCoderSettings ?? []) ExecutableStagePayloadWireCoderSetting.encode(item, w.uint32(74).fork()).ldelim();
  for (const item of m.timerFamilies ?? []) ExecutableStagePayloadTimerFamilyId.encode(item, w.uint32(82).fork()).ldelim();
}

function readExecutableStagePayload(m: ExecutableStagePayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.environment = Environment.merge(m.environment ?? Environment.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.input = r.string();
        break;
      case 26:
        m.sideInputs.push(ExecutableStagePayloadSideInputId.merge(ExecutableStagePayloadSideInputId.create(), r, r.uint32() + r.pos));
        break;
      case 34:
        m.transforms.push(r.string());
        break;
      case 42:
        m.outputs.push(r.string());
        break;
      case 50:
        m.components = Components.merge(m.components ?? Components.create(), r, r.uint32() + r.pos);
        break;
      case 58:
        m.userStates.push(ExecutableStagePayloadUserStateId.merge(ExecutableStagePayloadUserStateId.create(), r, r.uint32() + r.pos));
        break;
      case 66:
        m.timers.push(ExecutableStagePayloadTimerId.merge(ExecutableStagePayloadTimerId.create(), r, r.uint32() + r.pos));
        break;
      case 74:
        m.wireCoderSettings.push(ExecutableStagePayloadWireCoderSetting.merge(ExecutableStagePayloadWireCoderSetting.create(), r, r.uint32() + r.pos));
        break;
      case 82:
        m.timerFamilies.push(ExecutableStagePayloadTimerFamilyId.merge(ExecutableStagePayloadTimerFamilyId.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ExecutableStagePayload: MessageType<ExecutableStagePayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ExecutableStagePayload',
  createExecutableStagePayload,
  writeExecutableStagePayload,
  readExecutableStagePayload,
);

/** `org.apache.beam.model.pipeline.v1.ExecutableStagePayload.SideInputId` */
export interface ExecutableStagePayloadSideInputId {
  transformId: string;
  localName: string;
}

function createExecutableStagePayloadSideInputId(init: Init<ExecutableStagePayloadSideInputId>): ExecutableStagePayloadSideInputId {
  return {
    transformId: init.transformId ?? '',
    localName: init.localName ?? '',
  };
}

function writeExecutableStagePayloadSideInputId(m: Init<ExecutableStagePayloadSideInputId>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.localName) w.uint32(18).string(m.localName);
}

function readExecutableStagePayloadSideInputId(m: ExecutableStagePayloadSideInputId, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.localName = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ExecutableStagePayloadSideInputId: MessageType<ExecutableStagePayloadSideInputId> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.SideInputId',
  createExecutableStagePayloadSideInputId,
  writeExecutableStagePayloadSideInputId,
  readExecutableStagePayloadSideInputId,
);

/** `org.apache.beam.model.pipeline.v1.ExecutableStagePayload.UserStateId` */
export interface ExecutableStagePayloadUserStateId {
  transformId: string;
  localName: string;
}

function createExecutableStagePayloadUserStateId(init: Init<ExecutableStagePayloadUserStateId>): ExecutableStagePayloadUserStateId {
  return {
    transformId: init.transformId ?? '',
    localName: init.localName ?? '',
  };
}

function writeExecutableStagePayloadUserStateId(m: Init<ExecutableStagePayloadUserStateId>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.localName) w.uint32(18).string(m.localName);
}

function readExecutableStagePayloadUserStateId(m: ExecutableStagePayloadUserStateId, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.localName = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ExecutableStagePayloadUserStateId: MessageType<ExecutableStagePayloadUserStateId> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.UserStateId',
  createExecutableStagePayloadUserStateId,
  writeExecutableStagePayloadUserStateId,
  readExecutableStagePayloadUserStateId,
);

/** `org.apache.beam.model.pipeline.v1.ExecutableStagePayload.TimerId` */
export interface ExecutableStagePayloadTimerId {
  transformId: string;
  localName: string;
}

function createExecutableStagePayloadTimerId(init: Init<ExecutableStagePayloadTimerId>): ExecutableStagePayloadTimerId {
  return {
    transformId: init.transformId ?? '',
    localName: init.localName ?? '',
  };
}

function writeExecutableStagePayloadTimerId(m: Init<ExecutableStagePayloadTimerId>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.localName) w.uint32(18).string(m.localName);
}

function readExecutableStagePayloadTimerId(m: ExecutableStagePayloadTimerId, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.localName = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ExecutableStagePayloadTimerId: MessageType<ExecutableStagePayloadTimerId> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.TimerId',
  createExecutableStagePayloadTimerId,
  writeExecutableStagePayloadTimerId,
  readExecutableStagePayloadTimerId,
);

/** `org.apache.beam.model.pipeline.v1.ExecutableStagePayload.TimerFamilyId` */
export interface ExecutableStagePayloadTimerFamilyId {
  transformId: string;
  localName: string;
}

function createExecutableStagePayloadTimerFamilyId(init: Init<ExecutableStagePayloadTimerFamilyId>): ExecutableStagePayloadTimerFamilyId {
  return {
    transformId: init.transformId ?? '',
    localName: init.localName ?? '',
  };
}

function writeExecutableStagePayloadTimerFamilyId(m: Init<ExecutableStagePayloadTimerFamilyId>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.localName) w.uint32(18).string(m.localName);
}

function readExecutableStagePayloadTimerFamilyId(m: ExecutableStagePayloadTimerFamilyId, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.localName = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ExecutableStagePayloadTimerFamilyId: MessageType<ExecutableStagePayloadTimerFamilyId> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.TimerFamilyId',
  createExecutableStagePayloadTimerFamilyId,
  writeExecutableStagePayloadTimerFamilyId,
  readExecutableStagePayloadTimerFamilyId,
);

/**
 * How elements of one input, output or timer are coded on the wire.
 * `org.apache.beam.model.pipeline.v1.ExecutableStagePayload.WireCoderSetting`
 */
export interface ExecutableStagePayloadWireCoderSetting {
  urn: string;
  payload: Uint8Array;
  inputOrOutputId?: string;
  timer?: ExecutableStagePayloadTimerId;
}

function createExecutableStagePayloadWireCoderSetting(init: Init<ExecutableStagePayloadWireCoderSetting>): ExecutableStagePayloadWireCoderSetting {
  const m: ExecutableStagePayloadWireCoderSetting = {
    urn: init.urn ?? '',
    payload: init.payload ?? noBytes,
  };
  if (init.inputOrOutputId !== undefined) m.inputOrOutputId = init.inputOrOutputId;
  if (init.timer !== undefined) m.timer = ExecutableStagePayloadTimerId.create(init.timer);
  return m;
}

function writeExecutableStagePayloadWireCoderSetting(m: Init<ExecutableStagePayloadWireCoderSetting>, w: Writer): void {
  if (m.urn) w.uint32(10).string(m.urn);
  if (m.payload !== undefined && m.payload.length > 0) w.uint32(18).bytes(m.payload);
  if (m.inputOrOutputId !== undefined) w.uint32(26).string(m.inputOrOutputId);
  if (m.timer !== undefined) ExecutableStagePayloadTimerId.encode(m.timer, w.uint32(34).fork()).ldelim();
}

function readExecutableStagePayloadWireCoderSetting(m: ExecutableStagePayloadWireCoderSetting, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.urn = r.string();
        break;
      case 18:
        m.payload = r.bytes();
        break;
      case 26: {
        if (m.timer !== undefined) delete m.timer;
        m.inputOrOutputId = r.string();
        break;
      }
      case 34: {
        if (m.inputOrOutputId !== undefined) delete m.inputOrOutputId;
        m.timer = ExecutableStagePayloadTimerId.merge(m.timer ?? ExecutableStagePayloadTimerId.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ExecutableStagePayloadWireCoderSetting: MessageType<ExecutableStagePayloadWireCoderSetting> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.WireCoderSetting',
  createExecutableStagePayloadWireCoderSetting,
  writeExecutableStagePayloadWireCoderSetting,
  readExecutableStagePayloadWireCoderSetting,
);

/** The member of the oneof `target` that is set. */
export function whichExecutableStagePayloadWireCoderSetting(m: ExecutableStagePayloadWireCoderSetting): 'inputOrOutputId' | 'timer' | undefined {
  if (m.inputOrOutputId !== undefined) return 'inputOrOutputId';
  if (m.timer !== undefined) return 'timer';
  return undefined;
}

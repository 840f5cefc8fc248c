// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { type MapField, copyMap, setEntry } from '../wire/map-field.js';
import { type Init, type MessageType, type Reader, type Writer, messageType } from '../wire/message-type.js';
import { Coder, Environment, PCollection, PTransform, WindowingStrategy } from './beam-runner-api.js';
import { ApiServiceDescriptor } from './endpoints.js';

/**
 * A stage: the part of the graph one worker executes per bundle. Never changes under its id.
 * `org.apache.beam.model.fn_execution.v1.ProcessBundleDescriptor`
 */
export interface ProcessBundleDescriptor {
  id: string;
  transforms: MapField<PTransform>;
  pcollections: MapField<PCollection>;
  windowingStrategies: MapField<WindowingStrategy>;
  coders: MapField<Coder>;
  environments: MapField<Environment>;
  stateApiServiceDescriptor?: ApiServiceDescriptor;
  /** Where timers travel if not on the data stream. */
  timerApiServiceDescriptor?: ApiServiceDescriptor;
}

function createProcessBundleDescriptor(init: Init<ProcessBundleDescriptor>): ProcessBundleDescriptor {
  const m: ProcessBundleDescriptor = {
    id: init.id ?? '',
    transforms: copyMap(init.transforms, (item) => PTransform.create(item)),
    pcollections: copyMap(init.pcollections, (item) => PCollection.create(item)),
    windowingStrategies: copyMap(init.windowingStrategies, (item) => WindowingStrategy.create(item)),
    coders: copyMap(init.coders, (item) => Coder.create(item)),
    environments: copyMap(init.environments, (item) => Environment.create(item)),
  };
  if (init.stateApiServiceDescriptor !== undefined) m.stateApiServiceDescriptor = ApiServiceDescriptor.create(init.stateApiServiceDescriptor);
  if (init.timerApiServiceDescriptor !== undefined) m.timerApiServiceDescriptor = ApiServiceDescriptor.create(init.timerApiServiceDescriptor);
  return m;
}

function writeProcessBundleDescriptor(m: Init<ProcessBundleDescriptor>, w: Writer): void {
  if (m.id) w.uint32(10).string(m.id);
  for (const key of Object.keys(m.transforms ?? {})) {
    w.uint32(18).fork().uint32(10).string(key);
    PTransform.encode(m.transforms![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  for (const key of Object.keys(m.pcollections ?? {})) {
    w.uint32(26).fork().uint32(10).string(key);
    PCollection.encode(m.pcollections![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  for (const key of Object.keys(m.windowingStrategies ?? {})) {
    w.uint32(34).fork().uint32(10).string(key);
    WindowingStrategy.encode(m.windowingStrategies![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  for (const key of Object.keys(m.coders ?? {})) {
    w.uint32(42).fork().uint32(10).string(key);
    Coder.encode(m.coders![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  for (const key of Object.keys(m.environments ?? {})) {
    w.uint32(50).fork().uint32(10).string(key);
    Environment.encode(m.environments![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  if (m.stateApiServiceDescriptor !== undefined) ApiServiceDescriptor.encode(m.stateApiServiceDescriptor, w.uint32(58).fork()).ldelim();
  if (m.timerApiServiceDescriptor !== undefined) ApiServiceDescriptor.encode(m.timerApiServiceDescriptor, w.uint32(66).fork()).ldelim();
}

function readProcessBundleDescriptor(m: ProcessBundleDescriptor, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.id = r.string();
        break;
      case 18: {
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
      case 26: {
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
      case 34: {
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
      case 42: {
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
      case 50: {
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
      case 58:
        m.stateApiServiceDescriptor = ApiServiceDescriptor.merge(m.stateApiServiceDescriptor ?? ApiServiceDescriptor.create(), r, r.uint32() + r.pos);
        break;
      case 66:
        m.timerApiServiceDescriptor = ApiServiceDescriptor.merge(m.timerApiServiceDescriptor ?? ApiServiceDescriptor.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProcessBundleDescriptor: MessageType<ProcessBundleDescriptor> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.ProcessBundleDescriptor',
  createProcessBundleDescriptor,
  writeProcessBundleDescriptor,
  readProcessBundleDescriptor,
);

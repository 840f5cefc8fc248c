// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { readInt64, writeInt64 } from '../wire/int64.js';
import { type MapField, copyMap, setEntry } from '../wire/map-field.js';
import { type Init, type MessageType, type Reader, type Writer, messageType } from '../wire/message-type.js';
import { noBytes } from '../wire/no-bytes.js';
import { Timestamp } from './well-known.js';

/**
 * What a metric means: URN, value type and labels that must be there.
 * `org.apache.beam.model.pipeline.v1.MonitoringInfoSpec`
 */
export interface MonitoringInfoSpec {
  urn: string;
  type: string;
  requiredLabels: string[];
  annotations: Annotation[];
}

function createMonitoringInfoSpec(init: Init<MonitoringInfoSpec>): MonitoringInfoSpec {
  return {
    urn: init.urn ?? '',
    type: init.type ?? '',
    requiredLabels: [...(init.requiredLabels ?? [])],
    annotations: (init.annotations ?? []).map((item) => Annotation.create(item)),
  };
}

function writeMonitoringInfoSpec(m: Init<MonitoringInfoSpec>, w: Writer): void {
  if (m.urn) w.uint32(10).string(m.urn);
  if (m.type) w.uint32(18).string(m.type);
  for (const item of m.requiredLabels ?? []) w.uint32(26).string(item);
  for (const item of m.annotations ?? []) Annotation.encode(item, w.uint32(34).fork()).ldelim();
}

function readMonitoringInfoSpec(m: MonitoringInfoSpec, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.urn = r.string();
        break;
      case 18:
        m.type = r.string();
        break;
      case 26:
        m.requiredLabels.push(r.string());
        break;
      case 34:
        m.annotations.push(Annotation.merge(Annotation.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const MonitoringInfoSpec: MessageType<MonitoringInfoSpec> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.MonitoringInfoSpec',
  createMonitoringInfoSpec,
  writeMonitoringInfoSpec,
  readMonitoringInfoSpec,
);

/** `org.apache.beam.model.pipeline.v1.Annotation` */
export interface Annotation {
  key: string;
  value: string;
}

function createAnnotation(init: Init<Annotation>): Annotation {
  return {
    key: init.key ?? '',
    value: init.value ?? '',
  };
}

function writeAnnotation(m: Init<Annotation>, w: Writer): void {
  if (m.key) w.uint32(10).string(m.key);
  if (m.value) w.uint32(18).string(m.value);
}

function readAnnotation(m: Annotation, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.key = r.string();
        break;
      case 18:
        m.value = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Annotation: MessageType<Annotation> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Annotation',
  createAnnotation,
  writeAnnotation,
  readAnnotation,
);

/**
 * The text of a label.
 * `org.apache.beam.model.pipeline.v1.MonitoringInfoLabelProps`
 */
export interface MonitoringInfoLabelProps {
  name: string;
}

function createMonitoringInfoLabelProps(init: Init<MonitoringInfoLabelProps>): MonitoringInfoLabelProps {
  return {
    name: init.name ?? '',
  };
}

function writeMonitoringInfoLabelProps(m: Init<MonitoringInfoLabelProps>, w: Writer): void {
  if (m.name) w.uint32(10).string(m.name);
}

function readMonitoringInfoLabelProps(m: MonitoringInfoLabelProps, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const MonitoringInfoLabelProps: MessageType<MonitoringInfoLabelProps> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.MonitoringInfoLabelProps',
  createMonitoringInfoLabelProps,
  writeMonitoringInfoLabelProps,
  readMonitoringInfoLabelProps,
);

/**
 * One value, encoded as its type says.
 * `org.apache.beam.model.pipeline.v1.MonitoringInfo`
 */
export interface MonitoringInfo {
  urn: string;
  type: string;
  payload: Uint8Array;
  labels: MapField<string>;
  /** Begin of the time the value covers. */
  startTime?: Timestamp;
}

function createMonitoringInfo(init: Init<MonitoringInfo>): MonitoringInfo {
  const m: MonitoringInfo = {
    urn: init.urn ?? '',
    type: init.type ?? '',
    payload: init.payload ?? noBytes,
    labels: copyMap(init.labels, (item) => item),
  };
  if (init.startTime !== undefined) m.startTime = Timestamp.create(init.startTime);
  return m;
}

function writeMonitoringInfo(m: Init<MonitoringInfo>, w: Writer): void {
  if (m.urn) w.uint32(10).string(m.urn);
  if (m.type) w.uint32(18).string(m.type);
  if (m.payload !== undefined && m.payload.length > 0) w.uint32(26).bytes(m.payload);
  for (const key of Object.keys(m.labels ?? {})) {
    w.uint32(34).fork().uint32(10).string(key);
    w.uint32(18).string(m.labels![key]!);
    w.ldelim();
  }
  if (m.startTime !== undefined) Timestamp.encode(m.startTime, w.uint32(42).fork()).ldelim();
}

function readMonitoringInfo(m: MonitoringInfo, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.urn = r.string();
        break;
      case 18:
        m.type = r.string();
        break;
      case 26:
        m.payload = r.bytes();
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
        setEntry(m.labels, key, value);
        break;
      }
      case 42:
        m.startTime = Timestamp.merge(m.startTime ?? Timestamp.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const MonitoringInfo: MessageType<MonitoringInfo> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.MonitoringInfo',
  createMonitoringInfo,
  writeMonitoringInfo,
  readMonitoringInfo,
);

/**
 * A set of paths cut off at a size.
 * `org.apache.beam.model.pipeline.v1.BoundedTrieNode`
 */
export interface BoundedTrieNode {
  truncated: boolean;
  children: MapField<BoundedTrieNode>;
}

function createBoundedTrieNode(init: Init<BoundedTrieNode>): BoundedTrieNode {
  return {
    truncated: init.truncated ?? false,
    children: copyMap(init.children, (item) => BoundedTrieNode.create(item)),
  };
}

function writeBoundedTrieNode(m: Init<BoundedTrieNode>, w: Writer): void {
  if (m.truncated) w.uint32(8).bool(m.truncated);
  for (const key of Object.keys(m.children ?? {})) {
    w.uint32(18).fork().uint32(10).string(key);
    BoundedTrieNode.encode(m.children![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
}

function readBoundedTrieNode(m: BoundedTrieNode, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.truncated = r.bool();
        break;
      case 18: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: BoundedTrieNode = BoundedTrieNode.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = BoundedTrieNode.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.children, key, value);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const BoundedTrieNode: MessageType<BoundedTrieNode> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.BoundedTrieNode',
  createBoundedTrieNode,
  writeBoundedTrieNode,
  readBoundedTrieNode,
);

/**
 * Either a tree or, cheaper, one path.
 * `org.apache.beam.model.pipeline.v1.BoundedTrie`
 */
export interface BoundedTrie {
  bound: number;
  root?: BoundedTrieNode;
  singleton: string[];
}

function createBoundedTrie(init: Init<BoundedTrie>): BoundedTrie {
  const m: BoundedTrie = {
    bound: init.bound ?? 0,
    singleton: [...(init.singleton ?? [])],
  };
  if (init.root !== undefined) m.root = BoundedTrieNode.create(init.root);
  return m;
}

function writeBoundedTrie(m: Init<BoundedTrie>, w: Writer): void {
  if (m.bound) w.uint32(8).int32(m.bound);
  if (m.root !== undefined) BoundedTrieNode.encode(m.root, w.uint32(18).fork()).ldelim();
  for (const item of m.singleton ?? []) w.uint32(26).string(item);
}

function readBoundedTrie(m: BoundedTrie, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.bound = r.int32();
        break;
      case 18:
        m.root = BoundedTrieNode.merge(m.root ?? BoundedTrieNode.create(), r, r.uint32() + r.pos);
        break;
      case 26:
        m.singleton.push(r.string());
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const BoundedTrie: MessageType<BoundedTrie> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.BoundedTrie',
  createBoundedTrie,
  writeBoundedTrie,
  readBoundedTrie,
);

/**
 * Counts per bucket.
 * `org.apache.beam.model.pipeline.v1.HistogramValue`
 */
export interface HistogramValue {
  count?: bigint;
  bucketOptions?: HistogramValueBucketOptions;
  bucketCounts: bigint[];
}

function createHistogramValue(init: Init<HistogramValue>): HistogramValue {
  const m: HistogramValue = {
    bucketCounts: [...(init.bucketCounts ?? [])],
  };
  if (init.count !== undefined) m.count = init.count;
  if (init.bucketOptions !== undefined) m.bucketOptions = HistogramValueBucketOptions.create(init.bucketOptions);
  return m;
}

function writeHistogramValue(m: Init<HistogramValue>, w: Writer): void {
  if (m.count !== undefined) writeInt64(w.uint32(8), m.count);
  if (m.bucketOptions !== undefined) HistogramValueBucketOptions.encode(m.bucketOptions, w.uint32(18).fork()).ldelim();
  if (m.bucketCounts !== undefined && m.bucketCounts.length > 0) {
    w.uint32(26).fork();
    for (const item of m.bucketCounts) writeInt64(w, item);
    w.ldelim();
  }
}

function readHistogramValue(m: HistogramValue, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.count = readInt64(r);
        break;
      case 18:
        m.bucketOptions = HistogramValueBucketOptions.merge(m.bucketOptions ?? HistogramValueBucketOptions.create(), r, r.uint32() + r.pos);
        break;
      case 26: {
        const packedEnd = r.uint32() + r.pos;
        while (r.pos < packedEnd) m.bucketCounts.push(readInt64(r));
        break;
      }
      case 24:
        m.bucketCounts.push(readInt64(r));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const HistogramValue: MessageType<HistogramValue> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.HistogramValue',
  createHistogramValue,
  writeHistogramValue,
  readHistogramValue,
);

/** `org.apache.beam.model.pipeline.v1.HistogramValue.BucketOptions` */
export interface HistogramValueBucketOptions {
  linear?: HistogramValueBucketOptionsLinear;
  exponential?: HistogramValueBucketOptionsBase2Exponent;
}

function createHistogramValueBucketOptions(init: Init<HistogramValueBucketOptions>): HistogramValueBucketOptions {
  const m: HistogramValueBucketOptions = {};
  if (init.linear !== undefined) m.linear = HistogramValueBucketOptionsLinear.create(init.linear);
  if (init.exponential !== undefined) m.exponential = HistogramValueBucketOptionsBase2Exponent.create(init.exponential);
  return m;
}

function writeHistogramValueBucketOptions(m: Init<HistogramValueBucketOptions>, w: Writer): void {
  if (m.linear !== undefined) HistogramValueBucketOptionsLinear.encode(m.linear, w.uint32(10).fork()).ldelim();
  if (m.exponential !== undefined) HistogramValueBucketOptionsBase2Exponent.encode(m.exponential, w.uint32(18).fork()).ldelim();
}

function readHistogramValueBucketOptions(m: HistogramValueBucketOptions, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        if (m.exponential !== undefined) delete m.exponential;
        m.linear = HistogramValueBucketOptionsLinear.merge(m.linear ?? HistogramValueBucketOptionsLinear.create(), r, r.uint32() + r.pos);
        break;
      }
      case 18: {
        if (m.linear !== undefined) delete m.linear;
        m.exponential = HistogramValueBucketOptionsBase2Exponent.merge(m.exponential ?? HistogramValueBucketOptionsBase2Exponent.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const HistogramValueBucketOptions: MessageType<HistogramValueBucketOptions> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.HistogramValue.BucketOptions',
  createHistogramValueBucketOptions,
  writeHistogramValueBucketOptions,
  readHistogramValueBucketOptions,
);

/** The member of the oneof `bucketType` that is set. */
export function whichHistogramValueBucketOptions(m: HistogramValueBucketOptions): 'linear' | 'exponential' | undefined {
  if (m.linear !== undefined) return 'linear';
  if (m.exponential !== undefined) return 'exponential';
  return undefined;
}

/** `org.apache.beam.model.pipeline.v1.HistogramValue.BucketOptions.Linear` */
export interface HistogramValueBucketOptionsLinear {
  numberOfBuckets?: number;
  width?: number;
  start?: number;
}

function createHistogramValueBucketOptionsLinear(init: Init<HistogramValueBucketOptionsLinear>): HistogramValueBucketOptionsLinear {
  const m: HistogramValueBucketOptionsLinear = {};
  if (init.numberOfBuckets !== undefined) m.numberOfBuckets = init.numberOfBuckets;
  if (init.width !== undefined) m.width = init.width;
  if (init.start !== undefined) m.start = init.start;
  return m;
}

function writeHistogramValueBucketOptionsLinear(m: Init<HistogramValueBucketOptionsLinear>, w: Writer): void {
  if (m.numberOfBuckets !== undefined) w.uint32(8).int32(m.numberOfBuckets);
  if (m.width !== undefined) w.uint32(17).double(m.width);
  if (m.start !== undefined) w.uint32(25).double(m.start);
}

function readHistogramValueBucketOptionsLinear(m: HistogramValueBucketOptionsLinear, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.numberOfBuckets = r.int32();
        break;
      case 17:
        m.width = r.double();
        break;
      case 25:
        m.start = r.double();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const HistogramValueBucketOptionsLinear: MessageType<HistogramValueBucketOptionsLinear> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.HistogramValue.BucketOptions.Linear',
  createHistogramValueBucketOptionsLinear,
  writeHistogramValueBucketOptionsLinear,
  readHistogramValueBucketOptionsLinear,
);

/** `org.apache.beam.model.pipeline.v1.HistogramValue.BucketOptions.Base2Exponent` */
export interface HistogramValueBucketOptionsBase2Exponent {
  numberOfBuckets?: number;
  scale?: number;
}

function createHistogramValueBucketOptionsBase2Exponent(init: Init<HistogramValueBucketOptionsBase2Exponent>): HistogramValueBucketOptionsBase2Exponent {
  const m: HistogramValueBucketOptionsBase2Exponent = {};
  if (init.numberOfBuckets !== undefined) m.numberOfBuckets = init.numberOfBuckets;
  if (init.scale !== undefined) m.scale = init.scale;
  return m;
}

function writeHistogramValueBucketOptionsBase2Exponent(m: Init<HistogramValueBucketOptionsBase2Exponent>, w: Writer): void {
  if (m.numberOfBuckets !== undefined) w.uint32(8).int32(m.numberOfBuckets);
  if (m.scale !== undefined) w.uint32(16).int32(m.scale);
}

function readHistogramValueBucketOptionsBase2Exponent(m: HistogramValueBucketOptionsBase2Exponent, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.numberOfBuckets = r.int32();
        break;
      case 16:
        m.scale = r.int32();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const HistogramValueBucketOptionsBase2Exponent: MessageType<HistogramValueBucketOptionsBase2Exponent> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.HistogramValue.BucketOptions.Base2Exponent',
  createHistogramValueBucketOptionsBase2Exponent,
  writeHistogramValueBucketOptionsBase2Exponent,
  readHistogramValueBucketOptionsBase2Exponent,
);

// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { type MapField, copyMap, setEntry } from '../wire/map-field.js';
import { type Init, type MessageType, type Reader, type Writer, messageType } from '../wire/message-type.js';
import { Components, PTransform } from './beam-runner-api.js';
import { Schema } from './schema.js';
import { Struct } from './well-known.js';

/**
 * Components the transform refers to, and the transform to expand.
 * `org.apache.beam.model.expansion.v1.ExpansionRequest`
 */
export interface ExpansionRequest {
  components?: Components;
  transform?: PTransform;
  /** Prefix that keeps new ids apart. */
  namespace: string;
  /** Output to the coder id wanted there. */
  outputCoderRequests: MapField<string>;
  requirements: string[];
  pipelineOptions?: Struct;
}

function createExpansionRequest(init: Init<ExpansionRequest>): ExpansionRequest {
  const m: ExpansionRequest = {
    namespace: init.namespace ?? '',
    outputCoderRequests: copyMap(init.outputCoderRequests, (item) => item),
    requirements: [...(init.requirements ?? [])],
  };
  if (init.components !== undefined) m.components = Components.create(init.components);
  if (init.transform !== undefined) m.transform = PTransform.create(init.transform);
  if (init.pipelineOptions !== undefined) m.pipelineOptions = Struct.create(init.pipelineOptions);
  return m;
}

function writeExpansionRequest(m: Init<ExpansionRequest>, w: Writer): void {
  if (m.components !== undefined) Components.encode(m.components, w.uint32(10).fork()).ldelim();
  if (m.transform !== undefined) PTransform.encode(m.transform, w.uint32(18).fork()).ldelim();
  if (m.namespace) w.uint32(26).string(m.namespace);
  for (const key of Object.keys(m.outputCoderRequests ?? {})) {
    w.uint32(34).fork().uint32(10).string(key);
    w.uint32(18).string(m.outputCoderRequests![key]!);
    w.ldelim();
  }
  for (const item of m.requirements ?? []) w.uint32(42).string(item);
  if (m.pipelineOptions !== undefined) Struct.encode(m.pipelineOptions, w.uint32(50).fork()).ldelim();
}

function readExpansionRequest(m: ExpansionRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.components = Components.merge(m.components ?? Components.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.transform = PTransform.merge(m.transform ?? PTransform.create(), r, r.uint32() + r.pos);
        break;
      case 26:
        m.namespace = r.string();
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
        setEntry(m.outputCoderRequests, key, value);
        break;
      }
      case 42:
        m.requirements.push(r.string());
        break;
      case 50:
        m.pipelineOptions = Struct.merge(m.pipelineOptions ?? Struct.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ExpansionRequest: MessageType<ExpansionRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.expansion.v1.ExpansionRequest',
  createExpansionRequest,
  writeExpansionRequest,
  readExpansionRequest,
);

/**
 * All components, old and new, and the expanded transform; or an error.
 * `org.apache.beam.model.expansion.v1.ExpansionResponse`
 */
export interface ExpansionResponse {
  components?: Components;
  transform?: PTransform;
  requirements: string[];
  error: string;
}

function createExpansionResponse(init: Init<ExpansionResponse>): ExpansionResponse {
  const m: ExpansionResponse = {
    requirements: [...(init.requirements ?? [])],
    error: init.error ?? '',
  };
  if (init.components !== undefined) m.components = Components.create(init.components);
  if (init.transform !== undefined) m.transform = PTransform.create(init.transform);
  return m;
}

function writeExpansionResponse(m: Init<ExpansionResponse>, w: Writer): void {
  if (m.components !== undefined) Components.encode(m.components, w.uint32(10).fork()).ldelim();
  if (m.transform !== undefined) PTransform.encode(m.transform, w.uint32(18).fork()).ldelim();
  for (const item of m.requirements ?? []) w.uint32(26).string(item);
  if (m.error) w.uint32(82).string(m.error);
}

function readExpansionResponse(m: ExpansionResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.components = Components.merge(m.components ?? Components.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.transform = PTransform.merge(m.transform ?? PTransform.create(), r, r.uint32() + r.pos);
        break;
      case 26:
        m.requirements.push(r.string());
        break;
      case 82:
        m.error = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ExpansionResponse: MessageType<ExpansionResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.expansion.v1.ExpansionResponse',
  createExpansionResponse,
  writeExpansionResponse,
  readExpansionResponse,
);

/** `org.apache.beam.model.expansion.v1.DiscoverSchemaTransformRequest` */
export interface DiscoverSchemaTransformRequest {}

function createDiscoverSchemaTransformRequest(): DiscoverSchemaTransformRequest {
  return {};
}

function writeDiscoverSchemaTransformRequest(): void {
}

function readDiscoverSchemaTransformRequest(_m: DiscoverSchemaTransformRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const DiscoverSchemaTransformRequest: MessageType<DiscoverSchemaTransformRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.expansion.v1.DiscoverSchemaTransformRequest',
  createDiscoverSchemaTransformRequest,
  writeDiscoverSchemaTransformRequest,
  readDiscoverSchemaTransformRequest,
);

/**
 * A transform that is configured by a row.
 * `org.apache.beam.model.expansion.v1.SchemaTransformConfig`
 */
export interface SchemaTransformConfig {
  configSchema?: Schema;
  inputPcollectionNames: string[];
  outputPcollectionNames: string[];
  description: string;
}

function createSchemaTransformConfig(init: Init<SchemaTransformConfig>): SchemaTransformConfig {
  const m: SchemaTransformConfig = {
    inputPcollectionNames: [...(init.inputPcollectionNames ?? [])],
    outputPcollectionNames: [...(init.outputPcollectionNames ?? [])],
    description: init.description ?? '',
  };
  if (init.configSchema !== undefined) m.configSchema = Schema.create(init.configSchema);
  return m;
}

function writeSchemaTransformConfig(m: Init<SchemaTransformConfig>, w: Writer): void {
  if (m.configSchema !== undefined) Schema.encode(m.configSchema, w.uint32(10).fork()).ldelim();
  for (const item of m.inputPcollectionNames ?? []) w.uint32(18).string(item);
  for (const item of m.outputPcollectionNames ?? []) w.uint32(26).string(item);
  if (m.description) w.uint32(34).string(m.description);
}

function readSchemaTransformConfig(m: SchemaTransformConfig, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.configSchema = Schema.merge(m.configSchema ?? Schema.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.inputPcollectionNames.push(r.string());
        break;
      case 26:
        m.outputPcollectionNames.push(r.string());
        break;
      case 34:
        m.description = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const SchemaTransformConfig: MessageType<SchemaTransformConfig> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.expansion.v1.SchemaTransformConfig',
  createSchemaTransformConfig,
  writeSchemaTransformConfig,
  readSchemaTransformConfig,
);

/**
 * By identifier.
 * `org.apache.beam.model.expansion.v1.DiscoverSchemaTransformResponse`
 */
export interface DiscoverSchemaTransformResponse {
  schemaTransformConfigs: MapField<SchemaTransformConfig>;
  error: string;
}

function createDiscoverSchemaTransformResponse(init: Init<DiscoverSchemaTransformResponse>): DiscoverSchemaTransformResponse {
  return {
    schemaTransformConfigs: copyMap(init.schemaTransformConfigs, (item) => SchemaTransformConfig.create(item)),
    error: init.error ?? '',
  };
}

function writeDiscoverSchemaTransformResponse(m: Init<DiscoverSchemaTransformResponse>, w: Writer): void {
  for (const key of Object.keys(m.schemaTransformConfigs ?? {})) {
    w.uint32(10).fork().uint32(10).string(key);
    SchemaTransformConfig.encode(m.schemaTransformConfigs![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  if (m.error) w.uint32(18).string(m.error);
}

function readDiscoverSchemaTransformResponse(m: DiscoverSchemaTransformResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: SchemaTransformConfig = SchemaTransformConfig.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = SchemaTransformConfig.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.schemaTransformConfigs, key, value);
        break;
      }
      case 18:
        m.error = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const DiscoverSchemaTransformResponse: MessageType<DiscoverSchemaTransformResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.expansion.v1.DiscoverSchemaTransformResponse',
  createDiscoverSchemaTransformResponse,
  writeDiscoverSchemaTransformResponse,
  readDiscoverSchemaTransformResponse,
);

// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { type Init, type MessageType, type Reader, type Writer, messageType } from '../wire/message-type.js';
import { noBytes } from '../wire/no-bytes.js';
import { Schema } from './schema.js';

/**
 * A row of settings with its schema.
 * `org.apache.beam.model.pipeline.v1.ExternalConfigurationPayload`
 */
export interface ExternalConfigurationPayload {
  schema?: Schema;
  payload: Uint8Array;
}

function createExternalConfigurationPayload(init: Init<ExternalConfigurationPayload>): ExternalConfigurationPayload {
  const m: ExternalConfigurationPayload = {
    payload: init.payload ?? noBytes,
  };
  if (init.schema !== undefined) m.schema = Schema.create(init.schema);
  return m;
}

function writeExternalConfigurationPayload(m: Init<ExternalConfigurationPayload>, w: Writer): void {
  if (m.schema !== undefined) Schema.encode(m.schema, w.uint32(10).fork()).ldelim();
  if (m.payload !== undefined && m.payload.length > 0) w.uint32(18).bytes(m.payload);
}

function readExternalConfigurationPayload(m: ExternalConfigurationPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.schema = Schema.merge(m.schema ?? Schema.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.payload = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ExternalConfigurationPayload: MessageType<ExternalConfigurationPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ExternalConfigurationPayload',
  createExternalConfigurationPayload,
  writeExternalConfigurationPayload,
  readExternalConfigurationPayload,
);

/**
 * A Java class to construct and configure by its builder methods.
 * `org.apache.beam.model.pipeline.v1.JavaClassLookupPayload`
 */
export interface JavaClassLookupPayload {
  className: string;
  constructorMethod: string;
  constructorSchema?: Schema;
  constructorPayload: Uint8Array;
  builderMethods: BuilderMethod[];
}

function createJavaClassLookupPayload(init: Init<JavaClassLookupPayload>): JavaClassLookupPayload {
  const m: JavaClassLookupPayload = {
    className: init.className ?? '',
    constructorMethod: init.constructorMethod ?? '',
    constructorPayload: init.constructorPayload ?? noBytes,
    builderMethods: (init.builderMethods ?? []).map((item) => BuilderMethod.create(item)),
  };
  if (init.constructorSchema !== undefined) m.constructorSchema = Schema.create(init.constructorSchema);
  return m;
}

function writeJavaClassLookupPayload(m: Init<JavaClassLookupPayload>, w: Writer): void {
  if (m.className) w.uint32(10).string(m.className);
  if (m.constructorMethod) w.uint32(18).string(m.constructorMethod);
  if (m.constructorSchema !== undefined) Schema.encode(m.constructorSchema, w.uint32(26).fork()).ldelim();
  if (m.constructorPayload !== undefined && m.constructorPayload.length > 0) w.uint32(34).bytes(m.constructorPayload);
  for (const item of m.builderMethods ?? []) BuilderMethod.encode(item, w.uint32(42).fork()).ldelim();
}

function readJavaClassLookupPayload(m: JavaClassLookupPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.className = r.string();
        break;
      case 18:
        m.constructorMethod = r.string();
        break;
      case 26:
        m.constructorSchema = Schema.merge(m.constructorSchema ?? Schema.create(), r, r.uint32() + r.pos);
        break;
      case 34:
        m.constructorPayload = r.bytes();
        break;
      case 42:
        m.builderMethods.push(BuilderMethod.merge(BuilderMethod.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const JavaClassLookupPayload: MessageType<JavaClassLookupPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.JavaClassLookupPayload',
  createJavaClassLookupPayload,
  writeJavaClassLookupPayload,
  readJavaClassLookupPayload,
);

/**
 * A method with its arguments as a row.
 * `org.apache.beam.model.pipeline.v1.BuilderMethod`
 */
export interface BuilderMethod {
  name: string;
  schema?: Schema;
  payload: Uint8Array;
}

function createBuilderMethod(init: Init<BuilderMethod>): BuilderMethod {
  const m: BuilderMethod = {
    name: init.name ?? '',
    payload: init.payload ?? noBytes,
  };
  if (init.schema !== undefined) m.schema = Schema.create(init.schema);
  return m;
}

function writeBuilderMethod(m: Init<BuilderMethod>, w: Writer): void {
  if (m.name) w.uint32(10).string(m.name);
  if (m.schema !== undefined) Schema.encode(m.schema, w.uint32(18).fork()).ldelim();
  if (m.payload !== undefined && m.payload.length > 0) w.uint32(26).bytes(m.payload);
}

function readBuilderMethod(m: BuilderMethod, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      case 18:
        m.schema = Schema.merge(m.schema ?? Schema.create(), r, r.uint32() + r.pos);
        break;
      case 26:
        m.payload = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const BuilderMethod: MessageType<BuilderMethod> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.BuilderMethod',
  createBuilderMethod,
  writeBuilderMethod,
  readBuilderMethod,
);

/**
 * A transform by identifier, configured by a row.
 * `org.apache.beam.model.pipeline.v1.SchemaTransformPayload`
 */
export interface SchemaTransformPayload {
  identifier: string;
  configurationSchema?: Schema;
  configurationRow: Uint8Array;
}

function createSchemaTransformPayload(init: Init<SchemaTransformPayload>): SchemaTransformPayload {
  const m: SchemaTransformPayload = {
    identifier: init.identifier ?? '',
    configurationRow: init.configurationRow ?? noBytes,
  };
  if (init.configurationSchema !== undefined) m.configurationSchema = Schema.create(init.configurationSchema);
  return m;
}

function writeSchemaTransformPayload(m: Init<SchemaTransformPayload>, w: Writer): void {
  if (m.identifier) w.uint32(10).string(m.identifier);
  if (m.configurationSchema !== undefined) Schema.encode(m.configurationSchema, w.uint32(18).fork()).ldelim();
  if (m.configurationRow !== undefined && m.configurationRow.length > 0) w.uint32(26).bytes(m.configurationRow);
}

function readSchemaTransformPayload(m: SchemaTransformPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.identifier = r.string();
        break;
      case 18:
        m.configurationSchema = Schema.merge(m.configurationSchema ?? Schema.create(), r, r.uint32() + r.pos);
        break;
      case 26:
        m.configurationRow = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const SchemaTransformPayload: MessageType<SchemaTransformPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.SchemaTransformPayload',
  createSchemaTransformPayload,
  writeSchemaTransformPayload,
  readSchemaTransformPayload,
);

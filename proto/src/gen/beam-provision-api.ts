// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { type MapField, copyMap, setEntry } from '../wire/map-field.js';
import { type Init, type MessageType, type Reader, type Writer, messageType } from '../wire/message-type.js';
import { ArtifactInformation } from './beam-runner-api.js';
import { ApiServiceDescriptor } from './endpoints.js';
import { Struct } from './well-known.js';

/**
 * The worker is known by the worker_id in the metadata of the call.
 * `org.apache.beam.model.fn_execution.v1.GetProvisionInfoRequest`
 */
export interface GetProvisionInfoRequest {}

function createGetProvisionInfoRequest(): GetProvisionInfoRequest {
  return {};
}

function writeGetProvisionInfoRequest(): void {
}

function readGetProvisionInfoRequest(_m: GetProvisionInfoRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const GetProvisionInfoRequest: MessageType<GetProvisionInfoRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.GetProvisionInfoRequest',
  createGetProvisionInfoRequest,
  writeGetProvisionInfoRequest,
  readGetProvisionInfoRequest,
);

/** `org.apache.beam.model.fn_execution.v1.GetProvisionInfoResponse` */
export interface GetProvisionInfoResponse {
  info?: ProvisionInfo;
}

function createGetProvisionInfoResponse(init: Init<GetProvisionInfoResponse>): GetProvisionInfoResponse {
  const m: GetProvisionInfoResponse = {};
  if (init.info !== undefined) m.info = ProvisionInfo.create(init.info);
  return m;
}

function writeGetProvisionInfoResponse(m: Init<GetProvisionInfoResponse>, w: Writer): void {
  if (m.info !== undefined) ProvisionInfo.encode(m.info, w.uint32(10).fork()).ldelim();
}

function readGetProvisionInfoResponse(m: GetProvisionInfoResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.info = ProvisionInfo.merge(m.info ?? ProvisionInfo.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const GetProvisionInfoResponse: MessageType<GetProvisionInfoResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.GetProvisionInfoResponse',
  createGetProvisionInfoResponse,
  writeGetProvisionInfoResponse,
  readGetProvisionInfoResponse,
);

/**
 * Endpoints given here override those of the command line.
 * `org.apache.beam.model.fn_execution.v1.ProvisionInfo`
 */
export interface ProvisionInfo {
  /** By option URN, beam:option:<name>:v1. */
  pipelineOptions?: Struct;
  retrievalToken: string;
  statusEndpoint?: ApiServiceDescriptor;
  loggingEndpoint?: ApiServiceDescriptor;
  artifactEndpoint?: ApiServiceDescriptor;
  controlEndpoint?: ApiServiceDescriptor;
  dependencies: ArtifactInformation[];
  runnerCapabilities: string[];
  metadata: MapField<string>;
  siblingWorkerIds: string[];
}

function createProvisionInfo(init: Init<ProvisionInfo>): ProvisionInfo {
  const m: ProvisionInfo = {
    retrievalToken: init.retrievalToken ?? '',
    dependencies: (init.dependencies ?? []).map((item) => ArtifactInformation.create(item)),
    runnerCapabilities: [...(init.runnerCapabilities ?? [])],
    metadata: copyMap(init.metadata, (item) => item),
    siblingWorkerIds: [...(init.siblingWorkerIds ?? [])],
  };
  if (init.pipelineOptions !== undefined) m.pipelineOptions = Struct.create(init.pipelineOptions);
  if (init.statusEndpoint !== undefined) m.statusEndpoint = ApiServiceDescriptor.create(init.statusEndpoint);
  if (init.loggingEndpoint !== undefined) m.loggingEndpoint = ApiServiceDescriptor.create(init.loggingEndpoint);
  if (init.artifactEndpoint !== undefined) m.artifactEndpoint = ApiServiceDescriptor.create(init.artifactEndpoint);
  if (init.controlEndpoint !== undefined) m.controlEndpoint = ApiServiceDescriptor.create(init.controlEndpoint);
  return m;
}

function writeProvisionInfo(m: Init<ProvisionInfo>, w: Writer): void {
  if (m.pipelineOptions !== undefined) Struct.encode(m.pipelineOptions, w.uint32(26).fork()).ldelim();
  if (m.retrievalToken) w.uint32(50).string(m.retrievalToken);
  if (m.statusEndpoint !== undefined) ApiServiceDescriptor.encode(m.statusEndpoint, w.uint32(58).fork()).ldelim();
  if (m.loggingEndpoint !== undefined) ApiServiceDescriptor.encode(m.loggingEndpoint, w.uint32(66).fork()).ldelim();
  if (m.artifactEndpoint !== undefined) ApiServiceDescriptor.encode(m.artifactEndpoint, w.uint32(74).fork()).ldelim();
  if (m.controlEndpoint !== undefined) ApiServiceDescriptor.encode(m.controlEndpoint, w.uint32(82).fork()).ldelim();
  for (const item of m.dependencies ?? []) ArtifactInformation.encode(item, w.uint32(90).fork()).ldelim();
  for (const item of m.runnerCapabilities ?? []) w.uint32(98).string(item);
  for (const key of Object.keys(m.metadata ?? {})) {
    w.uint32(106).fork().uint32(10).string(key);
    w.uint32(18).string(m.metadata![key]!);
    w.ldelim();
  }
  for (const item of m.siblingWorkerIds ?? []) w.uint32(114).string(item);
}

function readProvisionInfo(m: ProvisionInfo, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 26:
        m.pipelineOptions = Struct.merge(m.pipelineOptions ?? Struct.create(), r, r.uint32() + r.pos);
        break;
      case 50:
        m.retrievalToken = r.string();
        break;
      case 58:
        m.statusEndpoint = ApiServiceDescriptor.merge(m.statusEndpoint ?? ApiServiceDescriptor.create(), r, r.uint32() + r.pos);
        break;
      case 66:
        m.loggingEndpoint = ApiServiceDescriptor.merge(m.loggingEndpoint ?? ApiServiceDescriptor.create(), r, r.uint32() + r.pos);
        break;
      case 74:
        m.artifactEndpoint = ApiServiceDescriptor.merge(m.artifactEndpoint ?? ApiServiceDescriptor.create(), r, r.uint32() + r.pos);
        break;
      case 82:
        m.controlEndpoint = ApiServiceDescriptor.merge(m.controlEndpoint ?? ApiServiceDescriptor.create(), r, r.uint32() + r.pos);
        break;
      case 90:
        m.dependencies.push(ArtifactInformation.merge(ArtifactInformation.create(), r, r.uint32() + r.pos));
        break;
      case 98:
        m.runnerCapabilities.push(r.string());
        break;
      case 106: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: string = '';
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = r.string();
          else r.skipType(entryTag & 7);
        }
        setEntry(m.metadata, key, value);
        break;
      }
      case 114:
        m.siblingWorkerIds.push(r.string());
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProvisionInfo: MessageType<ProvisionInfo> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.ProvisionInfo',
  createProvisionInfo,
  writeProvisionInfo,
  readProvisionInfo,
);

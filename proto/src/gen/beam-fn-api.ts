// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { readInt64, writeInt64 } from '../wire/int64.js';
import { type MapField, copyMap, setEntry } from '../wire/map-field.js';
import { type Init, type MessageType, type Reader, type Writer, messageType } from '../wire/message-type.js';
import { noBytes } from '../wire/no-bytes.js';
import { type IsBounded } from './beam-runner-api.js';
import { ApiServiceDescriptor } from './endpoints.js';
import { MonitoringInfo } from './metrics.js';
import { ProcessBundleDescriptor } from './process-bundle-descriptor.js';
import { Duration, Struct, Timestamp } from './well-known.js';

/**
 * Whether the pipeline is being drained.
 * `org.apache.beam.model.fn_execution.v1.Elements.DrainMode.Enum`
 */
export const ElementsDrainMode = {
  UNSPECIFIED: 0,
  NOT_DRAINING: 1,
  DRAINING: 2,
} as const;
export type ElementsDrainMode = (typeof ElementsDrainMode)[keyof typeof ElementsDrainMode];

/**
 * What an element of a change stream does.
 * `org.apache.beam.model.fn_execution.v1.Elements.ValueKind.Enum`
 */
export const ElementsValueKind = {
  VALUE_KIND_UNSPECIFIED: 0,
  INSERT: 1,
  UPDATE_BEFORE: 2,
  UPDATE_AFTER: 3,
  DELETE: 4,
} as const;
export type ElementsValueKind = (typeof ElementsValueKind)[keyof typeof ElementsValueKind];

/** `org.apache.beam.model.fn_execution.v1.LogEntry.Severity.Enum` */
export const LogEntrySeverity = {
  UNSPECIFIED: 0,
  TRACE: 1,
  DEBUG: 2,
  INFO: 3,
  NOTICE: 4,
  WARN: 5,
  ERROR: 6,
  CRITICAL: 7,
} as const;
export type LogEntrySeverity = (typeof LogEntrySeverity)[keyof typeof LogEntrySeverity];

/**
 * Payload of a data port: the data endpoint and the windowed coder used there.
 * `org.apache.beam.model.fn_execution.v1.RemoteGrpcPort`
 */
export interface RemoteGrpcPort {
  apiServiceDescriptor?: ApiServiceDescriptor;
  coderId: string;
}

function createRemoteGrpcPort(init: Init<RemoteGrpcPort>): RemoteGrpcPort {
  const m: RemoteGrpcPort = {
    coderId: init.coderId ?? '',
  };
  if (init.apiServiceDescriptor !== undefined) m.apiServiceDescriptor = ApiServiceDescriptor.create(init.apiServiceDescriptor);
  return m;
}

function writeRemoteGrpcPort(m: Init<RemoteGrpcPort>, w: Writer): void {
  if (m.apiServiceDescriptor !== undefined) ApiServiceDescriptor.encode(m.apiServiceDescriptor, w.uint32(10).fork()).ldelim();
  if (m.coderId) w.uint32(18).string(m.coderId);
}

function readRemoteGrpcPort(m: RemoteGrpcPort, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.apiServiceDescriptor = ApiServiceDescriptor.merge(m.apiServiceDescriptor ?? ApiServiceDescriptor.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.coderId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const RemoteGrpcPort: MessageType<RemoteGrpcPort> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.RemoteGrpcPort',
  createRemoteGrpcPort,
  writeRemoteGrpcPort,
  readRemoteGrpcPort,
);

/** `org.apache.beam.model.fn_execution.v1.GetProcessBundleDescriptorRequest` */
export interface GetProcessBundleDescriptorRequest {
  processBundleDescriptorId: string;
}

function createGetProcessBundleDescriptorRequest(init: Init<GetProcessBundleDescriptorRequest>): GetProcessBundleDescriptorRequest {
  return {
    processBundleDescriptorId: init.processBundleDescriptorId ?? '',
  };
}

function writeGetProcessBundleDescriptorRequest(m: Init<GetProcessBundleDescriptorRequest>, w: Writer): void {
  if (m.processBundleDescriptorId) w.uint32(10).string(m.processBundleDescriptorId);
}

function readGetProcessBundleDescriptorRequest(m: GetProcessBundleDescriptorRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.processBundleDescriptorId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const GetProcessBundleDescriptorRequest: MessageType<GetProcessBundleDescriptorRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.GetProcessBundleDescriptorRequest',
  createGetProcessBundleDescriptorRequest,
  writeGetProcessBundleDescriptorRequest,
  readGetProcessBundleDescriptorRequest,
);

/**
 * From the runner. The response carries the same instruction id, whatever it is.
 * `org.apache.beam.model.fn_execution.v1.InstructionRequest`
 */
export interface InstructionRequest {
  instructionId: string;
  /** Older runners push descriptors; now workers ask for them. */
  register?: RegisterRequest;
  processBundle?: ProcessBundleRequest;
  processBundleProgress?: ProcessBundleProgressRequest;
  processBundleSplit?: ProcessBundleSplitRequest;
  finalizeBundle?: FinalizeBundleRequest;
  monitoringInfos?: MonitoringInfosMetadataRequest;
  harnessMonitoringInfos?: HarnessMonitoringInfosRequest;
  sampleData?: SampleDataRequest;
}

function createInstructionRequest(init: Init<InstructionRequest>): InstructionRequest {
  const m: InstructionRequest = {
    instructionId: init.instructionId ?? '',
  };
  if (init.register !== undefined) m.register = RegisterRequest.create(init.register);
  if (init.processBundle !== undefined) m.processBundle = ProcessBundleRequest.create(init.processBundle);
  if (init.processBundleProgress !== undefined) m.processBundleProgress = ProcessBundleProgressRequest.create(init.processBundleProgress);
  if (init.processBundleSplit !== undefined) m.processBundleSplit = ProcessBundleSplitRequest.create(init.processBundleSplit);
  if (init.finalizeBundle !== undefined) m.finalizeBundle = FinalizeBundleRequest.create(init.finalizeBundle);
  if (init.monitoringInfos !== undefined) m.monitoringInfos = MonitoringInfosMetadataRequest.create(init.monitoringInfos);
  if (init.harnessMonitoringInfos !== undefined) m.harnessMonitoringInfos = HarnessMonitoringInfosRequest.create(init.harnessMonitoringInfos);
  if (init.sampleData !== undefined) m.sampleData = SampleDataRequest.create(init.sampleData);
  return m;
}

function writeInstructionRequest(m: Init<InstructionRequest>, w: Writer): void {
  if (m.instructionId) w.uint32(10).string(m.instructionId);
  if (m.register !== undefined) RegisterRequest.encode(m.register, w.uint32(8002).fork()).ldelim();
  if (m.processBundle !== undefined) ProcessBundleRequest.encode(m.processBundle, w.uint32(8010).fork()).ldelim();
  if (m.processBundleProgress !== undefined) ProcessBundleProgressRequest.encode(m.processBundleProgress, w.uint32(8018).fork()).ldelim();
  if (m.processBundleSplit !== undefined) ProcessBundleSplitRequest.encode(m.processBundleSplit, w.uint32(8026).fork()).ldelim();
  if (m.finalizeBundle !== undefined) FinalizeBundleRequest.encode(m.finalizeBundle, w.uint32(8034).fork()).ldelim();
  if (m.monitoringInfos !== undefined) MonitoringInfosMetadataRequest.encode(m.monitoringInfos, w.uint32(8042).fork()).ldelim();
  if (m.harnessMonitoringInfos !== undefined) HarnessMonitoringInfosRequest.encode(m.harnessMonitoringInfos, w.uint32(8050).fork()).ldelim();
  if (m.sampleData !== undefined) SampleDataRequest.encode(m.sampleData, w.uint32(8058).fork()).ldelim();
}

function readInstructionRequest(m: InstructionRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.instructionId = r.string();
        break;
      case 8002: {
        if (m.processBundle !== undefined) delete m.processBundle;
        if (m.processBundleProgress !== undefined) delete m.processBundleProgress;
        if (m.processBundleSplit !== undefined) delete m.processBundleSplit;
        if (m.finalizeBundle !== undefined) delete m.finalizeBundle;
        if (m.monitoringInfos !== undefined) delete m.monitoringInfos;
        if (m.harnessMonitoringInfos !== undefined) delete m.harnessMonitoringInfos;
        if (m.sampleData !== undefined) delete m.sampleData;
        m.register = RegisterRequest.merge(m.register ?? RegisterRequest.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8010: {
        if (m.processBundleProgress !== undefined) delete m.processBundleProgress;
        if (m.processBundleSplit !== undefined) delete m.processBundleSplit;
        if (m.finalizeBundle !== undefined) delete m.finalizeBundle;
        if (m.monitoringInfos !== undefined) delete m.monitoringInfos;
        if (m.harnessMonitoringInfos !== undefined) delete m.harnessMonitoringInfos;
        if (m.sampleData !== undefined) delete m.sampleData;
        if (m.register !== undefined) delete m.register;
        m.processBundle = ProcessBundleRequest.merge(m.processBundle ?? ProcessBundleRequest.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8018: {
        if (m.processBundle !== undefined) delete m.processBundle;
        if (m.processBundleSplit !== undefined) delete m.processBundleSplit;
        if (m.finalizeBundle !== undefined) delete m.finalizeBundle;
        if (m.monitoringInfos !== undefined) delete m.monitoringInfos;
        if (m.harnessMonitoringInfos !== undefined) delete m.harnessMonitoringInfos;
        if (m.sampleData !== undefined) delete m.sampleData;
        if (m.register !== undefined) delete m.register;
        m.processBundleProgress = ProcessBundleProgressRequest.merge(m.processBundleProgress ?? ProcessBundleProgressRequest.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8026: {
        if (m.processBundle !== undefined) delete m.processBundle;
        if (m.processBundleProgress !== undefined) delete m.processBundleProgress;
        if (m.finalizeBundle !== undefined) delete m.finalizeBundle;
        if (m.monitoringInfos !== undefined) delete m.monitoringInfos;
        if (m.harnessMonitoringInfos !== undefined) delete m.harnessMonitoringInfos;
        if (m.sampleData !== undefined) delete m.sampleData;
        if (m.register !== undefined) delete m.register;
        m.processBundleSplit = ProcessBundleSplitRequest.merge(m.processBundleSplit ?? ProcessBundleSplitRequest.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8034: {
        if (m.processBundle !== undefined) delete m.processBundle;
        if (m.processBundleProgress !== undefined) delete m.processBundleProgress;
        if (m.processBundleSplit !== undefined) delete m.processBundleSplit;
        if (m.monitoringInfos !== undefined) delete m.monitoringInfos;
        if (m.harnessMonitoringInfos !== undefined) delete m.harnessMonitoringInfos;
        if (m.sampleData !== undefined) delete m.sampleData;
        if (m.register !== undefined) delete m.register;
        m.finalizeBundle = FinalizeBundleRequest.merge(m.finalizeBundle ?? FinalizeBundleRequest.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8042: {
        if (m.processBundle !== undefined) delete m.processBundle;
        if (m.processBundleProgress !== undefined) delete m.processBundleProgress;
        if (m.processBundleSplit !== undefined) delete m.processBundleSplit;
        if (m.finalizeBundle !== undefined) delete m.finalizeBundle;
        if (m.harnessMonitoringInfos !== undefined) delete m.harnessMonitoringInfos;
        if (m.sampleData !== undefined) delete m.sampleData;
        if (m.register !== undefined) delete m.register;
        m.monitoringInfos = MonitoringInfosMetadataRequest.merge(m.monitoringInfos ?? MonitoringInfosMetadataRequest.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8050: {
        if (m.processBundle !== undefined) delete m.processBundle;
        if (m.processBundleProgress !== undefined) delete m.processBundleProgress;
        if (m.processBundleSplit !== undefined) delete m.processBundleSplit;
        if (m.finalizeBundle !== undefined) delete m.finalizeBundle;
        if (m.monitoringInfos !== undefined) delete m.monitoringInfos;
        if (m.sampleData !== undefined) delete m.sampleData;
        if (m.register !== undefined) delete m.register;
        m.harnessMonitoringInfos = HarnessMonitoringInfosRequest.merge(m.harnessMonitoringInfos ?? HarnessMonitoringInfosRequest.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8058: {
        if (m.processBundle !== undefined) delete m.processBundle;
        if (m.processBundleProgress !== undefined) delete m.processBundleProgress;
        if (m.processBundleSplit !== undefined) delete m.processBundleSplit;
        if (m.finalizeBundle !== undefined) delete m.finalizeBundle;
        if (m.monitoringInfos !== undefined) delete m.monitoringInfos;
        if (m.harnessMonitoringInfos !== undefined) delete m.harnessMonitoringInfos;
        if (m.register !== undefined) delete m.register;
        m.sampleData = SampleDataRequest.merge(m.sampleData ?? SampleDataRequest.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const InstructionRequest: MessageType<InstructionRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.InstructionRequest',
  createInstructionRequest,
  writeInstructionRequest,
  readInstructionRequest,
);

/** The member of the oneof `request` that is set. */
export function whichInstructionRequest(m: InstructionRequest): 'processBundle' | 'processBundleProgress' | 'processBundleSplit' | 'finalizeBundle' | 'monitoringInfos' | 'harnessMonitoringInfos' | 'sampleData' | 'register' | undefined {
  if (m.processBundle !== undefined) return 'processBundle';
  if (m.processBundleProgress !== undefined) return 'processBundleProgress';
  if (m.processBundleSplit !== undefined) return 'processBundleSplit';
  if (m.finalizeBundle !== undefined) return 'finalizeBundle';
  if (m.monitoringInfos !== undefined) return 'monitoringInfos';
  if (m.harnessMonitoringInfos !== undefined) return 'harnessMonitoringInfos';
  if (m.sampleData !== undefined) return 'sampleData';
  if (m.register !== undefined) return 'register';
  return undefined;
}

/**
 * To the runner. A non-empty error fails the bundle.
 * `org.apache.beam.model.fn_execution.v1.InstructionResponse`
 */
export interface InstructionResponse {
  instructionId: string;
  error: string;
  register?: RegisterResponse;
  processBundle?: ProcessBundleResponse;
  processBundleProgress?: ProcessBundleProgressResponse;
  processBundleSplit?: ProcessBundleSplitResponse;
  finalizeBundle?: FinalizeBundleResponse;
  monitoringInfos?: MonitoringInfosMetadataResponse;
  harnessMonitoringInfos?: HarnessMonitoringInfosResponse;
  sampleData?: SampleDataResponse;
}

function createInstructionResponse(init: Init<InstructionResponse>): InstructionResponse {
  const m: InstructionResponse = {
    instructionId: init.instructionId ?? '',
    error: init.error ?? '',
  };
  if (init.register !== undefined) m.register = RegisterResponse.create(init.register);
  if (init.processBundle !== undefined) m.processBundle = ProcessBundleResponse.create(init.processBundle);
  if (init.processBundleProgress !== undefined) m.processBundleProgress = ProcessBundleProgressResponse.create(init.processBundleProgress);
  if (init.processBundleSplit !== undefined) m.processBundleSplit = ProcessBundleSplitResponse.create(init.processBundleSplit);
  if (init.finalizeBundle !== undefined) m.finalizeBundle = FinalizeBundleResponse.create(init.finalizeBundle);
  if (init.monitoringInfos !== undefined) m.monitoringInfos = MonitoringInfosMetadataResponse.create(init.monitoringInfos);
  if (init.harnessMonitoringInfos !== undefined) m.harnessMonitoringInfos = HarnessMonitoringInfosResponse.create(init.harnessMonitoringInfos);
  if (init.sampleData !== undefined) m.sampleData = SampleDataResponse.create(init.sampleData);
  return m;
}

function writeInstructionResponse(m: Init<InstructionResponse>, w: Writer): void {
  if (m.instructionId) w.uint32(10).string(m.instructionId);
  if (m.error) w.uint32(18).string(m.error);
  if (m.register !== undefined) RegisterResponse.encode(m.register, w.uint32(8002).fork()).ldelim();
  if (m.processBundle !== undefined) ProcessBundleResponse.encode(m.processBundle, w.uint32(8010).fork()).ldelim();
  if (m.processBundleProgress !== undefined) ProcessBundleProgressResponse.encode(m.processBundleProgress, w.uint32(8018).fork()).ldelim();
  if (m.processBundleSplit !== undefined) ProcessBundleSplitResponse.encode(m.processBundleSplit, w.uint32(8026).fork()).ldelim();
  if (m.finalizeBundle !== undefined) FinalizeBundleResponse.encode(m.finalizeBundle, w.uint32(8034).fork()).ldelim();
  if (m.monitoringInfos !== undefined) MonitoringInfosMetadataResponse.encode(m.monitoringInfos, w.uint32(8042).fork()).ldelim();
  if (m.harnessMonitoringInfos !== undefined) HarnessMonitoringInfosResponse.encode(m.harnessMonitoringInfos, w.uint32(8050).fork()).ldelim();
  if (m.sampleData !== undefined) SampleDataResponse.encode(m.sampleData, w.uint32(8058).fork()).ldelim();
}

function readInstructionResponse(m: InstructionResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.instructionId = r.string();
        break;
      case 18:
        m.error = r.string();
        break;
      case 8002: {
        if (m.processBundle !== undefined) delete m.processBundle;
        if (m.processBundleProgress !== undefined) delete m.processBundleProgress;
        if (m.processBundleSplit !== undefined) delete m.processBundleSplit;
        if (m.finalizeBundle !== undefined) delete m.finalizeBundle;
        if (m.monitoringInfos !== undefined) delete m.monitoringInfos;
        if (m.harnessMonitoringInfos !== undefined) delete m.harnessMonitoringInfos;
        if (m.sampleData !== undefined) delete m.sampleData;
        m.register = RegisterResponse.merge(m.register ?? RegisterResponse.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8010: {
        if (m.processBundleProgress !== undefined) delete m.processBundleProgress;
        if (m.processBundleSplit !== undefined) delete m.processBundleSplit;
        if (m.finalizeBundle !== undefined) delete m.finalizeBundle;
        if (m.monitoringInfos !== undefined) delete m.monitoringInfos;
        if (m.harnessMonitoringInfos !== undefined) delete m.harnessMonitoringInfos;
        if (m.sampleData !== undefined) delete m.sampleData;
        if (m.register !== undefined) delete m.register;
        m.processBundle = ProcessBundleResponse.merge(m.processBundle ?? ProcessBundleResponse.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8018: {
        if (m.processBundle !== undefined) delete m.processBundle;
        if (m.processBundleSplit !== undefined) delete m.processBundleSplit;
        if (m.finalizeBundle !== undefined) delete m.finalizeBundle;
        if (m.monitoringInfos !== undefined) delete m.monitoringInfos;
        if (m.harnessMonitoringInfos !== undefined) delete m.harnessMonitoringInfos;
        if (m.sampleData !== undefined) delete m.sampleData;
        if (m.register !== undefined) delete m.register;
        m.processBundleProgress = ProcessBundleProgressResponse.merge(m.processBundleProgress ?? ProcessBundleProgressResponse.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8026: {
        if (m.processBundle !== undefined) delete m.processBundle;
        if (m.processBundleProgress !== undefined) delete m.processBundleProgress;
        if (m.finalizeBundle !== undefined) delete m.finalizeBundle;
        if (m.monitoringInfos !== undefined) delete m.monitoringInfos;
        if (m.harnessMonitoringInfos !== undefined) delete m.harnessMonitoringInfos;
        if (m.sampleData !== undefined) delete m.sampleData;
        if (m.register !== undefined) delete m.register;
        m.processBundleSplit = ProcessBundleSplitResponse.merge(m.processBundleSplit ?? ProcessBundleSplitResponse.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8034: {
        if (m.processBundle !== undefined) delete m.processBundle;
        if (m.processBundleProgress !== undefined) delete m.processBundleProgress;
        if (m.processBundleSplit !== undefined) delete m.processBundleSplit;
        if (m.monitoringInfos !== undefined) delete m.monitoringInfos;
        if (m.harnessMonitoringInfos !== undefined) delete m.harnessMonitoringInfos;
        if (m.sampleData !== undefined) delete m.sampleData;
        if (m.register !== undefined) delete m.register;
        m.finalizeBundle = FinalizeBundleResponse.merge(m.finalizeBundle ?? FinalizeBundleResponse.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8042: {
        if (m.processBundle !== undefined) delete m.processBundle;
        if (m.processBundleProgress !== undefined) delete m.processBundleProgress;
        if (m.processBundleSplit !== undefined) delete m.processBundleSplit;
        if (m.finalizeBundle !== undefined) delete m.finalizeBundle;
        if (m.harnessMonitoringInfos !== undefined) delete m.harnessMonitoringInfos;
        if (m.sampleData !== undefined) delete m.sampleData;
        if (m.register !== undefined) delete m.register;
        m.monitoringInfos = MonitoringInfosMetadataResponse.merge(m.monitoringInfos ?? MonitoringInfosMetadataResponse.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8050: {
        if (m.processBundle !== undefined) delete m.processBundle;
        if (m.processBundleProgress !== undefined) delete m.processBundleProgress;
        if (m.processBundleSplit !== undefined) delete m.processBundleSplit;
        if (m.finalizeBundle !== undefined) delete m.finalizeBundle;
        if (m.monitoringInfos !== undefined) delete m.monitoringInfos;
        if (m.sampleData !== undefined) delete m.sampleData;
        if (m.register !== undefined) delete m.register;
        m.harnessMonitoringInfos = HarnessMonitoringInfosResponse.merge(m.harnessMonitoringInfos ?? HarnessMonitoringInfosResponse.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8058: {
        if (m.processBundle !== undefined) delete m.processBundle;
        if (m.processBundleProgress !== undefined) delete m.processBundleProgress;
        if (m.processBundleSplit !== undefined) delete m.processBundleSplit;
        if (m.finalizeBundle !== undefined) delete m.finalizeBundle;
        if (m.monitoringInfos !== undefined) delete m.monitoringInfos;
        if (m.harnessMonitoringInfos !== undefined) delete m.harnessMonitoringInfos;
        if (m.register !== undefined) delete m.register;
        m.sampleData = SampleDataResponse.merge(m.sampleData ?? SampleDataResponse.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const InstructionResponse: MessageType<InstructionResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.InstructionResponse',
  createInstructionResponse,
  writeInstructionResponse,
  readInstructionResponse,
);

/** The member of the oneof `response` that is set. */
export function whichInstructionResponse(m: InstructionResponse): 'processBundle' | 'processBundleProgress' | 'processBundleSplit' | 'finalizeBundle' | 'monitoringInfos' | 'harnessMonitoringInfos' | 'sampleData' | 'register' | undefined {
  if (m.processBundle !== undefined) return 'processBundle';
  if (m.processBundleProgress !== undefined) return 'processBundleProgress';
  if (m.processBundleSplit !== undefined) return 'processBundleSplit';
  if (m.finalizeBundle !== undefined) return 'finalizeBundle';
  if (m.monitoringInfos !== undefined) return 'monitoringInfos';
  if (m.harnessMonitoringInfos !== undefined) return 'harnessMonitoringInfos';
  if (m.sampleData !== undefined) return 'sampleData';
  if (m.register !== undefined) return 'register';
  return undefined;
}

/** `org.apache.beam.model.fn_execution.v1.SampleDataRequest` */
export interface SampleDataRequest {
  pcollectionIds: string[];
}

function createSampleDataRequest(init: Init<SampleDataRequest>): SampleDataRequest {
  return {
    pcollectionIds: [...(init.pcollectionIds ?? [])],
  };
}

function writeSampleDataRequest(m: Init<SampleDataRequest>, w: Writer): void {
  for (const item of m.pcollectionIds ?? []) w.uint32(10).string(item);
}

function readSampleDataRequest(m: SampleDataRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.pcollectionIds.push(r.string());
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const SampleDataRequest: MessageType<SampleDataRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.SampleDataRequest',
  createSampleDataRequest,
  writeSampleDataRequest,
  readSampleDataRequest,
);

/**
 * An element in the nested context of its coder.
 * `org.apache.beam.model.fn_execution.v1.SampledElement`
 */
export interface SampledElement {
  element: Uint8Array;
  sampleTimestamp?: Timestamp;
  exception?: SampledElementException;
}

function createSampledElement(init: Init<SampledElement>): SampledElement {
  const m: SampledElement = {
    element: init.element ?? noBytes,
  };
  if (init.sampleTimestamp !== undefined) m.sampleTimestamp = Timestamp.create(init.sampleTimestamp);
  if (init.exception !== undefined) m.exception = SampledElementException.create(init.exception);
  return m;
}

function writeSampledElement(m: Init<SampledElement>, w: Writer): void {
  if (m.element !== undefined && m.element.length > 0) w.uint32(10).bytes(m.element);
  if (m.sampleTimestamp !== undefined) Timestamp.encode(m.sampleTimestamp, w.uint32(18).fork()).ldelim();
  if (m.exception !== undefined) SampledElementException.encode(m.exception, w.uint32(26).fork()).ldelim();
}

function readSampledElement(m: SampledElement, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.element = r.bytes();
        break;
      case 18:
        m.sampleTimestamp = Timestamp.merge(m.sampleTimestamp ?? Timestamp.create(), r, r.uint32() + r.pos);
        break;
      case 26:
        m.exception = SampledElementException.merge(m.exception ?? SampledElementException.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const SampledElement: MessageType<SampledElement> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.SampledElement',
  createSampledElement,
  writeSampledElement,
  readSampledElement,
);

/**
 * Set when the element made user code throw.
 * `org.apache.beam.model.fn_execution.v1.SampledElement.Exception`
 */
export interface SampledElementException {
  instructionId: string;
  transformId: string;
  error: string;
}

function createSampledElementException(init: Init<SampledElementException>): SampledElementException {
  return {
    instructionId: init.instructionId ?? '',
    transformId: init.transformId ?? '',
    error: init.error ?? '',
  };
}

function writeSampledElementException(m: Init<SampledElementException>, w: Writer): void {
  if (m.instructionId) w.uint32(10).string(m.instructionId);
  if (m.transformId) w.uint32(18).string(m.transformId);
  if (m.error) w.uint32(26).string(m.error);
}

function readSampledElementException(m: SampledElementException, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.instructionId = r.string();
        break;
      case 18:
        m.transformId = r.string();
        break;
      case 26:
        m.error = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const SampledElementException: MessageType<SampledElementException> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.SampledElement.Exception',
  createSampledElementException,
  writeSampledElementException,
  readSampledElementException,
);

/**
 * Samples by PCollection id.
 * `org.apache.beam.model.fn_execution.v1.SampleDataResponse`
 */
export interface SampleDataResponse {
  elementSamples: MapField<SampleDataResponseElementList>;
}

function createSampleDataResponse(init: Init<SampleDataResponse>): SampleDataResponse {
  return {
    elementSamples: copyMap(init.elementSamples, (item) => SampleDataResponseElementList.create(item)),
  };
}

function writeSampleDataResponse(m: Init<SampleDataResponse>, w: Writer): void {
  for (const key of Object.keys(m.elementSamples ?? {})) {
    w.uint32(10).fork().uint32(10).string(key);
    SampleDataResponseElementList.encode(m.elementSamples![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
}

function readSampleDataResponse(m: SampleDataResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: SampleDataResponseElementList = SampleDataResponseElementList.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = SampleDataResponseElementList.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.elementSamples, key, value);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const SampleDataResponse: MessageType<SampleDataResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.SampleDataResponse',
  createSampleDataResponse,
  writeSampleDataResponse,
  readSampleDataResponse,
);

/** `org.apache.beam.model.fn_execution.v1.SampleDataResponse.ElementList` */
export interface SampleDataResponseElementList {
  elements: SampledElement[];
}

function createSampleDataResponseElementList(init: Init<SampleDataResponseElementList>): SampleDataResponseElementList {
  return {
    elements: (init.elements ?? []).map((item) => SampledElement.create(item)),
  };
}

function writeSampleDataResponseElementList(m: Init<SampleDataResponseElementList>, w: Writer): void {
  for (const item of m.elements ?? []) SampledElement.encode(item, w.uint32(10).fork()).ldelim();
}

function readSampleDataResponseElementList(m: SampleDataResponseElementList, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.elements.push(SampledElement.merge(SampledElement.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const SampleDataResponseElementList: MessageType<SampleDataResponseElementList> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.SampleDataResponse.ElementList',
  createSampleDataResponseElementList,
  writeSampleDataResponseElementList,
  readSampleDataResponseElementList,
);

/** `org.apache.beam.model.fn_execution.v1.HarnessMonitoringInfosRequest` */
export interface HarnessMonitoringInfosRequest {}

function createHarnessMonitoringInfosRequest(): HarnessMonitoringInfosRequest {
  return {};
}

function writeHarnessMonitoringInfosRequest(): void {
}

function readHarnessMonitoringInfosRequest(_m: HarnessMonitoringInfosRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const HarnessMonitoringInfosRequest: MessageType<HarnessMonitoringInfosRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.HarnessMonitoringInfosRequest',
  createHarnessMonitoringInfosRequest,
  writeHarnessMonitoringInfosRequest,
  readHarnessMonitoringInfosRequest,
);

/**
 * Short id to payload.
 * `org.apache.beam.model.fn_execution.v1.HarnessMonitoringInfosResponse`
 */
export interface HarnessMonitoringInfosResponse {
  monitoringData: MapField<Uint8Array>;
}

function createHarnessMonitoringInfosResponse(init: Init<HarnessMonitoringInfosResponse>): HarnessMonitoringInfosResponse {
  return {
    monitoringData: copyMap(init.monitoringData, (item) => item),
  };
}

function writeHarnessMonitoringInfosResponse(m: Init<HarnessMonitoringInfosResponse>, w: Writer): void {
  for (const key of Object.keys(m.monitoringData ?? {})) {
    w.uint32(10).fork().uint32(10).string(key);
    w.uint32(18).bytes(m.monitoringData![key]!);
    w.ldelim();
  }
}

function readHarnessMonitoringInfosResponse(m: HarnessMonitoringInfosResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: Uint8Array = noBytes;
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = r.bytes();
          else r.skipType(entryTag & 7);
        }
        setEntry(m.monitoringData, key, value);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const HarnessMonitoringInfosResponse: MessageType<HarnessMonitoringInfosResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.HarnessMonitoringInfosResponse',
  createHarnessMonitoringInfosResponse,
  writeHarnessMonitoringInfosResponse,
  readHarnessMonitoringInfosResponse,
);

/** `org.apache.beam.model.fn_execution.v1.RegisterRequest` */
export interface RegisterRequest {
  processBundleDescriptor: ProcessBundleDescriptor[];
}

function createRegisterRequest(init: Init<RegisterRequest>): RegisterRequest {
  return {
    processBundleDescriptor: (init.processBundleDescriptor ?? []).map((item) => ProcessBundleDescriptor.create(item)),
  };
}

function writeRegisterRequest(m: Init<RegisterRequest>, w: Writer): void {
  for (const item of m.processBundleDescriptor ?? []) ProcessBundleDescriptor.encode(item, w.uint32(10).fork()).ldelim();
}

function readRegisterRequest(m: RegisterRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.processBundleDescriptor.push(ProcessBundleDescriptor.merge(ProcessBundleDescriptor.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const RegisterRequest: MessageType<RegisterRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.RegisterRequest',
  createRegisterRequest,
  writeRegisterRequest,
  readRegisterRequest,
);

/** `org.apache.beam.model.fn_execution.v1.RegisterResponse` */
export interface RegisterResponse {}

function createRegisterResponse(): RegisterResponse {
  return {};
}

function writeRegisterResponse(): void {
}

function readRegisterResponse(_m: RegisterResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const RegisterResponse: MessageType<RegisterResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.RegisterResponse',
  createRegisterResponse,
  writeRegisterResponse,
  readRegisterResponse,
);

/**
 * An element to be processed by one transform, as a checkpoint or split leaves it.
 * `org.apache.beam.model.fn_execution.v1.BundleApplication`
 */
export interface BundleApplication {
  transformId: string;
  inputId: string;
  /** A windowed value in the nested context of the input coder. */
  element: Uint8Array;
  /** By output; a missing one holds that output back. */
  outputWatermarks: MapField<Timestamp>;
  isBounded: IsBounded;
}

function createBundleApplication(init: Init<BundleApplication>): BundleApplication {
  return {
    transformId: init.transformId ?? '',
    inputId: init.inputId ?? '',
    element: init.element ?? noBytes,
    outputWatermarks: copyMap(init.outputWatermarks, (item) => Timestamp.create(item)),
    isBounded: init.isBounded ?? 0,
  };
}

function writeBundleApplication(m: Init<BundleApplication>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.inputId) w.uint32(18).string(m.inputId);
  if (m.element !== undefined && m.element.length > 0) w.uint32(26).bytes(m.element);
  for (const key of Object.keys(m.outputWatermarks ?? {})) {
    w.uint32(34).fork().uint32(10).string(key);
    Timestamp.encode(m.outputWatermarks![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
  if (m.isBounded) w.uint32(40).int32(m.isBounded);
}

function readBundleApplication(m: BundleApplication, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.inputId = r.string();
        break;
      case 26:
        m.element = r.bytes();
        break;
      case 34: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: Timestamp = Timestamp.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = Timestamp.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.outputWatermarks, key, value);
        break;
      }
      case 40:
        m.isBounded = r.int32() as IsBounded;
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const BundleApplication: MessageType<BundleApplication> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.BundleApplication',
  createBundleApplication,
  writeBundleApplication,
  readBundleApplication,
);

/**
 * A residual that should wait before it is resumed.
 * `org.apache.beam.model.fn_execution.v1.DelayedBundleApplication`
 */
export interface DelayedBundleApplication {
  application?: BundleApplication;
  requestedTimeDelay?: Duration;
}

function createDelayedBundleApplication(init: Init<DelayedBundleApplication>): DelayedBundleApplication {
  const m: DelayedBundleApplication = {};
  if (init.application !== undefined) m.application = BundleApplication.create(init.application);
  if (init.requestedTimeDelay !== undefined) m.requestedTimeDelay = Duration.create(init.requestedTimeDelay);
  return m;
}

function writeDelayedBundleApplication(m: Init<DelayedBundleApplication>, w: Writer): void {
  if (m.application !== undefined) BundleApplication.encode(m.application, w.uint32(10).fork()).ldelim();
  if (m.requestedTimeDelay !== undefined) Duration.encode(m.requestedTimeDelay, w.uint32(18).fork()).ldelim();
}

function readDelayedBundleApplication(m: DelayedBundleApplication, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.application = BundleApplication.merge(m.application ?? BundleApplication.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.requestedTimeDelay = Duration.merge(m.requestedTimeDelay ?? Duration.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const DelayedBundleApplication: MessageType<DelayedBundleApplication> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.DelayedBundleApplication',
  createDelayedBundleApplication,
  writeDelayedBundleApplication,
  readDelayedBundleApplication,
);

/**
 * Run one bundle. Input comes on the data stream or, when small, right here.
 * `org.apache.beam.model.fn_execution.v1.ProcessBundleRequest`
 */
export interface ProcessBundleRequest {
  processBundleDescriptorId: string;
  cacheTokens: ProcessBundleRequestCacheToken[];
  elements?: Elements;
  hasNoState: boolean;
  onlyBundleForKeys: boolean;
  dataStreamId: string;
}

function createProcessBundleRequest(init: Init<ProcessBundleRequest>): ProcessBundleRequest {
  const m: ProcessBundleRequest = {
    processBundleDescriptorId: init.processBundleDescriptorId ?? '',
    cacheTokens: (init.cacheTokens ?? []).map((item) => ProcessBundleRequestCacheToken.create(item)),
    hasNoState: init.hasNoState ?? false,
    onlyBundleForKeys: init.onlyBundleForKeys ?? false,
    dataStreamId: init.dataStreamId ?? '',
  };
  if (init.elements !== undefined) m.elements = Elements.create(init.elements);
  return m;
}

function writeProcessBundleRequest(m: Init<ProcessBundleRequest>, w: Writer): void {
  if (m.processBundleDescriptorId) w.uint32(10).string(m.processBundleDescriptorId);
  for (const item of m.cacheTokens ?? []) ProcessBundleRequestCacheToken.encode(item, w.uint32(18).fork()).ldelim();
  if (m.elements !== undefined) Elements.encode(m.elements, w.uint32(26).fork()).ldelim();
  if (m.hasNoState) w.uint32(32).bool(m.hasNoState);
  if (m.onlyBundleForKeys) w.uint32(40).bool(m.onlyBundleForKeys);
  if (m.dataStreamId) w.uint32(50).string(m.dataStreamId);
}

function readProcessBundleRequest(m: ProcessBundleRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.processBundleDescriptorId = r.string();
        break;
      case 18:
        m.cacheTokens.push(ProcessBundleRequestCacheToken.merge(ProcessBundleRequestCacheToken.create(), r, r.uint32() + r.pos));
        break;
      case 26:
        m.elements = Elements.merge(m.elements ?? Elements.create(), r, r.uint32() + r.pos);
        break;
      case 32:
        m.hasNoState = r.bool();
        break;
      case 40:
        m.onlyBundleForKeys = r.bool();
        break;
      case 50:
        m.dataStreamId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProcessBundleRequest: MessageType<ProcessBundleRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.ProcessBundleRequest',
  createProcessBundleRequest,
  writeProcessBundleRequest,
  readProcessBundleRequest,
);

/**
 * State read under this token may be kept across bundles.
 * `org.apache.beam.model.fn_execution.v1.ProcessBundleRequest.CacheToken`
 */
export interface ProcessBundleRequestCacheToken {
  userState?: ProcessBundleRequestCacheTokenUserState;
  sideInput?: ProcessBundleRequestCacheTokenSideInput;
  token: Uint8Array;
}

function createProcessBundleRequestCacheToken(init: Init<ProcessBundleRequestCacheToken>): ProcessBundleRequestCacheToken {
  const m: ProcessBundleRequestCacheToken = {
    token: init.token ?? noBytes,
  };
  if (init.userState !== undefined) m.userState = ProcessBundleRequestCacheTokenUserState.create(init.userState);
  if (init.sideInput !== undefined) m.sideInput = ProcessBundleRequestCacheTokenSideInput.create(init.sideInput);
  return m;
}

function writeProcessBundleRequestCacheToken(m: Init<ProcessBundleRequestCacheToken>, w: Writer): void {
  if (m.userState !== undefined) ProcessBundleRequestCacheTokenUserState.encode(m.userState, w.uint32(10).fork()).ldelim();
  if (m.sideInput !== undefined) ProcessBundleRequestCacheTokenSideInput.encode(m.sideInput, w.uint32(18).fork()).ldelim();
  if (m.token !== undefined && m.token.length > 0) w.uint32(82).bytes(m.token);
}

function readProcessBundleRequestCacheToken(m: ProcessBundleRequestCacheToken, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        if (m.sideInput !== undefined) delete m.sideInput;
        m.userState = ProcessBundleRequestCacheTokenUserState.merge(m.userState ?? ProcessBundleRequestCacheTokenUserState.create(), r, r.uint32() + r.pos);
        break;
      }
      case 18: {
        if (m.userState !== undefined) delete m.userState;
        m.sideInput = ProcessBundleRequestCacheTokenSideInput.merge(m.sideInput ?? ProcessBundleRequestCacheTokenSideInput.create(), r, r.uint32() + r.pos);
        break;
      }
      case 82:
        m.token = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProcessBundleRequestCacheToken: MessageType<ProcessBundleRequestCacheToken> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.ProcessBundleRequest.CacheToken',
  createProcessBundleRequestCacheToken,
  writeProcessBundleRequestCacheToken,
  readProcessBundleRequestCacheToken,
);

/** The member of the oneof `type` that is set. */
export function whichProcessBundleRequestCacheToken(m: ProcessBundleRequestCacheToken): 'userState' | 'sideInput' | undefined {
  if (m.userState !== undefined) return 'userState';
  if (m.sideInput !== undefined) return 'sideInput';
  return undefined;
}

/** `org.apache.beam.model.fn_execution.v1.ProcessBundleRequest.CacheToken.UserState` */
export interface ProcessBundleRequestCacheTokenUserState {}

function createProcessBundleRequestCacheTokenUserState(): ProcessBundleRequestCacheTokenUserState {
  return {};
}

function writeProcessBundleRequestCacheTokenUserState(): void {
}

function readProcessBundleRequestCacheTokenUserState(_m: ProcessBundleRequestCacheTokenUserState, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const ProcessBundleRequestCacheTokenUserState: MessageType<ProcessBundleRequestCacheTokenUserState> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.ProcessBundleRequest.CacheToken.UserState',
  createProcessBundleRequestCacheTokenUserState,
  writeProcessBundleRequestCacheTokenUserState,
  readProcessBundleRequestCacheTokenUserState,
);

/** `org.apache.beam.model.fn_execution.v1.ProcessBundleRequest.CacheToken.SideInput` */
export interface ProcessBundleRequestCacheTokenSideInput {
  transformId: string;
  sideInputId: string;
}

function createProcessBundleRequestCacheTokenSideInput(init: Init<ProcessBundleRequestCacheTokenSideInput>): ProcessBundleRequestCacheTokenSideInput {
  return {
    transformId: init.transformId ?? '',
    sideInputId: init.sideInputId ?? '',
  };
}

function writeProcessBundleRequestCacheTokenSideInput(m: Init<ProcessBundleRequestCacheTokenSideInput>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.sideInputId) w.uint32(18).string(m.sideInputId);
}

function readProcessBundleRequestCacheTokenSideInput(m: ProcessBundleRequestCacheTokenSideInput, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.sideInputId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProcessBundleRequestCacheTokenSideInput: MessageType<ProcessBundleRequestCacheTokenSideInput> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.ProcessBundleRequest.CacheToken.SideInput',
  createProcessBundleRequestCacheTokenSideInput,
  writeProcessBundleRequestCacheTokenSideInput,
  readProcessBundleRequestCacheTokenSideInput,
);

/**
 * The bundle is done; what is left and what was measured.
 * `org.apache.beam.model.fn_execution.v1.ProcessBundleResponse`
 */
export interface ProcessBundleResponse {
  residualRoots: DelayedBundleApplication[];
  monitoringInfos: MonitoringInfo[];
  requiresFinalization: boolean;
  /** Short id to payload. */
  monitoringData: MapField<Uint8Array>;
  /** Only for runners that announce they read it. */
  elements?: Elements;
}

function createProcessBundleResponse(init: Init<ProcessBundleResponse>): ProcessBundleResponse {
  const m: ProcessBundleResponse = {
    residualRoots: (init.residualRoots ?? []).map((item) => DelayedBundleApplication.create(item)),
    monitoringInfos: (init.monitoringInfos ?? []).map((item) => MonitoringInfo.create(item)),
    requiresFinalization: init.requiresFinalization ?? false,
    monitoringData: copyMap(init.monitoringData, (item) => item),
  };
  if (init.elements !== undefined) m.elements = Elements.create(init.elements);
  return m;
}

function writeProcessBundleResponse(m: Init<ProcessBundleResponse>, w: Writer): void {
  for (const item of m.residualRoots ?? []) DelayedBundleApplication.encode(item, w.uint32(18).fork()).ldelim();
  for (const item of m.monitoringInfos ?? []) MonitoringInfo.encode(item, w.uint32(26).fork()).ldelim();
  if (m.requiresFinalization) w.uint32(32).bool(m.requiresFinalization);
  for (const key of Object.keys(m.monitoringData ?? {})) {
    w.uint32(42).fork().uint32(10).string(key);
    w.uint32(18).bytes(m.monitoringData![key]!);
    w.ldelim();
  }
  if (m.elements !== undefined) Elements.encode(m.elements, w.uint32(50).fork()).ldelim();
}

function readProcessBundleResponse(m: ProcessBundleResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 18:
        m.residualRoots.push(DelayedBundleApplication.merge(DelayedBundleApplication.create(), r, r.uint32() + r.pos));
        break;
      case 26:
        m.monitoringInfos.push(MonitoringInfo.merge(MonitoringInfo.create(), r, r.uint32() + r.pos));
        break;
      case 32:
        m.requiresFinalization = r.bool();
        break;
      case 42: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: Uint8Array = noBytes;
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = r.bytes();
          else r.skipType(entryTag & 7);
        }
        setEntry(m.monitoringData, key, value);
        break;
      }
      case 50:
        m.elements = Elements.merge(m.elements ?? Elements.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProcessBundleResponse: MessageType<ProcessBundleResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.ProcessBundleResponse',
  createProcessBundleResponse,
  writeProcessBundleResponse,
  readProcessBundleResponse,
);

/** `org.apache.beam.model.fn_execution.v1.ProcessBundleProgressRequest` */
export interface ProcessBundleProgressRequest {
  instructionId: string;
}

function createProcessBundleProgressRequest(init: Init<ProcessBundleProgressRequest>): ProcessBundleProgressRequest {
  return {
    instructionId: init.instructionId ?? '',
  };
}

function writeProcessBundleProgressRequest(m: Init<ProcessBundleProgressRequest>, w: Writer): void {
  if (m.instructionId) w.uint32(10).string(m.instructionId);
}

function readProcessBundleProgressRequest(m: ProcessBundleProgressRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.instructionId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProcessBundleProgressRequest: MessageType<ProcessBundleProgressRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.ProcessBundleProgressRequest',
  createProcessBundleProgressRequest,
  writeProcessBundleProgressRequest,
  readProcessBundleProgressRequest,
);

/**
 * What do these short ids stand for?
 * `org.apache.beam.model.fn_execution.v1.MonitoringInfosMetadataRequest`
 */
export interface MonitoringInfosMetadataRequest {
  monitoringInfoId: string[];
}

function createMonitoringInfosMetadataRequest(init: Init<MonitoringInfosMetadataRequest>): MonitoringInfosMetadataRequest {
  return {
    monitoringInfoId: [...(init.monitoringInfoId ?? [])],
  };
}

function writeMonitoringInfosMetadataRequest(m: Init<MonitoringInfosMetadataRequest>, w: Writer): void {
  for (const item of m.monitoringInfoId ?? []) w.uint32(10).string(item);
}

function readMonitoringInfosMetadataRequest(m: MonitoringInfosMetadataRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.monitoringInfoId.push(r.string());
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const MonitoringInfosMetadataRequest: MessageType<MonitoringInfosMetadataRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.MonitoringInfosMetadataRequest',
  createMonitoringInfosMetadataRequest,
  writeMonitoringInfosMetadataRequest,
  readMonitoringInfosMetadataRequest,
);

/**
 * Where a bundle stands; empty if it is over.
 * `org.apache.beam.model.fn_execution.v1.ProcessBundleProgressResponse`
 */
export interface ProcessBundleProgressResponse {
  monitoringInfos: MonitoringInfo[];
  monitoringData: MapField<Uint8Array>;
  consumingReceivedData?: boolean;
}

function createProcessBundleProgressResponse(init: Init<ProcessBundleProgressResponse>): ProcessBundleProgressResponse {
  const m: ProcessBundleProgressResponse = {
    monitoringInfos: (init.monitoringInfos ?? []).map((item) => MonitoringInfo.create(item)),
    monitoringData: copyMap(init.monitoringData, (item) => item),
  };
  if (init.consumingReceivedData !== undefined) m.consumingReceivedData = init.consumingReceivedData;
  return m;
}

function writeProcessBundleProgressResponse(m: Init<ProcessBundleProgressResponse>, w: Writer): void {
  for (const item of m.monitoringInfos ?? []) MonitoringInfo.encode(item, w.uint32(26).fork()).ldelim();
  for (const key of Object.keys(m.monitoringData ?? {})) {
    w.uint32(42).fork().uint32(10).string(key);
    w.uint32(18).bytes(m.monitoringData![key]!);
    w.ldelim();
  }
  if (m.consumingReceivedData !== undefined) w.uint32(48).bool(m.consumingReceivedData);
}

function readProcessBundleProgressResponse(m: ProcessBundleProgressResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 26:
        m.monitoringInfos.push(MonitoringInfo.merge(MonitoringInfo.create(), r, r.uint32() + r.pos));
        break;
      case 42: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: Uint8Array = noBytes;
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = r.bytes();
          else r.skipType(entryTag & 7);
        }
        setEntry(m.monitoringData, key, value);
        break;
      }
      case 48:
        m.consumingReceivedData = r.bool();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProcessBundleProgressResponse: MessageType<ProcessBundleProgressResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.ProcessBundleProgressResponse',
  createProcessBundleProgressResponse,
  writeProcessBundleProgressResponse,
  readProcessBundleProgressResponse,
);

/**
 * Short id to a MonitoringInfo without payload.
 * `org.apache.beam.model.fn_execution.v1.MonitoringInfosMetadataResponse`
 */
export interface MonitoringInfosMetadataResponse {
  monitoringInfo: MapField<MonitoringInfo>;
}

function createMonitoringInfosMetadataResponse(init: Init<MonitoringInfosMetadataResponse>): MonitoringInfosMetadataResponse {
  return {
    monitoringInfo: copyMap(init.monitoringInfo, (item) => MonitoringInfo.create(item)),
  };
}

function writeMonitoringInfosMetadataResponse(m: Init<MonitoringInfosMetadataResponse>, w: Writer): void {
  for (const key of Object.keys(m.monitoringInfo ?? {})) {
    w.uint32(10).fork().uint32(10).string(key);
    MonitoringInfo.encode(m.monitoringInfo![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
}

function readMonitoringInfosMetadataResponse(m: MonitoringInfosMetadataResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: MonitoringInfo = MonitoringInfo.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = MonitoringInfo.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.monitoringInfo, key, value);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const MonitoringInfosMetadataResponse: MessageType<MonitoringInfosMetadataResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.MonitoringInfosMetadataResponse',
  createMonitoringInfosMetadataResponse,
  writeMonitoringInfosMetadataResponse,
  readMonitoringInfosMetadataResponse,
);

/**
 * Give away a part of a running bundle, by data port.
 * `org.apache.beam.model.fn_execution.v1.ProcessBundleSplitRequest`
 */
export interface ProcessBundleSplitRequest {
  instructionId: string;
  desiredSplits: MapField<ProcessBundleSplitRequestDesiredSplit>;
}

function createProcessBundleSplitRequest(init: Init<ProcessBundleSplitRequest>): ProcessBundleSplitRequest {
  return {
    instructionId: init.instructionId ?? '',
    desiredSplits: copyMap(init.desiredSplits, (item) => ProcessBundleSplitRequestDesiredSplit.create(item)),
  };
}

function writeProcessBundleSplitRequest(m: Init<ProcessBundleSplitRequest>, w: Writer): void {
  if (m.instructionId) w.uint32(10).string(m.instructionId);
  for (const key of Object.keys(m.desiredSplits ?? {})) {
    w.uint32(26).fork().uint32(10).string(key);
    ProcessBundleSplitRequestDesiredSplit.encode(m.desiredSplits![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
}

function readProcessBundleSplitRequest(m: ProcessBundleSplitRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.instructionId = r.string();
        break;
      case 26: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: ProcessBundleSplitRequestDesiredSplit = ProcessBundleSplitRequestDesiredSplit.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = ProcessBundleSplitRequestDesiredSplit.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.desiredSplits, key, value);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProcessBundleSplitRequest: MessageType<ProcessBundleSplitRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.ProcessBundleSplitRequest',
  createProcessBundleSplitRequest,
  writeProcessBundleSplitRequest,
  readProcessBundleSplitRequest,
);

/** `org.apache.beam.model.fn_execution.v1.ProcessBundleSplitRequest.DesiredSplit` */
export interface ProcessBundleSplitRequestDesiredSplit {
  fractionOfRemainder: number;
  estimatedInputElements: bigint;
  allowedSplitPoints: bigint[];
}

function createProcessBundleSplitRequestDesiredSplit(init: Init<ProcessBundleSplitRequestDesiredSplit>): ProcessBundleSplitRequestDesiredSplit {
  return {
    fractionOfRemainder: init.fractionOfRemainder ?? 0,
    estimatedInputElements: init.estimatedInputElements ?? 0n,
    allowedSplitPoints: [...(init.allowedSplitPoints ?? [])],
  };
}

function writeProcessBundleSplitRequestDesiredSplit(m: Init<ProcessBundleSplitRequestDesiredSplit>, w: Writer): void {
  if (m.fractionOfRemainder !== undefined && !Object.is(m.fractionOfRemainder, 0)) w.uint32(9).double(m.fractionOfRemainder);
  if (m.estimatedInputElements) writeInt64(w.uint32(16), m.estimatedInputElements);
  if (m.allowedSplitPoints !== undefined && m.allowedSplitPoints.length > 0) {
    w.uint32(26).fork();
    for (const item of m.allowedSplitPoints) writeInt64(w, item);
    w.ldelim();
  }
}

function readProcessBundleSplitRequestDesiredSplit(m: ProcessBundleSplitRequestDesiredSplit, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 9:
        m.fractionOfRemainder = r.double();
        break;
      case 16:
        m.estimatedInputElements = readInt64(r);
        break;
      case 26: {
        const packedEnd = r.uint32() + r.pos;
        while (r.pos < packedEnd) m.allowedSplitPoints.push(readInt64(r));
        break;
      }
      case 24:
        m.allowedSplitPoints.push(readInt64(r));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProcessBundleSplitRequestDesiredSplit: MessageType<ProcessBundleSplitRequestDesiredSplit> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.ProcessBundleSplitRequest.DesiredSplit',
  createProcessBundleSplitRequestDesiredSplit,
  writeProcessBundleSplitRequestDesiredSplit,
  readProcessBundleSplitRequestDesiredSplit,
);

/**
 * The split that was made; empty if none was possible.
 * `org.apache.beam.model.fn_execution.v1.ProcessBundleSplitResponse`
 */
export interface ProcessBundleSplitResponse {
  primaryRoots: BundleApplication[];
  residualRoots: DelayedBundleApplication[];
  channelSplits: ProcessBundleSplitResponseChannelSplit[];
}

function createProcessBundleSplitResponse(init: Init<ProcessBundleSplitResponse>): ProcessBundleSplitResponse {
  return {
    primaryRoots: (init.primaryRoots ?? []).map((item) => BundleApplication.create(item)),
    residualRoots: (init.residualRoots ?? []).map((item) => DelayedBundleApplication.create(item)),
    channelSplits: (init.channelSplits ?? []).map((item) => ProcessBundleSplitResponseChannelSplit.create(item)),
  };
}

function writeProcessBundleSplitResponse(m: Init<ProcessBundleSplitResponse>, w: Writer): void {
  for (const item of m.primaryRoots ?? []) BundleApplication.encode(item, w.uint32(10).fork()).ldelim();
  for (const item of m.residualRoots ?? []) DelayedBundleApplication.encode(item, w.uint32(18).fork()).ldelim();
  for (const item of m.channelSplits ?? []) ProcessBundleSplitResponseChannelSplit.encode(item, w.uint32(26).fork()).ldelim();
}

function readProcessBundleSplitResponse(m: ProcessBundleSplitResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.primaryRoots.push(BundleApplication.merge(BundleApplication.create(), r, r.uint32() + r.pos));
        break;
      case 18:
        m.residualRoots.push(DelayedBundleApplication.merge(DelayedBundleApplication.create(), r, r.uint32() + r.pos));
        break;
      case 26:
        m.channelSplits.push(ProcessBundleSplitResponseChannelSplit.merge(ProcessBundleSplitResponseChannelSplit.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProcessBundleSplitResponse: MessageType<ProcessBundleSplitResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.ProcessBundleSplitResponse',
  createProcessBundleSplitResponse,
  writeProcessBundleSplitResponse,
  readProcessBundleSplitResponse,
);

/**
 * Elements between the two indexes, both exclusive, are the roots.
 * `org.apache.beam.model.fn_execution.v1.ProcessBundleSplitResponse.ChannelSplit`
 */
export interface ProcessBundleSplitResponseChannelSplit {
  transformId: string;
  lastPrimaryElement: bigint;
  firstResidualElement: bigint;
}

function createProcessBundleSplitResponseChannelSplit(init: Init<ProcessBundleSplitResponseChannelSplit>): ProcessBundleSplitResponseChannelSplit {
  return {
    transformId: init.transformId ?? '',
    lastPrimaryElement: init.lastPrimaryElement ?? 0n,
    firstResidualElement: init.firstResidualElement ?? 0n,
  };
}

function writeProcessBundleSplitResponseChannelSplit(m: Init<ProcessBundleSplitResponseChannelSplit>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.lastPrimaryElement) writeInt64(w.uint32(16), m.lastPrimaryElement);
  if (m.firstResidualElement) writeInt64(w.uint32(24), m.firstResidualElement);
}

function readProcessBundleSplitResponseChannelSplit(m: ProcessBundleSplitResponseChannelSplit, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 16:
        m.lastPrimaryElement = readInt64(r);
        break;
      case 24:
        m.firstResidualElement = readInt64(r);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProcessBundleSplitResponseChannelSplit: MessageType<ProcessBundleSplitResponseChannelSplit> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.ProcessBundleSplitResponse.ChannelSplit',
  createProcessBundleSplitResponseChannelSplit,
  writeProcessBundleSplitResponseChannelSplit,
  readProcessBundleSplitResponseChannelSplit,
);

/**
 * The output of a bundle is durable; call its callbacks.
 * `org.apache.beam.model.fn_execution.v1.FinalizeBundleRequest`
 */
export interface FinalizeBundleRequest {
  instructionId: string;
}

function createFinalizeBundleRequest(init: Init<FinalizeBundleRequest>): FinalizeBundleRequest {
  return {
    instructionId: init.instructionId ?? '',
  };
}

function writeFinalizeBundleRequest(m: Init<FinalizeBundleRequest>, w: Writer): void {
  if (m.instructionId) w.uint32(10).string(m.instructionId);
}

function readFinalizeBundleRequest(m: FinalizeBundleRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.instructionId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const FinalizeBundleRequest: MessageType<FinalizeBundleRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.FinalizeBundleRequest',
  createFinalizeBundleRequest,
  writeFinalizeBundleRequest,
  readFinalizeBundleRequest,
);

/** `org.apache.beam.model.fn_execution.v1.FinalizeBundleResponse` */
export interface FinalizeBundleResponse {}

function createFinalizeBundleResponse(): FinalizeBundleResponse {
  return {};
}

function writeFinalizeBundleResponse(): void {
}

function readFinalizeBundleResponse(_m: FinalizeBundleResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const FinalizeBundleResponse: MessageType<FinalizeBundleResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.FinalizeBundleResponse',
  createFinalizeBundleResponse,
  writeFinalizeBundleResponse,
  readFinalizeBundleResponse,
);

/**
 * Parts of several logical streams, each ended by is_last.
 * `org.apache.beam.model.fn_execution.v1.Elements`
 */
export interface Elements {
  data: ElementsData[];
  timers: ElementsTimers[];
}

function createElements(init: Init<Elements>): Elements {
  return {
    data: (init.data ?? []).map((item) => ElementsData.create(item)),
    timers: (init.timers ?? []).map((item) => ElementsTimers.create(item)),
  };
}

function writeElements(m: Init<Elements>, w: Writer): void {
  for (const item of m.data ?? []) ElementsData.encode(item, w.uint32(10).fork()).ldelim();
  for (const item of m.timers ?? []) ElementsTimers.encode(item, w.uint32(18).fork()).ldelim();
}

function readElements(m: Elements, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.data.push(ElementsData.merge(ElementsData.create(), r, r.uint32() + r.pos));
        break;
      case 18:
        m.timers.push(ElementsTimers.merge(ElementsTimers.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Elements: MessageType<Elements> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.Elements',
  createElements,
  writeElements,
  readElements,
);

/**
 * Whole elements in the nested context, one after the other.
 * `org.apache.beam.model.fn_execution.v1.Elements.Data`
 */
export interface ElementsData {
  instructionId: string;
  transformId: string;
  data: Uint8Array;
  isLast: boolean;
}

function createElementsData(init: Init<ElementsData>): ElementsData {
  return {
    instructionId: init.instructionId ?? '',
    transformId: init.transformId ?? '',
    data: init.data ?? noBytes,
    isLast: init.isLast ?? false,
  };
}

function writeElementsData(m: Init<ElementsData>, w: Writer): void {
  if (m.instructionId) w.uint32(10).string(m.instructionId);
  if (m.transformId) w.uint32(18).string(m.transformId);
  if (m.data !== undefined && m.data.length > 0) w.uint32(26).bytes(m.data);
  if (m.isLast) w.uint32(32).bool(m.isLast);
}

function readElementsData(m: ElementsData, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.instructionId = r.string();
        break;
      case 18:
        m.transformId = r.string();
        break;
      case 26:
        m.data = r.bytes();
        break;
      case 32:
        m.isLast = r.bool();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ElementsData: MessageType<ElementsData> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.Elements.Data',
  createElementsData,
  writeElementsData,
  readElementsData,
);

/**
 * Follows the pane of a windowed value when its flag says so.
 * `org.apache.beam.model.fn_execution.v1.Elements.ElementMetadata`
 */
export interface ElementsElementMetadata {
  drain?: ElementsDrainMode;
  traceparent?: string;
  tracestate?: string;
  valueKind?: ElementsValueKind;
}

function createElementsElementMetadata(init: Init<ElementsElementMetadata>): ElementsElementMetadata {
  const m: ElementsElementMetadata = {};
  if (init.drain !== undefined) m.drain = init.drain;
  if (init.traceparent !== undefined) m.traceparent = init.traceparent;
  if (init.tracestate !== undefined) m.tracestate = init.tracestate;
  if (init.valueKind !== undefined) m.valueKind = init.valueKind;
  return m;
}

function writeElementsElementMetadata(m: Init<ElementsElementMetadata>, w: Writer): void {
  if (m.drain !== undefined) w.uint32(8).int32(m.drain);
  if (m.traceparent !== undefined) w.uint32(18).string(m.traceparent);
  if (m.tracestate !== undefined) w.uint32(26).string(m.tracestate);
  if (m.valueKind !== undefined) w.uint32(32).int32(m.valueKind);
}

function readElementsElementMetadata(m: ElementsElementMetadata, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.drain = r.int32() as ElementsDrainMode;
        break;
      case 18:
        m.traceparent = r.string();
        break;
      case 26:
        m.tracestate = r.string();
        break;
      case 32:
        m.valueKind = r.int32() as ElementsValueKind;
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ElementsElementMetadata: MessageType<ElementsElementMetadata> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.Elements.ElementMetadata',
  createElementsElementMetadata,
  writeElementsElementMetadata,
  readElementsElementMetadata,
);

/**
 * As Data, for one timer family.
 * `org.apache.beam.model.fn_execution.v1.Elements.Timers`
 */
export interface ElementsTimers {
  instructionId: string;
  transformId: string;
  timerFamilyId: string;
  timers: Uint8Array;
  isLast: boolean;
}

function createElementsTimers(init: Init<ElementsTimers>): ElementsTimers {
  return {
    instructionId: init.instructionId ?? '',
    transformId: init.transformId ?? '',
    timerFamilyId: init.timerFamilyId ?? '',
    timers: init.timers ?? noBytes,
    isLast: init.isLast ?? false,
  };
}

function writeElementsTimers(m: Init<ElementsTimers>, w: Writer): void {
  if (m.instructionId) w.uint32(10).string(m.instructionId);
  if (m.transformId) w.uint32(18).string(m.transformId);
  if (m.timerFamilyId) w.uint32(26).string(m.timerFamilyId);
  if (m.timers !== undefined && m.timers.length > 0) w.uint32(34).bytes(m.timers);
  if (m.isLast) w.uint32(40).bool(m.isLast);
}

function readElementsTimers(m: ElementsTimers, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.instructionId = r.string();
        break;
      case 18:
        m.transformId = r.string();
        break;
      case 26:
        m.timerFamilyId = r.string();
        break;
      case 34:
        m.timers = r.bytes();
        break;
      case 40:
        m.isLast = r.bool();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ElementsTimers: MessageType<ElementsTimers> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.Elements.Timers',
  createElementsTimers,
  writeElementsTimers,
  readElementsTimers,
);

/**
 * Ids are unique per stream; requests may be in flight together.
 * `org.apache.beam.model.fn_execution.v1.StateRequest`
 */
export interface StateRequest {
  id: string;
  instructionId: string;
  stateKey?: StateKey;
  get?: StateGetRequest;
  append?: StateAppendRequest;
  clear?: StateClearRequest;
}

function createStateRequest(init: Init<StateRequest>): StateRequest {
  const m: StateRequest = {
    id: init.id ?? '',
    instructionId: init.instructionId ?? '',
  };
  if (init.stateKey !== undefined) m.stateKey = StateKey.create(init.stateKey);
  if (init.get !== undefined) m.get = StateGetRequest.create(init.get);
  if (init.append !== undefined) m.append = StateAppendRequest.create(init.append);
  if (init.clear !== undefined) m.clear = StateClearRequest.create(init.clear);
  return m;
}

function writeStateRequest(m: Init<StateRequest>, w: Writer): void {
  if (m.id) w.uint32(10).string(m.id);
  if (m.instructionId) w.uint32(18).string(m.instructionId);
  if (m.stateKey !== undefined) StateKey.encode(m.stateKey, w.uint32(26).fork()).ldelim();
  if (m.get !== undefined) StateGetRequest.encode(m.get, w.uint32(8002).fork()).ldelim();
  if (m.append !== undefined) StateAppendRequest.encode(m.append, w.uint32(8010).fork()).ldelim();
  if (m.clear !== undefined) StateClearRequest.encode(m.clear, w.uint32(8018).fork()).ldelim();
}

function readStateRequest(m: StateRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.id = r.string();
        break;
      case 18:
        m.instructionId = r.string();
        break;
      case 26:
        m.stateKey = StateKey.merge(m.stateKey ?? StateKey.create(), r, r.uint32() + r.pos);
        break;
      case 8002: {
        if (m.append !== undefined) delete m.append;
        if (m.clear !== undefined) delete m.clear;
        m.get = StateGetRequest.merge(m.get ?? StateGetRequest.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8010: {
        if (m.get !== undefined) delete m.get;
        if (m.clear !== undefined) delete m.clear;
        m.append = StateAppendRequest.merge(m.append ?? StateAppendRequest.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8018: {
        if (m.get !== undefined) delete m.get;
        if (m.append !== undefined) delete m.append;
        m.clear = StateClearRequest.merge(m.clear ?? StateClearRequest.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateRequest: MessageType<StateRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateRequest',
  createStateRequest,
  writeStateRequest,
  readStateRequest,
);

/** The member of the oneof `request` that is set. */
export function whichStateRequest(m: StateRequest): 'get' | 'append' | 'clear' | undefined {
  if (m.get !== undefined) return 'get';
  if (m.append !== undefined) return 'append';
  if (m.clear !== undefined) return 'clear';
  return undefined;
}

/**
 * A non-empty error fails the bundle.
 * `org.apache.beam.model.fn_execution.v1.StateResponse`
 */
export interface StateResponse {
  id: string;
  error: string;
  get?: StateGetResponse;
  append?: StateAppendResponse;
  clear?: StateClearResponse;
}

function createStateResponse(init: Init<StateResponse>): StateResponse {
  const m: StateResponse = {
    id: init.id ?? '',
    error: init.error ?? '',
  };
  if (init.get !== undefined) m.get = StateGetResponse.create(init.get);
  if (init.append !== undefined) m.append = StateAppendResponse.create(init.append);
  if (init.clear !== undefined) m.clear = StateClearResponse.create(init.clear);
  return m;
}

function writeStateResponse(m: Init<StateResponse>, w: Writer): void {
  if (m.id) w.uint32(10).string(m.id);
  if (m.error) w.uint32(18).string(m.error);
  if (m.get !== undefined) StateGetResponse.encode(m.get, w.uint32(8002).fork()).ldelim();
  if (m.append !== undefined) StateAppendResponse.encode(m.append, w.uint32(8010).fork()).ldelim();
  if (m.clear !== undefined) StateClearResponse.encode(m.clear, w.uint32(8018).fork()).ldelim();
}

function readStateResponse(m: StateResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.id = r.string();
        break;
      case 18:
        m.error = r.string();
        break;
      case 8002: {
        if (m.append !== undefined) delete m.append;
        if (m.clear !== undefined) delete m.clear;
        m.get = StateGetResponse.merge(m.get ?? StateGetResponse.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8010: {
        if (m.get !== undefined) delete m.get;
        if (m.clear !== undefined) delete m.clear;
        m.append = StateAppendResponse.merge(m.append ?? StateAppendResponse.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8018: {
        if (m.get !== undefined) delete m.get;
        if (m.append !== undefined) delete m.append;
        m.clear = StateClearResponse.merge(m.clear ?? StateClearResponse.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateResponse: MessageType<StateResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateResponse',
  createStateResponse,
  writeStateResponse,
  readStateResponse,
);

/** The member of the oneof `response` that is set. */
export function whichStateResponse(m: StateResponse): 'get' | 'append' | 'clear' | undefined {
  if (m.get !== undefined) return 'get';
  if (m.append !== undefined) return 'append';
  if (m.clear !== undefined) return 'clear';
  return undefined;
}

/**
 * Which cell or side input. Keys and windows are in the nested context.
 * `org.apache.beam.model.fn_execution.v1.StateKey`
 */
export interface StateKey {
  runner?: StateKeyRunner;
  multimapSideInput?: StateKeyMultimapSideInput;
  bagUserState?: StateKeyBagUserState;
  iterableSideInput?: StateKeyIterableSideInput;
  multimapKeysSideInput?: StateKeyMultimapKeysSideInput;
  multimapKeysUserState?: StateKeyMultimapKeysUserState;
  multimapUserState?: StateKeyMultimapUserState;
  multimapKeysValuesSideInput?: StateKeyMultimapKeysValuesSideInput;
  orderedListUserState?: StateKeyOrderedListUserState;
  multimapEntriesUserState?: StateKeyMultimapEntriesUserState;
}

function createStateKey(init: Init<StateKey>): StateKey {
  const m: StateKey = {};
  if (init.runner !== undefined) m.runner = StateKeyRunner.create(init.runner);
  if (init.multimapSideInput !== undefined) m.multimapSideInput = StateKeyMultimapSideInput.create(init.multimapSideInput);
  if (init.bagUserState !== undefined) m.bagUserState = StateKeyBagUserState.create(init.bagUserState);
  if (init.iterableSideInput !== undefined) m.iterableSideInput = StateKeyIterableSideInput.create(init.iterableSideInput);
  if (init.multimapKeysSideInput !== undefined) m.multimapKeysSideInput = StateKeyMultimapKeysSideInput.create(init.multimapKeysSideInput);
  if (init.multimapKeysUserState !== undefined) m.multimapKeysUserState = StateKeyMultimapKeysUserState.create(init.multimapKeysUserState);
  if (init.multimapUserState !== undefined) m.multimapUserState = StateKeyMultimapUserState.create(init.multimapUserState);
  if (init.multimapKeysValuesSideInput !== undefined) m.multimapKeysValuesSideInput = StateKeyMultimapKeysValuesSideInput.create(init.multimapKeysValuesSideInput);
  if (init.orderedListUserState !== undefined) m.orderedListUserState = StateKeyOrderedListUserState.create(init.orderedListUserState);
  if (init.multimapEntriesUserState !== undefined) m.multimapEntriesUserState = StateKeyMultimapEntriesUserState.create(init.multimapEntriesUserState);
  return m;
}

function writeStateKey(m: Init<StateKey>, w: Writer): void {
  if (m.runner !== undefined) StateKeyRunner.encode(m.runner, w.uint32(10).fork()).ldelim();
  if (m.multimapSideInput !== undefined) StateKeyMultimapSideInput.encode(m.multimapSideInput, w.uint32(18).fork()).ldelim();
  if (m.bagUserState !== undefined) StateKeyBagUserState.encode(m.bagUserState, w.uint32(26).fork()).ldelim();
  if (m.iterableSideInput !== undefined) StateKeyIterableSideInput.encode(m.iterableSideInput, w.uint32(34).fork()).ldelim();
  if (m.multimapKeysSideInput !== undefined) StateKeyMultimapKeysSideInput.encode(m.multimapKeysSideInput, w.uint32(42).fork()).ldelim();
  if (m.multimapKeysUserState !== undefined) StateKeyMultimapKeysUserState.encode(m.multimapKeysUserState, w.uint32(50).fork()).ldelim();
  if (m.multimapUserState !== undefined) StateKeyMultimapUserState.encode(m.multimapUserState, w.uint32(58).fork()).ldelim();
  if (m.multimapKeysValuesSideInput !== undefined) StateKeyMultimapKeysValuesSideInput.encode(m.multimapKeysValuesSideInput, w.uint32(66).fork()).ldelim();
  if (m.orderedListUserState !== undefined) StateKeyOrderedListUserState.encode(m.orderedListUserState, w.uint32(74).fork()).ldelim();
  if (m.multimapEntriesUserState !== undefined) StateKeyMultimapEntriesUserState.encode(m.multimapEntriesUserState, w.uint32(82).fork()).ldelim();
}

function readStateKey(m: StateKey, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        if (m.multimapSideInput !== undefined) delete m.multimapSideInput;
        if (m.bagUserState !== undefined) delete m.bagUserState;
        if (m.iterableSideInput !== undefined) delete m.iterableSideInput;
        if (m.multimapKeysSideInput !== undefined) delete m.multimapKeysSideInput;
        if (m.multimapKeysValuesSideInput !== undefined) delete m.multimapKeysValuesSideInput;
        if (m.multimapKeysUserState !== undefined) delete m.multimapKeysUserState;
        if (m.multimapEntriesUserState !== undefined) delete m.multimapEntriesUserState;
        if (m.multimapUserState !== undefined) delete m.multimapUserState;
        if (m.orderedListUserState !== undefined) delete m.orderedListUserState;
        m.runner = StateKeyRunner.merge(m.runner ?? StateKeyRunner.create(), r, r.uint32() + r.pos);
        break;
      }
      case 18: {
        if (m.runner !== undefined) delete m.runner;
        if (m.bagUserState !== undefined) delete m.bagUserState;
        if (m.iterableSideInput !== undefined) delete m.iterableSideInput;
        if (m.multimapKeysSideInput !== undefined) delete m.multimapKeysSideInput;
        if (m.multimapKeysValuesSideInput !== undefined) delete m.multimapKeysValuesSideInput;
        if (m.multimapKeysUserState !== undefined) delete m.multimapKeysUserState;
        if (m.multimapEntriesUserState !== undefined) delete m.multimapEntriesUserState;
        if (m.multimapUserState !== undefined) delete m.multimapUserState;
        if (m.orderedListUserState !== undefined) delete m.orderedListUserState;
        m.multimapSideInput = StateKeyMultimapSideInput.merge(m.multimapSideInput ?? StateKeyMultimapSideInput.create(), r, r.uint32() + r.pos);
        break;
      }
      case 26: {
        if (m.runner !== undefined) delete m.runner;
        if (m.multimapSideInput !== undefined) delete m.multimapSideInput;
        if (m.iterableSideInput !== undefined) delete m.iterableSideInput;
        if (m.multimapKeysSideInput !== undefined) delete m.multimapKeysSideInput;
        if (m.multimapKeysValuesSideInput !== undefined) delete m.multimapKeysValuesSideInput;
        if (m.multimapKeysUserState !== undefined) delete m.multimapKeysUserState;
        if (m.multimapEntriesUserState !== undefined) delete m.multimapEntriesUserState;
        if (m.multimapUserState !== undefined) delete m.multimapUserState;
        if (m.orderedListUserState !== undefined) delete m.orderedListUserState;
        m.bagUserState = StateKeyBagUserState.merge(m.bagUserState ?? StateKeyBagUserState.create(), r, r.uint32() + r.pos);
        break;
      }
      case 34: {
        if (m.runner !== undefined) delete m.runner;
        if (m.multimapSideInput !== undefined) delete m.multimapSideInput;
        if (m.bagUserState !== undefined) delete m.bagUserState;
        if (m.multimapKeysSideInput !== undefined) delete m.multimapKeysSideInput;
        if (m.multimapKeysValuesSideInput !== undefined) delete m.multimapKeysValuesSideInput;
        if (m.multimapKeysUserState !== undefined) delete m.multimapKeysUserState;
        if (m.multimapEntriesUserState !== undefined) delete m.multimapEntriesUserState;
        if (m.multimapUserState !== undefined) delete m.multimapUserState;
        if (m.orderedListUserState !== undefined) delete m.orderedListUserState;
        m.iterableSideInput = StateKeyIterableSideInput.merge(m.iterableSideInput ?? StateKeyIterableSideInput.create(), r, r.uint32() + r.pos);
        break;
      }
      case 42: {
        if (m.runner !== undefined) delete m.runner;
        if (m.multimapSideInput !== undefined) delete m.multimapSideInput;
        if (m.bagUserState !== undefined) delete m.bagUserState;
        if (m.iterableSideInput !== undefined) delete m.iterableSideInput;
        if (m.multimapKeysValuesSideInput !== undefined) delete m.multimapKeysValuesSideInput;
        if (m.multimapKeysUserState !== undefined) delete m.multimapKeysUserState;
        if (m.multimapEntriesUserState !== undefined) delete m.multimapEntriesUserState;
        if (m.multimapUserState !== undefined) delete m.multimapUserState;
        if (m.orderedListUserState !== undefined) delete m.orderedListUserState;
        m.multimapKeysSideInput = StateKeyMultimapKeysSideInput.merge(m.multimapKeysSideInput ?? StateKeyMultimapKeysSideInput.create(), r, r.uint32() + r.pos);
        break;
      }
      case 50: {
        if (m.runner !== undefined) delete m.runner;
        if (m.multimapSideInput !== undefined) delete m.multimapSideInput;
        if (m.bagUserState !== undefined) delete m.bagUserState;
        if (m.iterableSideInput !== undefined) delete m.iterableSideInput;
        if (m.multimapKeysSideInput !== undefined) delete m.multimapKeysSideInput;
        if (m.multimapKeysValuesSideInput !== undefined) delete m.multimapKeysValuesSideInput;
        if (m.multimapEntriesUserState !== undefined) delete m.multimapEntriesUserState;
        if (m.multimapUserState !== undefined) delete m.multimapUserState;
        if (m.orderedListUserState !== undefined) delete m.orderedListUserState;
        m.multimapKeysUserState = StateKeyMultimapKeysUserState.merge(m.multimapKeysUserState ?? StateKeyMultimapKeysUserState.create(), r, r.uint32() + r.pos);
        break;
      }
      case 58: {
        if (m.runner !== undefined) delete m.runner;
        if (m.multimapSideInput !== undefined) delete m.multimapSideInput;
        if (m.bagUserState !== undefined) delete m.bagUserState;
        if (m.iterableSideInput !== undefined) delete m.iterableSideInput;
        if (m.multimapKeysSideInput !== undefined) delete m.multimapKeysSideInput;
        if (m.multimapKeysValuesSideInput !== undefined) delete m.multimapKeysValuesSideInput;
        if (m.multimapKeysUserState !== undefined) delete m.multimapKeysUserState;
        if (m.multimapEntriesUserState !== undefined) delete m.multimapEntriesUserState;
        if (m.orderedListUserState !== undefined) delete m.orderedListUserState;
        m.multimapUserState = StateKeyMultimapUserState.merge(m.multimapUserState ?? StateKeyMultimapUserState.create(), r, r.uint32() + r.pos);
        break;
      }
      case 66: {
        if (m.runner !== undefined) delete m.runner;
        if (m.multimapSideInput !== undefined) delete m.multimapSideInput;
        if (m.bagUserState !== undefined) delete m.bagUserState;
        if (m.iterableSideInput !== undefined) delete m.iterableSideInput;
        if (m.multimapKeysSideInput !== undefined) delete m.multimapKeysSideInput;
        if (m.multimapKeysUserState !== undefined) delete m.multimapKeysUserState;
        if (m.multimapEntriesUserState !== undefined) delete m.multimapEntriesUserState;
        if (m.multimapUserState !== undefined) delete m.multimapUserState;
        if (m.orderedListUserState !== undefined) delete m.orderedListUserState;
        m.multimapKeysValuesSideInput = StateKeyMultimapKeysValuesSideInput.merge(m.multimapKeysValuesSideInput ?? StateKeyMultimapKeysValuesSideInput.create(), r, r.uint32() + r.pos);
        break;
      }
      case 74: {
        if (m.runner !== undefined) delete m.runner;
        if (m.multimapSideInput !== undefined) delete m.multimapSideInput;
        if (m.bagUserState !== undefined) delete m.bagUserState;
        if (m.iterableSideInput !== undefined) delete m.iterableSideInput;
        if (m.multimapKeysSideInput !== undefined) delete m.multimapKeysSideInput;
        if (m.multimapKeysValuesSideInput !== undefined) delete m.multimapKeysValuesSideInput;
        if (m.multimapKeysUserState !== undefined) delete m.multimapKeysUserState;
        if (m.multimapEntriesUserState !== undefined) delete m.multimapEntriesUserState;
        if (m.multimapUserState !== undefined) delete m.multimapUserState;
        m.orderedListUserState = StateKeyOrderedListUserState.merge(m.orderedListUserState ?? StateKeyOrderedListUserState.create(), r, r.uint32() + r.pos);
        break;
      }
      case 82: {
        if (m.runner !== undefined) delete m.runner;
        if (m.multimapSideInput !== undefined) delete m.multimapSideInput;
        if (m.bagUserState !== undefined) delete m.bagUserState;
        if (m.iterableSideInput !== undefined) delete m.iterableSideInput;
        if (m.multimapKeysSideInput !== undefined) delete m.multimapKeysSideInput;
        if (m.multimapKeysValuesSideInput !== undefined) delete m.multimapKeysValuesSideInput;
        if (m.multimapKeysUserState !== undefined) delete m.multimapKeysUserState;
        if (m.multimapUserState !== undefined) delete m.multimapUserState;
        if (m.orderedListUserState !== undefined) delete m.orderedListUserState;
        m.multimapEntriesUserState = StateKeyMultimapEntriesUserState.merge(m.multimapEntriesUserState ?? StateKeyMultimapEntriesUserState.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateKey: MessageType<StateKey> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateKey',
  createStateKey,
  writeStateKey,
  readStateKey,
);

/** The member of the oneof `type` that is set. */
export function whichStateKey(m: StateKey): 'runner' | 'multimapSideInput' | 'bagUserState' | 'iterableSideInput' | 'multimapKeysSideInput' | 'multimapKeysValuesSideInput' | 'multimapKeysUserState' | 'multimapEntriesUserState' | 'multimapUserState' | 'orderedListUserState' | undefined {
  if (m.runner !== undefined) return 'runner';
  if (m.multimapSideInput !== undefined) return 'multimapSideInput';
  if (m.bagUserState !== undefined) return 'bagUserState';
  if (m.iterableSideInput !== undefined) return 'iterableSideInput';
  if (m.multimapKeysSideInput !== undefined) return 'multimapKeysSideInput';
  if (m.multimapKeysValuesSideInput !== undefined) return 'multimapKeysValuesSideInput';
  if (m.multimapKeysUserState !== undefined) return 'multimapKeysUserState';
  if (m.multimapEntriesUserState !== undefined) return 'multimapEntriesUserState';
  if (m.multimapUserState !== undefined) return 'multimapUserState';
  if (m.orderedListUserState !== undefined) return 'orderedListUserState';
  return undefined;
}

/**
 * The rest of a large iterable, by a token of the runner.
 * `org.apache.beam.model.fn_execution.v1.StateKey.Runner`
 */
export interface StateKeyRunner {
  key: Uint8Array;
}

function createStateKeyRunner(init: Init<StateKeyRunner>): StateKeyRunner {
  return {
    key: init.key ?? noBytes,
  };
}

function writeStateKeyRunner(m: Init<StateKeyRunner>, w: Writer): void {
  if (m.key !== undefined && m.key.length > 0) w.uint32(10).bytes(m.key);
}

function readStateKeyRunner(m: StateKeyRunner, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.key = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateKeyRunner: MessageType<StateKeyRunner> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateKey.Runner',
  createStateKeyRunner,
  writeStateKeyRunner,
  readStateKeyRunner,
);

/** `org.apache.beam.model.fn_execution.v1.StateKey.IterableSideInput` */
export interface StateKeyIterableSideInput {
  transformId: string;
  sideInputId: string;
  window: Uint8Array;
}

function createStateKeyIterableSideInput(init: Init<StateKeyIterableSideInput>): StateKeyIterableSideInput {
  return {
    transformId: init.transformId ?? '',
    sideInputId: init.sideInputId ?? '',
    window: init.window ?? noBytes,
  };
}

function writeStateKeyIterableSideInput(m: Init<StateKeyIterableSideInput>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.sideInputId) w.uint32(18).string(m.sideInputId);
  if (m.window !== undefined && m.window.length > 0) w.uint32(26).bytes(m.window);
}

function readStateKeyIterableSideInput(m: StateKeyIterableSideInput, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.sideInputId = r.string();
        break;
      case 26:
        m.window = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateKeyIterableSideInput: MessageType<StateKeyIterableSideInput> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateKey.IterableSideInput',
  createStateKeyIterableSideInput,
  writeStateKeyIterableSideInput,
  readStateKeyIterableSideInput,
);

/** `org.apache.beam.model.fn_execution.v1.StateKey.MultimapSideInput` */
export interface StateKeyMultimapSideInput {
  transformId: string;
  sideInputId: string;
  window: Uint8Array;
  key: Uint8Array;
}

function createStateKeyMultimapSideInput(init: Init<StateKeyMultimapSideInput>): StateKeyMultimapSideInput {
  return {
    transformId: init.transformId ?? '',
    sideInputId: init.sideInputId ?? '',
    window: init.window ?? noBytes,
    key: init.key ?? noBytes,
  };
}

function writeStateKeyMultimapSideInput(m: Init<StateKeyMultimapSideInput>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.sideInputId) w.uint32(18).string(m.sideInputId);
  if (m.window !== undefined && m.window.length > 0) w.uint32(26).bytes(m.window);
  if (m.key !== undefined && m.key.length > 0) w.uint32(34).bytes(m.key);
}

function readStateKeyMultimapSideInput(m: StateKeyMultimapSideInput, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.sideInputId = r.string();
        break;
      case 26:
        m.window = r.bytes();
        break;
      case 34:
        m.key = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateKeyMultimapSideInput: MessageType<StateKeyMultimapSideInput> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateKey.MultimapSideInput',
  createStateKeyMultimapSideInput,
  writeStateKeyMultimapSideInput,
  readStateKeyMultimapSideInput,
);

/** `org.apache.beam.model.fn_execution.v1.StateKey.MultimapKeysSideInput` */
export interface StateKeyMultimapKeysSideInput {
  transformId: string;
  sideInputId: string;
  window: Uint8Array;
}

function createStateKeyMultimapKeysSideInput(init: Init<StateKeyMultimapKeysSideInput>): StateKeyMultimapKeysSideInput {
  return {
    transformId: init.transformId ?? '',
    sideInputId: init.sideInputId ?? '',
    window: init.window ?? noBytes,
  };
}

function writeStateKeyMultimapKeysSideInput(m: Init<StateKeyMultimapKeysSideInput>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.sideInputId) w.uint32(18).string(m.sideInputId);
  if (m.window !== undefined && m.window.length > 0) w.uint32(26).bytes(m.window);
}

function readStateKeyMultimapKeysSideInput(m: StateKeyMultimapKeysSideInput, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.sideInputId = r.string();
        break;
      case 26:
        m.window = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateKeyMultimapKeysSideInput: MessageType<StateKeyMultimapKeysSideInput> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateKey.MultimapKeysSideInput',
  createStateKeyMultimapKeysSideInput,
  writeStateKeyMultimapKeysSideInput,
  readStateKeyMultimapKeysSideInput,
);

/** `org.apache.beam.model.fn_execution.v1.StateKey.MultimapKeysValuesSideInput` */
export interface StateKeyMultimapKeysValuesSideInput {
  transformId: string;
  sideInputId: string;
  window: Uint8Array;
}

function createStateKeyMultimapKeysValuesSideInput(init: Init<StateKeyMultimapKeysValuesSideInput>): StateKeyMultimapKeysValuesSideInput {
  return {
    transformId: init.transformId ?? '',
    sideInputId: init.sideInputId ?? '',
    window: init.window ?? noBytes,
  };
}

function writeStateKeyMultimapKeysValuesSideInput(m: Init<StateKeyMultimapKeysValuesSideInput>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.sideInputId) w.uint32(18).string(m.sideInputId);
  if (m.window !== undefined && m.window.length > 0) w.uint32(26).bytes(m.window);
}

function readStateKeyMultimapKeysValuesSideInput(m: StateKeyMultimapKeysValuesSideInput, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.sideInputId = r.string();
        break;
      case 26:
        m.window = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateKeyMultimapKeysValuesSideInput: MessageType<StateKeyMultimapKeysValuesSideInput> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateKey.MultimapKeysValuesSideInput',
  createStateKeyMultimapKeysValuesSideInput,
  writeStateKeyMultimapKeysValuesSideInput,
  readStateKeyMultimapKeysValuesSideInput,
);

/** `org.apache.beam.model.fn_execution.v1.StateKey.BagUserState` */
export interface StateKeyBagUserState {
  transformId: string;
  userStateId: string;
  window: Uint8Array;
  key: Uint8Array;
}

function createStateKeyBagUserState(init: Init<StateKeyBagUserState>): StateKeyBagUserState {
  return {
    transformId: init.transformId ?? '',
    userStateId: init.userStateId ?? '',
    window: init.window ?? noBytes,
    key: init.key ?? noBytes,
  };
}

function writeStateKeyBagUserState(m: Init<StateKeyBagUserState>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.userStateId) w.uint32(18).string(m.userStateId);
  if (m.window !== undefined && m.window.length > 0) w.uint32(26).bytes(m.window);
  if (m.key !== undefined && m.key.length > 0) w.uint32(34).bytes(m.key);
}

function readStateKeyBagUserState(m: StateKeyBagUserState, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.userStateId = r.string();
        break;
      case 26:
        m.window = r.bytes();
        break;
      case 34:
        m.key = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateKeyBagUserState: MessageType<StateKeyBagUserState> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateKey.BagUserState',
  createStateKeyBagUserState,
  writeStateKeyBagUserState,
  readStateKeyBagUserState,
);

/** `org.apache.beam.model.fn_execution.v1.StateKey.MultimapKeysUserState` */
export interface StateKeyMultimapKeysUserState {
  transformId: string;
  userStateId: string;
  window: Uint8Array;
  key: Uint8Array;
}

function createStateKeyMultimapKeysUserState(init: Init<StateKeyMultimapKeysUserState>): StateKeyMultimapKeysUserState {
  return {
    transformId: init.transformId ?? '',
    userStateId: init.userStateId ?? '',
    window: init.window ?? noBytes,
    key: init.key ?? noBytes,
  };
}

function writeStateKeyMultimapKeysUserState(m: Init<StateKeyMultimapKeysUserState>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.userStateId) w.uint32(18).string(m.userStateId);
  if (m.window !== undefined && m.window.length > 0) w.uint32(26).bytes(m.window);
  if (m.key !== undefined && m.key.length > 0) w.uint32(34).bytes(m.key);
}

function readStateKeyMultimapKeysUserState(m: StateKeyMultimapKeysUserState, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.userStateId = r.string();
        break;
      case 26:
        m.window = r.bytes();
        break;
      case 34:
        m.key = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateKeyMultimapKeysUserState: MessageType<StateKeyMultimapKeysUserState> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateKey.MultimapKeysUserState',
  createStateKeyMultimapKeysUserState,
  writeStateKeyMultimapKeysUserState,
  readStateKeyMultimapKeysUserState,
);

/** `org.apache.beam.model.fn_execution.v1.StateKey.MultimapEntriesUserState` */
export interface StateKeyMultimapEntriesUserState {
  transformId: string;
  userStateId: string;
  window: Uint8Array;
  key: Uint8Array;
}

function createStateKeyMultimapEntriesUserState(init: Init<StateKeyMultimapEntriesUserState>): StateKeyMultimapEntriesUserState {
  return {
    transformId: init.transformId ?? '',
    userStateId: init.userStateId ?? '',
    window: init.window ?? noBytes,
    key: init.key ?? noBytes,
  };
}

function writeStateKeyMultimapEntriesUserState(m: Init<StateKeyMultimapEntriesUserState>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.userStateId) w.uint32(18).string(m.userStateId);
  if (m.window !== undefined && m.window.length > 0) w.uint32(26).bytes(m.window);
  if (m.key !== undefined && m.key.length > 0) w.uint32(34).bytes(m.key);
}

function readStateKeyMultimapEntriesUserState(m: StateKeyMultimapEntriesUserState, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.userStateId = r.string();
        break;
      case 26:
        m.window = r.bytes();
        break;
      case 34:
        m.key = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateKeyMultimapEntriesUserState: MessageType<StateKeyMultimapEntriesUserState> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateKey.MultimapEntriesUserState',
  createStateKeyMultimapEntriesUserState,
  writeStateKeyMultimapEntriesUserState,
  readStateKeyMultimapEntriesUserState,
);

/** `org.apache.beam.model.fn_execution.v1.StateKey.MultimapUserState` */
export interface StateKeyMultimapUserState {
  transformId: string;
  userStateId: string;
  window: Uint8Array;
  key: Uint8Array;
  mapKey: Uint8Array;
}

function createStateKeyMultimapUserState(init: Init<StateKeyMultimapUserState>): StateKeyMultimapUserState {
  return {
    transformId: init.transformId ?? '',
    userStateId: init.userStateId ?? '',
    window: init.window ?? noBytes,
    key: init.key ?? noBytes,
    mapKey: init.mapKey ?? noBytes,
  };
}

function writeStateKeyMultimapUserState(m: Init<StateKeyMultimapUserState>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.userStateId) w.uint32(18).string(m.userStateId);
  if (m.window !== undefined && m.window.length > 0) w.uint32(26).bytes(m.window);
  if (m.key !== undefined && m.key.length > 0) w.uint32(34).bytes(m.key);
  if (m.mapKey !== undefined && m.mapKey.length > 0) w.uint32(42).bytes(m.mapKey);
}

function readStateKeyMultimapUserState(m: StateKeyMultimapUserState, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.userStateId = r.string();
        break;
      case 26:
        m.window = r.bytes();
        break;
      case 34:
        m.key = r.bytes();
        break;
      case 42:
        m.mapKey = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateKeyMultimapUserState: MessageType<StateKeyMultimapUserState> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateKey.MultimapUserState',
  createStateKeyMultimapUserState,
  writeStateKeyMultimapUserState,
  readStateKeyMultimapUserState,
);

/** `org.apache.beam.model.fn_execution.v1.StateKey.OrderedListUserState` */
export interface StateKeyOrderedListUserState {
  transformId: string;
  userStateId: string;
  window: Uint8Array;
  key: Uint8Array;
  range?: OrderedListRange;
}

function createStateKeyOrderedListUserState(init: Init<StateKeyOrderedListUserState>): StateKeyOrderedListUserState {
  const m: StateKeyOrderedListUserState = {
    transformId: init.transformId ?? '',
    userStateId: init.userStateId ?? '',
    window: init.window ?? noBytes,
    key: init.key ?? noBytes,
  };
  if (init.range !== undefined) m.range = OrderedListRange.create(init.range);
  return m;
}

function writeStateKeyOrderedListUserState(m: Init<StateKeyOrderedListUserState>, w: Writer): void {
  if (m.transformId) w.uint32(10).string(m.transformId);
  if (m.userStateId) w.uint32(18).string(m.userStateId);
  if (m.window !== undefined && m.window.length > 0) w.uint32(26).bytes(m.window);
  if (m.key !== undefined && m.key.length > 0) w.uint32(34).bytes(m.key);
  if (m.range !== undefined) OrderedListRange.encode(m.range, w.uint32(42).fork()).ldelim();
}

function readStateKeyOrderedListUserState(m: StateKeyOrderedListUserState, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.transformId = r.string();
        break;
      case 18:
        m.userStateId = r.string();
        break;
      case 26:
        m.window = r.bytes();
        break;
      case 34:
        m.key = r.bytes();
        break;
      case 42:
        m.range = OrderedListRange.merge(m.range ?? OrderedListRange.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateKeyOrderedListUserState: MessageType<StateKeyOrderedListUserState> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateKey.OrderedListUserState',
  createStateKeyOrderedListUserState,
  writeStateKeyOrderedListUserState,
  readStateKeyOrderedListUserState,
);

/**
 * Empty token: from the beginning.
 * `org.apache.beam.model.fn_execution.v1.StateGetRequest`
 */
export interface StateGetRequest {
  continuationToken: Uint8Array;
}

function createStateGetRequest(init: Init<StateGetRequest>): StateGetRequest {
  return {
    continuationToken: init.continuationToken ?? noBytes,
  };
}

function writeStateGetRequest(m: Init<StateGetRequest>, w: Writer): void {
  if (m.continuationToken !== undefined && m.continuationToken.length > 0) w.uint32(10).bytes(m.continuationToken);
}

function readStateGetRequest(m: StateGetRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.continuationToken = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateGetRequest: MessageType<StateGetRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateGetRequest',
  createStateGetRequest,
  writeStateGetRequest,
  readStateGetRequest,
);

/**
 * One page; an empty token ends the stream.
 * `org.apache.beam.model.fn_execution.v1.StateGetResponse`
 */
export interface StateGetResponse {
  continuationToken: Uint8Array;
  data: Uint8Array;
}

function createStateGetResponse(init: Init<StateGetResponse>): StateGetResponse {
  return {
    continuationToken: init.continuationToken ?? noBytes,
    data: init.data ?? noBytes,
  };
}

function writeStateGetResponse(m: Init<StateGetResponse>, w: Writer): void {
  if (m.continuationToken !== undefined && m.continuationToken.length > 0) w.uint32(10).bytes(m.continuationToken);
  if (m.data !== undefined && m.data.length > 0) w.uint32(18).bytes(m.data);
}

function readStateGetResponse(m: StateGetResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.continuationToken = r.bytes();
        break;
      case 18:
        m.data = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StateGetResponse: MessageType<StateGetResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateGetResponse',
  createStateGetResponse,
  writeStateGetResponse,
  readStateGetResponse,
);

/** `org.apache.beam.model.fn_execution.v1.StateAppendRequest` */
export interface StateAppendRequest {
  data: Uint8Array;
}

function createStateAppendRequest(init: Init<StateAppendRequest>): StateAppendRequest {
  return {
    data: init.data ?? noBytes,
  };
}

function writeStateAppendRequest(m: Init<StateAppendRequest>, w: Writer): void {
  if (m.data !== undefined && m.data.length > 0) w.uint32(10).bytes(m.data);
}

function readStateAppendRequest(m: StateAppendRequest, r: Reader, end: number): void {
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

export const StateAppendRequest: MessageType<StateAppendRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateAppendRequest',
  createStateAppendRequest,
  writeStateAppendRequest,
  readStateAppendRequest,
);

/** `org.apache.beam.model.fn_execution.v1.StateAppendResponse` */
export interface StateAppendResponse {}

function createStateAppendResponse(): StateAppendResponse {
  return {};
}

function writeStateAppendResponse(): void {
}

function readStateAppendResponse(_m: StateAppendResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const StateAppendResponse: MessageType<StateAppendResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateAppendResponse',
  createStateAppendResponse,
  writeStateAppendResponse,
  readStateAppendResponse,
);

/** `org.apache.beam.model.fn_execution.v1.StateClearRequest` */
export interface StateClearRequest {}

function createStateClearRequest(): StateClearRequest {
  return {};
}

function writeStateClearRequest(): void {
}

function readStateClearRequest(_m: StateClearRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const StateClearRequest: MessageType<StateClearRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateClearRequest',
  createStateClearRequest,
  writeStateClearRequest,
  readStateClearRequest,
);

/** `org.apache.beam.model.fn_execution.v1.StateClearResponse` */
export interface StateClearResponse {}

function createStateClearResponse(): StateClearResponse {
  return {};
}

function writeStateClearResponse(): void {
}

function readStateClearResponse(_m: StateClearResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const StateClearResponse: MessageType<StateClearResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StateClearResponse',
  createStateClearResponse,
  writeStateClearResponse,
  readStateClearResponse,
);

/**
 * From start to end, end excluded.
 * `org.apache.beam.model.fn_execution.v1.OrderedListRange`
 */
export interface OrderedListRange {
  start: bigint;
  end: bigint;
}

function createOrderedListRange(init: Init<OrderedListRange>): OrderedListRange {
  return {
    start: init.start ?? 0n,
    end: init.end ?? 0n,
  };
}

function writeOrderedListRange(m: Init<OrderedListRange>, w: Writer): void {
  if (m.start) writeInt64(w.uint32(8), m.start);
  if (m.end) writeInt64(w.uint32(16), m.end);
}

function readOrderedListRange(m: OrderedListRange, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.start = readInt64(r);
        break;
      case 16:
        m.end = readInt64(r);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const OrderedListRange: MessageType<OrderedListRange> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.OrderedListRange',
  createOrderedListRange,
  writeOrderedListRange,
  readOrderedListRange,
);

/**
 * One line of a log.
 * `org.apache.beam.model.fn_execution.v1.LogEntry`
 */
export interface LogEntry {
  severity: LogEntrySeverity;
  timestamp?: Timestamp;
  message: string;
  trace: string;
  instructionId: string;
  transformId: string;
  logLocation: string;
  thread: string;
  customData?: Struct;
}

function createLogEntry(init: Init<LogEntry>): LogEntry {
  const m: LogEntry = {
    severity: init.severity ?? 0,
    message: init.message ?? '',
    trace: init.trace ?? '',
    instructionId: init.instructionId ?? '',
    transformId: init.transformId ?? '',
    logLocation: init.logLocation ?? '',
    thread: init.thread ?? '',
  };
  if (init.timestamp !== undefined) m.timestamp = Timestamp.create(init.timestamp);
  if (init.customData !== undefined) m.customData = Struct.create(init.customData);
  return m;
}

function writeLogEntry(m: Init<LogEntry>, w: Writer): void {
  if (m.severity) w.uint32(8).int32(m.severity);
  if (m.timestamp !== undefined) Timestamp.encode(m.timestamp, w.uint32(18).fork()).ldelim();
  if (m.message) w.uint32(26).string(m.message);
  if (m.trace) w.uint32(34).string(m.trace);
  if (m.instructionId) w.uint32(42).string(m.instructionId);
  if (m.transformId) w.uint32(50).string(m.transformId);
  if (m.logLocation) w.uint32(58).string(m.logLocation);
  if (m.thread) w.uint32(66).string(m.thread);
  if (m.customData !== undefined) Struct.encode(m.customData, w.uint32(74).fork()).ldelim();
}

function readLogEntry(m: LogEntry, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.severity = r.int32() as LogEntrySeverity;
        break;
      case 18:
        m.timestamp = Timestamp.merge(m.timestamp ?? Timestamp.create(), r, r.uint32() + r.pos);
        break;
      case 26:
        m.message = r.string();
        break;
      case 34:
        m.trace = r.string();
        break;
      case 42:
        m.instructionId = r.string();
        break;
      case 50:
        m.transformId = r.string();
        break;
      case 58:
        m.logLocation = r.string();
        break;
      case 66:
        m.thread = r.string();
        break;
      case 74:
        m.customData = Struct.merge(m.customData ?? Struct.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const LogEntry: MessageType<LogEntry> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.LogEntry',
  createLogEntry,
  writeLogEntry,
  readLogEntry,
);

/**
 * Entries sent together.
 * `org.apache.beam.model.fn_execution.v1.LogEntry.List`
 */
export interface LogEntryList {
  logEntries: LogEntry[];
}

function createLogEntryList(init: Init<LogEntryList>): LogEntryList {
  return {
    logEntries: (init.logEntries ?? []).map((item) => LogEntry.create(item)),
  };
}

function writeLogEntryList(m: Init<LogEntryList>, w: Writer): void {
  for (const item of m.logEntries ?? []) LogEntry.encode(item, w.uint32(10).fork()).ldelim();
}

function readLogEntryList(m: LogEntryList, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.logEntries.push(LogEntry.merge(LogEntry.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const LogEntryList: MessageType<LogEntryList> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.LogEntry.List',
  createLogEntryList,
  writeLogEntryList,
  readLogEntryList,
);

/**
 * Carries nothing yet.
 * `org.apache.beam.model.fn_execution.v1.LogControl`
 */
export interface LogControl {}

function createLogControl(): LogControl {
  return {};
}

function writeLogControl(): void {
}

function readLogControl(_m: LogControl, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const LogControl: MessageType<LogControl> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.LogControl',
  createLogControl,
  writeLogControl,
  readLogControl,
);

/**
 * From the runner to a worker pool: bring up a worker that connects to these endpoints.
 * `org.apache.beam.model.fn_execution.v1.StartWorkerRequest`
 */
export interface StartWorkerRequest {
  workerId: string;
  controlEndpoint?: ApiServiceDescriptor;
  loggingEndpoint?: ApiServiceDescriptor;
  artifactEndpoint?: ApiServiceDescriptor;
  provisionEndpoint?: ApiServiceDescriptor;
  params: MapField<string>;
}

function createStartWorkerRequest(init: Init<StartWorkerRequest>): StartWorkerRequest {
  const m: StartWorkerRequest = {
    workerId: init.workerId ?? '',
    params: copyMap(init.params, (item) => item),
  };
  if (init.controlEndpoint !== undefined) m.controlEndpoint = ApiServiceDescriptor.create(init.controlEndpoint);
  if (init.loggingEndpoint !== undefined) m.loggingEndpoint = ApiServiceDescriptor.create(init.loggingEndpoint);
  if (init.artifactEndpoint !== undefined) m.artifactEndpoint = ApiServiceDescriptor.create(init.artifactEndpoint);
  if (init.provisionEndpoint !== undefined) m.provisionEndpoint = ApiServiceDescriptor.create(init.provisionEndpoint);
  return m;
}

function writeStartWorkerRequest(m: Init<StartWorkerRequest>, w: Writer): void {
  if (m.workerId) w.uint32(10).string(m.workerId);
  if (m.controlEndpoint !== undefined) ApiServiceDescriptor.encode(m.controlEndpoint, w.uint32(18).fork()).ldelim();
  if (m.loggingEndpoint !== undefined) ApiServiceDescriptor.encode(m.loggingEndpoint, w.uint32(26).fork()).ldelim();
  if (m.artifactEndpoint !== undefined) ApiServiceDescriptor.encode(m.artifactEndpoint, w.uint32(34).fork()).ldelim();
  if (m.provisionEndpoint !== undefined) ApiServiceDescriptor.encode(m.provisionEndpoint, w.uint32(42).fork()).ldelim();
  for (const key of Object.keys(m.params ?? {})) {
    w.uint32(82).fork().uint32(10).string(key);
    w.uint32(18).string(m.params![key]!);
    w.ldelim();
  }
}

function readStartWorkerRequest(m: StartWorkerRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.workerId = r.string();
        break;
      case 18:
        m.controlEndpoint = ApiServiceDescriptor.merge(m.controlEndpoint ?? ApiServiceDescriptor.create(), r, r.uint32() + r.pos);
        break;
      case 26:
        m.loggingEndpoint = ApiServiceDescriptor.merge(m.loggingEndpoint ?? ApiServiceDescriptor.create(), r, r.uint32() + r.pos);
        break;
      case 34:
        m.artifactEndpoint = ApiServiceDescriptor.merge(m.artifactEndpoint ?? ApiServiceDescriptor.create(), r, r.uint32() + r.pos);
        break;
      case 42:
        m.provisionEndpoint = ApiServiceDescriptor.merge(m.provisionEndpoint ?? ApiServiceDescriptor.create(), r, r.uint32() + r.pos);
        break;
      case 82: {
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

export const StartWorkerRequest: MessageType<StartWorkerRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StartWorkerRequest',
  createStartWorkerRequest,
  writeStartWorkerRequest,
  readStartWorkerRequest,
);

/** `org.apache.beam.model.fn_execution.v1.StartWorkerResponse` */
export interface StartWorkerResponse {
  error: string;
}

function createStartWorkerResponse(init: Init<StartWorkerResponse>): StartWorkerResponse {
  return {
    error: init.error ?? '',
  };
}

function writeStartWorkerResponse(m: Init<StartWorkerResponse>, w: Writer): void {
  if (m.error) w.uint32(10).string(m.error);
}

function readStartWorkerResponse(m: StartWorkerResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.error = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StartWorkerResponse: MessageType<StartWorkerResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StartWorkerResponse',
  createStartWorkerResponse,
  writeStartWorkerResponse,
  readStartWorkerResponse,
);

/** `org.apache.beam.model.fn_execution.v1.StopWorkerRequest` */
export interface StopWorkerRequest {
  workerId: string;
}

function createStopWorkerRequest(init: Init<StopWorkerRequest>): StopWorkerRequest {
  return {
    workerId: init.workerId ?? '',
  };
}

function writeStopWorkerRequest(m: Init<StopWorkerRequest>, w: Writer): void {
  if (m.workerId) w.uint32(10).string(m.workerId);
}

function readStopWorkerRequest(m: StopWorkerRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.workerId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StopWorkerRequest: MessageType<StopWorkerRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StopWorkerRequest',
  createStopWorkerRequest,
  writeStopWorkerRequest,
  readStopWorkerRequest,
);

/** `org.apache.beam.model.fn_execution.v1.StopWorkerResponse` */
export interface StopWorkerResponse {
  error: string;
}

function createStopWorkerResponse(init: Init<StopWorkerResponse>): StopWorkerResponse {
  return {
    error: init.error ?? '',
  };
}

function writeStopWorkerResponse(m: Init<StopWorkerResponse>, w: Writer): void {
  if (m.error) w.uint32(10).string(m.error);
}

function readStopWorkerResponse(m: StopWorkerResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.error = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const StopWorkerResponse: MessageType<StopWorkerResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.StopWorkerResponse',
  createStopWorkerResponse,
  writeStopWorkerResponse,
  readStopWorkerResponse,
);

/** `org.apache.beam.model.fn_execution.v1.WorkerStatusRequest` */
export interface WorkerStatusRequest {
  id: string;
}

function createWorkerStatusRequest(init: Init<WorkerStatusRequest>): WorkerStatusRequest {
  return {
    id: init.id ?? '',
  };
}

function writeWorkerStatusRequest(m: Init<WorkerStatusRequest>, w: Writer): void {
  if (m.id) w.uint32(10).string(m.id);
}

function readWorkerStatusRequest(m: WorkerStatusRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.id = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const WorkerStatusRequest: MessageType<WorkerStatusRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.WorkerStatusRequest',
  createWorkerStatusRequest,
  writeWorkerStatusRequest,
  readWorkerStatusRequest,
);

/**
 * Text for people: stacks, memory, bundles in work.
 * `org.apache.beam.model.fn_execution.v1.WorkerStatusResponse`
 */
export interface WorkerStatusResponse {
  id: string;
  error: string;
  statusInfo: string;
}

function createWorkerStatusResponse(init: Init<WorkerStatusResponse>): WorkerStatusResponse {
  return {
    id: init.id ?? '',
    error: init.error ?? '',
    statusInfo: init.statusInfo ?? '',
  };
}

function writeWorkerStatusResponse(m: Init<WorkerStatusResponse>, w: Writer): void {
  if (m.id) w.uint32(10).string(m.id);
  if (m.error) w.uint32(18).string(m.error);
  if (m.statusInfo) w.uint32(26).string(m.statusInfo);
}

function readWorkerStatusResponse(m: WorkerStatusResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.id = r.string();
        break;
      case 18:
        m.error = r.string();
        break;
      case 26:
        m.statusInfo = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const WorkerStatusResponse: MessageType<WorkerStatusResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.fn_execution.v1.WorkerStatusResponse',
  createWorkerStatusResponse,
  writeWorkerStatusResponse,
  readWorkerStatusResponse,
);

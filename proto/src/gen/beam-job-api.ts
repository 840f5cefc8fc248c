// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { type Init, type MessageType, type Reader, type Writer, messageType } from '../wire/message-type.js';
import { Pipeline } from './beam-runner-api.js';
import { ApiServiceDescriptor } from './endpoints.js';
import { MonitoringInfo } from './metrics.js';
import { Struct, Timestamp } from './well-known.js';

/**
 * Life of a job.
 * `org.apache.beam.model.job_management.v1.JobState.Enum`
 */
export const JobState = {
  UNSPECIFIED: 0,
  STOPPED: 1,
  RUNNING: 2,
  DONE: 3,
  FAILED: 4,
  CANCELLED: 5,
  UPDATED: 6,
  DRAINING: 7,
  DRAINED: 8,
  STARTING: 9,
  CANCELLING: 10,
  UPDATING: 11,
} as const;
export type JobState = (typeof JobState)[keyof typeof JobState];

/** `org.apache.beam.model.job_management.v1.JobMessage.MessageImportance` */
export const JobMessageImportance = {
  MESSAGE_IMPORTANCE_UNSPECIFIED: 0,
  JOB_MESSAGE_DEBUG: 1,
  JOB_MESSAGE_DETAILED: 2,
  JOB_MESSAGE_BASIC: 3,
  JOB_MESSAGE_WARNING: 4,
  JOB_MESSAGE_ERROR: 5,
} as const;
export type JobMessageImportance = (typeof JobMessageImportance)[keyof typeof JobMessageImportance];

/** `org.apache.beam.model.job_management.v1.PipelineOptionType.Enum` */
export const PipelineOptionType = {
  STRING: 0,
  BOOLEAN: 1,
  INTEGER: 2,
  NUMBER: 3,
  ARRAY: 4,
  OBJECT: 5,
} as const;
export type PipelineOptionType = (typeof PipelineOptionType)[keyof typeof PipelineOptionType];

/**
 * The plan, checked but not yet run.
 * `org.apache.beam.model.job_management.v1.PrepareJobRequest`
 */
export interface PrepareJobRequest {
  pipeline?: Pipeline;
  pipelineOptions?: Struct;
  jobName: string;
}

function createPrepareJobRequest(init: Init<PrepareJobRequest>): PrepareJobRequest {
  const m: PrepareJobRequest = {
    jobName: init.jobName ?? '',
  };
  if (init.pipeline !== undefined) m.pipeline = Pipeline.create(init.pipeline);
  if (init.pipelineOptions !== undefined) m.pipelineOptions = Struct.create(init.pipelineOptions);
  return m;
}

function writePrepareJobRequest(m: Init<PrepareJobRequest>, w: Writer): void {
  if (m.pipeline !== undefined) Pipeline.encode(m.pipeline, w.uint32(10).fork()).ldelim();
  if (m.pipelineOptions !== undefined) Struct.encode(m.pipelineOptions, w.uint32(18).fork()).ldelim();
  if (m.jobName) w.uint32(26).string(m.jobName);
}

function readPrepareJobRequest(m: PrepareJobRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.pipeline = Pipeline.merge(m.pipeline ?? Pipeline.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.pipelineOptions = Struct.merge(m.pipelineOptions ?? Struct.create(), r, r.uint32() + r.pos);
        break;
      case 26:
        m.jobName = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const PrepareJobRequest: MessageType<PrepareJobRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.PrepareJobRequest',
  createPrepareJobRequest,
  writePrepareJobRequest,
  readPrepareJobRequest,
);

/**
 * Where to stage files before the job can run.
 * `org.apache.beam.model.job_management.v1.PrepareJobResponse`
 */
export interface PrepareJobResponse {
  preparationId: string;
  artifactStagingEndpoint?: ApiServiceDescriptor;
  stagingSessionToken: string;
}

function createPrepareJobResponse(init: Init<PrepareJobResponse>): PrepareJobResponse {
  const m: PrepareJobResponse = {
    preparationId: init.preparationId ?? '',
    stagingSessionToken: init.stagingSessionToken ?? '',
  };
  if (init.artifactStagingEndpoint !== undefined) m.artifactStagingEndpoint = ApiServiceDescriptor.create(init.artifactStagingEndpoint);
  return m;
}

function writePrepareJobResponse(m: Init<PrepareJobResponse>, w: Writer): void {
  if (m.preparationId) w.uint32(10).string(m.preparationId);
  if (m.artifactStagingEndpoint !== undefined) ApiServiceDescriptor.encode(m.artifactStagingEndpoint, w.uint32(18).fork()).ldelim();
  if (m.stagingSessionToken) w.uint32(26).string(m.stagingSessionToken);
}

function readPrepareJobResponse(m: PrepareJobResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.preparationId = r.string();
        break;
      case 18:
        m.artifactStagingEndpoint = ApiServiceDescriptor.merge(m.artifactStagingEndpoint ?? ApiServiceDescriptor.create(), r, r.uint32() + r.pos);
        break;
      case 26:
        m.stagingSessionToken = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const PrepareJobResponse: MessageType<PrepareJobResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.PrepareJobResponse',
  createPrepareJobResponse,
  writePrepareJobResponse,
  readPrepareJobResponse,
);

/** `org.apache.beam.model.job_management.v1.RunJobRequest` */
export interface RunJobRequest {
  preparationId: string;
  retrievalToken: string;
}

function createRunJobRequest(init: Init<RunJobRequest>): RunJobRequest {
  return {
    preparationId: init.preparationId ?? '',
    retrievalToken: init.retrievalToken ?? '',
  };
}

function writeRunJobRequest(m: Init<RunJobRequest>, w: Writer): void {
  if (m.preparationId) w.uint32(10).string(m.preparationId);
  if (m.retrievalToken) w.uint32(18).string(m.retrievalToken);
}

function readRunJobRequest(m: RunJobRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.preparationId = r.string();
        break;
      case 18:
        m.retrievalToken = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const RunJobRequest: MessageType<RunJobRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.RunJobRequest',
  createRunJobRequest,
  writeRunJobRequest,
  readRunJobRequest,
);

/** `org.apache.beam.model.job_management.v1.RunJobResponse` */
export interface RunJobResponse {
  jobId: string;
}

function createRunJobResponse(init: Init<RunJobResponse>): RunJobResponse {
  return {
    jobId: init.jobId ?? '',
  };
}

function writeRunJobResponse(m: Init<RunJobResponse>, w: Writer): void {
  if (m.jobId) w.uint32(10).string(m.jobId);
}

function readRunJobResponse(m: RunJobResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.jobId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const RunJobResponse: MessageType<RunJobResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.RunJobResponse',
  createRunJobResponse,
  writeRunJobResponse,
  readRunJobResponse,
);

/** `org.apache.beam.model.job_management.v1.CancelJobRequest` */
export interface CancelJobRequest {
  jobId: string;
}

function createCancelJobRequest(init: Init<CancelJobRequest>): CancelJobRequest {
  return {
    jobId: init.jobId ?? '',
  };
}

function writeCancelJobRequest(m: Init<CancelJobRequest>, w: Writer): void {
  if (m.jobId) w.uint32(10).string(m.jobId);
}

function readCancelJobRequest(m: CancelJobRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.jobId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const CancelJobRequest: MessageType<CancelJobRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.CancelJobRequest',
  createCancelJobRequest,
  writeCancelJobRequest,
  readCancelJobRequest,
);

/** `org.apache.beam.model.job_management.v1.CancelJobResponse` */
export interface CancelJobResponse {
  state: JobState;
}

function createCancelJobResponse(init: Init<CancelJobResponse>): CancelJobResponse {
  return {
    state: init.state ?? 0,
  };
}

function writeCancelJobResponse(m: Init<CancelJobResponse>, w: Writer): void {
  if (m.state) w.uint32(8).int32(m.state);
}

function readCancelJobResponse(m: CancelJobResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.state = r.int32() as JobState;
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const CancelJobResponse: MessageType<CancelJobResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.CancelJobResponse',
  createCancelJobResponse,
  writeCancelJobResponse,
  readCancelJobResponse,
);

/**
 * Stop the sources, finish what is in flight.
 * `org.apache.beam.model.job_management.v1.DrainJobRequest`
 */
export interface DrainJobRequest {
  jobId: string;
}

function createDrainJobRequest(init: Init<DrainJobRequest>): DrainJobRequest {
  return {
    jobId: init.jobId ?? '',
  };
}

function writeDrainJobRequest(m: Init<DrainJobRequest>, w: Writer): void {
  if (m.jobId) w.uint32(10).string(m.jobId);
}

function readDrainJobRequest(m: DrainJobRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.jobId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const DrainJobRequest: MessageType<DrainJobRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.DrainJobRequest',
  createDrainJobRequest,
  writeDrainJobRequest,
  readDrainJobRequest,
);

/** `org.apache.beam.model.job_management.v1.DrainJobResponse` */
export interface DrainJobResponse {
  state: JobState;
}

function createDrainJobResponse(init: Init<DrainJobResponse>): DrainJobResponse {
  return {
    state: init.state ?? 0,
  };
}

function writeDrainJobResponse(m: Init<DrainJobResponse>, w: Writer): void {
  if (m.state) w.uint32(8).int32(m.state);
}

function readDrainJobResponse(m: DrainJobResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.state = r.int32() as JobState;
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const DrainJobResponse: MessageType<DrainJobResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.DrainJobResponse',
  createDrainJobResponse,
  writeDrainJobResponse,
  readDrainJobResponse,
);

/** `org.apache.beam.model.job_management.v1.JobInfo` */
export interface JobInfo {
  jobId: string;
  jobName: string;
  pipelineOptions?: Struct;
  state: JobState;
}

function createJobInfo(init: Init<JobInfo>): JobInfo {
  const m: JobInfo = {
    jobId: init.jobId ?? '',
    jobName: init.jobName ?? '',
    state: init.state ?? 0,
  };
  if (init.pipelineOptions !== undefined) m.pipelineOptions = Struct.create(init.pipelineOptions);
  return m;
}

function writeJobInfo(m: Init<JobInfo>, w: Writer): void {
  if (m.jobId) w.uint32(10).string(m.jobId);
  if (m.jobName) w.uint32(18).string(m.jobName);
  if (m.pipelineOptions !== undefined) Struct.encode(m.pipelineOptions, w.uint32(26).fork()).ldelim();
  if (m.state) w.uint32(32).int32(m.state);
}

function readJobInfo(m: JobInfo, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.jobId = r.string();
        break;
      case 18:
        m.jobName = r.string();
        break;
      case 26:
        m.pipelineOptions = Struct.merge(m.pipelineOptions ?? Struct.create(), r, r.uint32() + r.pos);
        break;
      case 32:
        m.state = r.int32() as JobState;
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const JobInfo: MessageType<JobInfo> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.JobInfo',
  createJobInfo,
  writeJobInfo,
  readJobInfo,
);

/** `org.apache.beam.model.job_management.v1.GetJobsRequest` */
export interface GetJobsRequest {}

function createGetJobsRequest(): GetJobsRequest {
  return {};
}

function writeGetJobsRequest(): void {
}

function readGetJobsRequest(_m: GetJobsRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const GetJobsRequest: MessageType<GetJobsRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.GetJobsRequest',
  createGetJobsRequest,
  writeGetJobsRequest,
  readGetJobsRequest,
);

/** `org.apache.beam.model.job_management.v1.GetJobsResponse` */
export interface GetJobsResponse {
  jobInfo: JobInfo[];
}

function createGetJobsResponse(init: Init<GetJobsResponse>): GetJobsResponse {
  return {
    jobInfo: (init.jobInfo ?? []).map((item) => JobInfo.create(item)),
  };
}

function writeGetJobsResponse(m: Init<GetJobsResponse>, w: Writer): void {
  for (const item of m.jobInfo ?? []) JobInfo.encode(item, w.uint32(10).fork()).ldelim();
}

function readGetJobsResponse(m: GetJobsResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.jobInfo.push(JobInfo.merge(JobInfo.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const GetJobsResponse: MessageType<GetJobsResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.GetJobsResponse',
  createGetJobsResponse,
  writeGetJobsResponse,
  readGetJobsResponse,
);

/** `org.apache.beam.model.job_management.v1.GetJobStateRequest` */
export interface GetJobStateRequest {
  jobId: string;
}

function createGetJobStateRequest(init: Init<GetJobStateRequest>): GetJobStateRequest {
  return {
    jobId: init.jobId ?? '',
  };
}

function writeGetJobStateRequest(m: Init<GetJobStateRequest>, w: Writer): void {
  if (m.jobId) w.uint32(10).string(m.jobId);
}

function readGetJobStateRequest(m: GetJobStateRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.jobId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const GetJobStateRequest: MessageType<GetJobStateRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.GetJobStateRequest',
  createGetJobStateRequest,
  writeGetJobStateRequest,
  readGetJobStateRequest,
);

/** `org.apache.beam.model.job_management.v1.JobStateEvent` */
export interface JobStateEvent {
  state: JobState;
  timestamp?: Timestamp;
}

function createJobStateEvent(init: Init<JobStateEvent>): JobStateEvent {
  const m: JobStateEvent = {
    state: init.state ?? 0,
  };
  if (init.timestamp !== undefined) m.timestamp = Timestamp.create(init.timestamp);
  return m;
}

function writeJobStateEvent(m: Init<JobStateEvent>, w: Writer): void {
  if (m.state) w.uint32(8).int32(m.state);
  if (m.timestamp !== undefined) Timestamp.encode(m.timestamp, w.uint32(18).fork()).ldelim();
}

function readJobStateEvent(m: JobStateEvent, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.state = r.int32() as JobState;
        break;
      case 18:
        m.timestamp = Timestamp.merge(m.timestamp ?? Timestamp.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const JobStateEvent: MessageType<JobStateEvent> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.JobStateEvent',
  createJobStateEvent,
  writeJobStateEvent,
  readJobStateEvent,
);

/** `org.apache.beam.model.job_management.v1.GetJobPipelineRequest` */
export interface GetJobPipelineRequest {
  jobId: string;
}

function createGetJobPipelineRequest(init: Init<GetJobPipelineRequest>): GetJobPipelineRequest {
  return {
    jobId: init.jobId ?? '',
  };
}

function writeGetJobPipelineRequest(m: Init<GetJobPipelineRequest>, w: Writer): void {
  if (m.jobId) w.uint32(10).string(m.jobId);
}

function readGetJobPipelineRequest(m: GetJobPipelineRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.jobId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const GetJobPipelineRequest: MessageType<GetJobPipelineRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.GetJobPipelineRequest',
  createGetJobPipelineRequest,
  writeGetJobPipelineRequest,
  readGetJobPipelineRequest,
);

/** `org.apache.beam.model.job_management.v1.GetJobPipelineResponse` */
export interface GetJobPipelineResponse {
  pipeline?: Pipeline;
}

function createGetJobPipelineResponse(init: Init<GetJobPipelineResponse>): GetJobPipelineResponse {
  const m: GetJobPipelineResponse = {};
  if (init.pipeline !== undefined) m.pipeline = Pipeline.create(init.pipeline);
  return m;
}

function writeGetJobPipelineResponse(m: Init<GetJobPipelineResponse>, w: Writer): void {
  if (m.pipeline !== undefined) Pipeline.encode(m.pipeline, w.uint32(10).fork()).ldelim();
}

function readGetJobPipelineResponse(m: GetJobPipelineResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.pipeline = Pipeline.merge(m.pipeline ?? Pipeline.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const GetJobPipelineResponse: MessageType<GetJobPipelineResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.GetJobPipelineResponse',
  createGetJobPipelineResponse,
  writeGetJobPipelineResponse,
  readGetJobPipelineResponse,
);

/** `org.apache.beam.model.job_management.v1.JobMessagesRequest` */
export interface JobMessagesRequest {
  jobId: string;
}

function createJobMessagesRequest(init: Init<JobMessagesRequest>): JobMessagesRequest {
  return {
    jobId: init.jobId ?? '',
  };
}

function writeJobMessagesRequest(m: Init<JobMessagesRequest>, w: Writer): void {
  if (m.jobId) w.uint32(10).string(m.jobId);
}

function readJobMessagesRequest(m: JobMessagesRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.jobId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const JobMessagesRequest: MessageType<JobMessagesRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.JobMessagesRequest',
  createJobMessagesRequest,
  writeJobMessagesRequest,
  readJobMessagesRequest,
);

/**
 * A line for the person who runs the job.
 * `org.apache.beam.model.job_management.v1.JobMessage`
 */
export interface JobMessage {
  messageId: string;
  time: string;
  importance: JobMessageImportance;
  messageText: string;
}

function createJobMessage(init: Init<JobMessage>): JobMessage {
  return {
    messageId: init.messageId ?? '',
    time: init.time ?? '',
    importance: init.importance ?? 0,
    messageText: init.messageText ?? '',
  };
}

function writeJobMessage(m: Init<JobMessage>, w: Writer): void {
  if (m.messageId) w.uint32(10).string(m.messageId);
  if (m.time) w.uint32(18).string(m.time);
  if (m.importance) w.uint32(24).int32(m.importance);
  if (m.messageText) w.uint32(34).string(m.messageText);
}

function readJobMessage(m: JobMessage, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.messageId = r.string();
        break;
      case 18:
        m.time = r.string();
        break;
      case 24:
        m.importance = r.int32() as JobMessageImportance;
        break;
      case 34:
        m.messageText = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const JobMessage: MessageType<JobMessage> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.JobMessage',
  createJobMessage,
  writeJobMessage,
  readJobMessage,
);

/**
 * Messages and changes of state in one stream.
 * `org.apache.beam.model.job_management.v1.JobMessagesResponse`
 */
export interface JobMessagesResponse {
  messageResponse?: JobMessage;
  stateResponse?: JobStateEvent;
}

function createJobMessagesResponse(init: Init<JobMessagesResponse>): JobMessagesResponse {
  const m: JobMessagesResponse = {};
  if (init.messageResponse !== undefined) m.messageResponse = JobMessage.create(init.messageResponse);
  if (init.stateResponse !== undefined) m.stateResponse = JobStateEvent.create(init.stateResponse);
  return m;
}

function writeJobMessagesResponse(m: Init<JobMessagesResponse>, w: Writer): void {
  if (m.messageResponse !== undefined) JobMessage.encode(m.messageResponse, w.uint32(10).fork()).ldelim();
  if (m.stateResponse !== undefined) JobStateEvent.encode(m.stateResponse, w.uint32(18).fork()).ldelim();
}

function readJobMessagesResponse(m: JobMessagesResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        if (m.stateResponse !== undefined) delete m.stateResponse;
        m.messageResponse = JobMessage.merge(m.messageResponse ?? JobMessage.create(), r, r.uint32() + r.pos);
        break;
      }
      case 18: {
        if (m.messageResponse !== undefined) delete m.messageResponse;
        m.stateResponse = JobStateEvent.merge(m.stateResponse ?? JobStateEvent.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const JobMessagesResponse: MessageType<JobMessagesResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.JobMessagesResponse',
  createJobMessagesResponse,
  writeJobMessagesResponse,
  readJobMessagesResponse,
);

/** The member of the oneof `response` that is set. */
export function whichJobMessagesResponse(m: JobMessagesResponse): 'messageResponse' | 'stateResponse' | undefined {
  if (m.messageResponse !== undefined) return 'messageResponse';
  if (m.stateResponse !== undefined) return 'stateResponse';
  return undefined;
}

/** `org.apache.beam.model.job_management.v1.GetJobMetricsRequest` */
export interface GetJobMetricsRequest {
  jobId: string;
}

function createGetJobMetricsRequest(init: Init<GetJobMetricsRequest>): GetJobMetricsRequest {
  return {
    jobId: init.jobId ?? '',
  };
}

function writeGetJobMetricsRequest(m: Init<GetJobMetricsRequest>, w: Writer): void {
  if (m.jobId) w.uint32(10).string(m.jobId);
}

function readGetJobMetricsRequest(m: GetJobMetricsRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.jobId = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const GetJobMetricsRequest: MessageType<GetJobMetricsRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.GetJobMetricsRequest',
  createGetJobMetricsRequest,
  writeGetJobMetricsRequest,
  readGetJobMetricsRequest,
);

/** `org.apache.beam.model.job_management.v1.GetJobMetricsResponse` */
export interface GetJobMetricsResponse {
  metrics?: MetricResults;
}

function createGetJobMetricsResponse(init: Init<GetJobMetricsResponse>): GetJobMetricsResponse {
  const m: GetJobMetricsResponse = {};
  if (init.metrics !== undefined) m.metrics = MetricResults.create(init.metrics);
  return m;
}

function writeGetJobMetricsResponse(m: Init<GetJobMetricsResponse>, w: Writer): void {
  if (m.metrics !== undefined) MetricResults.encode(m.metrics, w.uint32(10).fork()).ldelim();
}

function readGetJobMetricsResponse(m: GetJobMetricsResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.metrics = MetricResults.merge(m.metrics ?? MetricResults.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const GetJobMetricsResponse: MessageType<GetJobMetricsResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.GetJobMetricsResponse',
  createGetJobMetricsResponse,
  writeGetJobMetricsResponse,
  readGetJobMetricsResponse,
);

/**
 * Attempted counts failed bundles too.
 * `org.apache.beam.model.job_management.v1.MetricResults`
 */
export interface MetricResults {
  attempted: MonitoringInfo[];
  committed: MonitoringInfo[];
}

function createMetricResults(init: Init<MetricResults>): MetricResults {
  return {
    attempted: (init.attempted ?? []).map((item) => MonitoringInfo.create(item)),
    committed: (init.committed ?? []).map((item) => MonitoringInfo.create(item)),
  };
}

function writeMetricResults(m: Init<MetricResults>, w: Writer): void {
  for (const item of m.attempted ?? []) MonitoringInfo.encode(item, w.uint32(10).fork()).ldelim();
  for (const item of m.committed ?? []) MonitoringInfo.encode(item, w.uint32(18).fork()).ldelim();
}

function readMetricResults(m: MetricResults, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.attempted.push(MonitoringInfo.merge(MonitoringInfo.create(), r, r.uint32() + r.pos));
        break;
      case 18:
        m.committed.push(MonitoringInfo.merge(MonitoringInfo.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const MetricResults: MessageType<MetricResults> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.MetricResults',
  createMetricResults,
  writeMetricResults,
  readMetricResults,
);

/** `org.apache.beam.model.job_management.v1.DescribePipelineOptionsRequest` */
export interface DescribePipelineOptionsRequest {}

function createDescribePipelineOptionsRequest(): DescribePipelineOptionsRequest {
  return {};
}

function writeDescribePipelineOptionsRequest(): void {
}

function readDescribePipelineOptionsRequest(_m: DescribePipelineOptionsRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const DescribePipelineOptionsRequest: MessageType<DescribePipelineOptionsRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.DescribePipelineOptionsRequest',
  createDescribePipelineOptionsRequest,
  writeDescribePipelineOptionsRequest,
  readDescribePipelineOptionsRequest,
);

/**
 * An option the runner understands.
 * `org.apache.beam.model.job_management.v1.PipelineOptionDescriptor`
 */
export interface PipelineOptionDescriptor {
  name: string;
  type: PipelineOptionType;
  description: string;
  defaultValue: string;
  group: string;
}

function createPipelineOptionDescriptor(init: Init<PipelineOptionDescriptor>): PipelineOptionDescriptor {
  return {
    name: init.name ?? '',
    type: init.type ?? 0,
    description: init.description ?? '',
    defaultValue: init.defaultValue ?? '',
    group: init.group ?? '',
  };
}

function writePipelineOptionDescriptor(m: Init<PipelineOptionDescriptor>, w: Writer): void {
  if (m.name) w.uint32(10).string(m.name);
  if (m.type) w.uint32(16).int32(m.type);
  if (m.description) w.uint32(26).string(m.description);
  if (m.defaultValue) w.uint32(34).string(m.defaultValue);
  if (m.group) w.uint32(42).string(m.group);
}

function readPipelineOptionDescriptor(m: PipelineOptionDescriptor, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      case 16:
        m.type = r.int32() as PipelineOptionType;
        break;
      case 26:
        m.description = r.string();
        break;
      case 34:
        m.defaultValue = r.string();
        break;
      case 42:
        m.group = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const PipelineOptionDescriptor: MessageType<PipelineOptionDescriptor> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.PipelineOptionDescriptor',
  createPipelineOptionDescriptor,
  writePipelineOptionDescriptor,
  readPipelineOptionDescriptor,
);

/** `org.apache.beam.model.job_management.v1.DescribePipelineOptionsResponse` */
export interface DescribePipelineOptionsResponse {
  options: PipelineOptionDescriptor[];
}

function createDescribePipelineOptionsResponse(init: Init<DescribePipelineOptionsResponse>): DescribePipelineOptionsResponse {
  return {
    options: (init.options ?? []).map((item) => PipelineOptionDescriptor.create(item)),
  };
}

function writeDescribePipelineOptionsResponse(m: Init<DescribePipelineOptionsResponse>, w: Writer): void {
  for (const item of m.options ?? []) PipelineOptionDescriptor.encode(item, w.uint32(10).fork()).ldelim();
}

function readDescribePipelineOptionsResponse(m: DescribePipelineOptionsResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.options.push(PipelineOptionDescriptor.merge(PipelineOptionDescriptor.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const DescribePipelineOptionsResponse: MessageType<DescribePipelineOptionsResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.DescribePipelineOptionsResponse',
  createDescribePipelineOptionsResponse,
  writeDescribePipelineOptionsResponse,
  readDescribePipelineOptionsResponse,
);

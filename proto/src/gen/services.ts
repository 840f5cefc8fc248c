// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { method } from '../wire/method.js';
import { ArtifactChunk, ArtifactRequestWrapper, ArtifactResponseWrapper, CommitManifestRequest, CommitManifestResponse, GetArtifactRequest, GetArtifactResponse, GetManifestRequest, GetManifestResponse, LegacyGetArtifactRequest, PutArtifactRequest, PutArtifactResponse, ResolveArtifactsRequest, ResolveArtifactsResponse } from './beam-artifact-api.js';
import { DiscoverSchemaTransformRequest, DiscoverSchemaTransformResponse, ExpansionRequest, ExpansionResponse } from './beam-expansion-api.js';
import { Elements, GetProcessBundleDescriptorRequest, InstructionRequest, InstructionResponse, LogControl, LogEntryList, StartWorkerRequest, StartWorkerResponse, StateRequest, StateResponse, StopWorkerRequest, StopWorkerResponse, WorkerStatusRequest, WorkerStatusResponse } from './beam-fn-api.js';
import { EventsRequest } from './beam-interactive-api.js';
import { CancelJobRequest, CancelJobResponse, DescribePipelineOptionsRequest, DescribePipelineOptionsResponse, DrainJobRequest, DrainJobResponse, GetJobMetricsRequest, GetJobMetricsResponse, GetJobPipelineRequest, GetJobPipelineResponse, GetJobStateRequest, GetJobsRequest, GetJobsResponse, JobMessagesRequest, JobMessagesResponse, JobStateEvent, PrepareJobRequest, PrepareJobResponse, RunJobRequest, RunJobResponse } from './beam-job-api.js';
import { GetProvisionInfoRequest, GetProvisionInfoResponse } from './beam-provision-api.js';
import { TestStreamPayloadEvent } from './beam-runner-api.js';
import { ProcessBundleDescriptor } from './process-bundle-descriptor.js';

/**
 * Served by the runner for its workers.
 * `org.apache.beam.model.job_management.v1.ArtifactRetrievalService`
 */
export const ArtifactRetrievalService = {
  resolveArtifacts: method({
    path: '/org.apache.beam.model.job_management.v1.ArtifactRetrievalService/ResolveArtifacts',
    requestType: ResolveArtifactsRequest,
    requestStream: false,
    responseType: ResolveArtifactsResponse,
    responseStream: false,
  }),
  getArtifact: method({
    path: '/org.apache.beam.model.job_management.v1.ArtifactRetrievalService/GetArtifact',
    requestType: GetArtifactRequest,
    requestStream: false,
    responseType: GetArtifactResponse,
    responseStream: true,
  }),
};

/**
 * Served by the job service. The client opens the stream and then answers requests on it.
 * `org.apache.beam.model.job_management.v1.ArtifactStagingService`
 */
export const ArtifactStagingService = {
  reverseArtifactRetrievalService: method({
    path: '/org.apache.beam.model.job_management.v1.ArtifactStagingService/ReverseArtifactRetrievalService',
    requestType: ArtifactResponseWrapper,
    requestStream: true,
    responseType: ArtifactRequestWrapper,
    responseStream: true,
  }),
};

/** `org.apache.beam.model.job_management.v1.LegacyArtifactStagingService` */
export const LegacyArtifactStagingService = {
  putArtifact: method({
    path: '/org.apache.beam.model.job_management.v1.LegacyArtifactStagingService/PutArtifact',
    requestType: PutArtifactRequest,
    requestStream: true,
    responseType: PutArtifactResponse,
    responseStream: false,
  }),
  commitManifest: method({
    path: '/org.apache.beam.model.job_management.v1.LegacyArtifactStagingService/CommitManifest',
    requestType: CommitManifestRequest,
    requestStream: false,
    responseType: CommitManifestResponse,
    responseStream: false,
  }),
};

/** `org.apache.beam.model.job_management.v1.LegacyArtifactRetrievalService` */
export const LegacyArtifactRetrievalService = {
  getManifest: method({
    path: '/org.apache.beam.model.job_management.v1.LegacyArtifactRetrievalService/GetManifest',
    requestType: GetManifestRequest,
    requestStream: false,
    responseType: GetManifestResponse,
    responseStream: false,
  }),
  getArtifact: method({
    path: '/org.apache.beam.model.job_management.v1.LegacyArtifactRetrievalService/GetArtifact',
    requestType: LegacyGetArtifactRequest,
    requestStream: false,
    responseType: ArtifactChunk,
    responseStream: true,
  }),
};

/** `org.apache.beam.model.job_management.v1.JobService` */
export const JobService = {
  prepare: method({
    path: '/org.apache.beam.model.job_management.v1.JobService/Prepare',
    requestType: PrepareJobRequest,
    requestStream: false,
    responseType: PrepareJobResponse,
    responseStream: false,
  }),
  run: method({
    path: '/org.apache.beam.model.job_management.v1.JobService/Run',
    requestType: RunJobRequest,
    requestStream: false,
    responseType: RunJobResponse,
    responseStream: false,
  }),
  getJobs: method({
    path: '/org.apache.beam.model.job_management.v1.JobService/GetJobs',
    requestType: GetJobsRequest,
    requestStream: false,
    responseType: GetJobsResponse,
    responseStream: false,
  }),
  getState: method({
    path: '/org.apache.beam.model.job_management.v1.JobService/GetState',
    requestType: GetJobStateRequest,
    requestStream: false,
    responseType: JobStateEvent,
    responseStream: false,
  }),
  getPipeline: method({
    path: '/org.apache.beam.model.job_management.v1.JobService/GetPipeline',
    requestType: GetJobPipelineRequest,
    requestStream: false,
    responseType: GetJobPipelineResponse,
    responseStream: false,
  }),
  cancel: method({
    path: '/org.apache.beam.model.job_management.v1.JobService/Cancel',
    requestType: CancelJobRequest,
    requestStream: false,
    responseType: CancelJobResponse,
    responseStream: false,
  }),
  drain: method({
    path: '/org.apache.beam.model.job_management.v1.JobService/Drain',
    requestType: DrainJobRequest,
    requestStream: false,
    responseType: DrainJobResponse,
    responseStream: false,
  }),
  getStateStream: method({
    path: '/org.apache.beam.model.job_management.v1.JobService/GetStateStream',
    requestType: GetJobStateRequest,
    requestStream: false,
    responseType: JobStateEvent,
    responseStream: true,
  }),
  getMessageStream: method({
    path: '/org.apache.beam.model.job_management.v1.JobService/GetMessageStream',
    requestType: JobMessagesRequest,
    requestStream: false,
    responseType: JobMessagesResponse,
    responseStream: true,
  }),
  getJobMetrics: method({
    path: '/org.apache.beam.model.job_management.v1.JobService/GetJobMetrics',
    requestType: GetJobMetricsRequest,
    requestStream: false,
    responseType: GetJobMetricsResponse,
    responseStream: false,
  }),
  describePipelineOptions: method({
    path: '/org.apache.beam.model.job_management.v1.JobService/DescribePipelineOptions',
    requestType: DescribePipelineOptionsRequest,
    requestStream: false,
    responseType: DescribePipelineOptionsResponse,
    responseStream: false,
  }),
};

/** `org.apache.beam.model.expansion.v1.ExpansionService` */
export const ExpansionService = {
  expand: method({
    path: '/org.apache.beam.model.expansion.v1.ExpansionService/Expand',
    requestType: ExpansionRequest,
    requestStream: false,
    responseType: ExpansionResponse,
    responseStream: false,
  }),
  discoverSchemaTransform: method({
    path: '/org.apache.beam.model.expansion.v1.ExpansionService/DiscoverSchemaTransform',
    requestType: DiscoverSchemaTransformRequest,
    requestStream: false,
    responseType: DiscoverSchemaTransformResponse,
    responseStream: false,
  }),
};

/**
 * Served by the runner.
 * `org.apache.beam.model.fn_execution.v1.BeamFnControl`
 */
export const BeamFnControl = {
  control: method({
    path: '/org.apache.beam.model.fn_execution.v1.BeamFnControl/Control',
    requestType: InstructionResponse,
    requestStream: true,
    responseType: InstructionRequest,
    responseStream: true,
  }),
  getProcessBundleDescriptor: method({
    path: '/org.apache.beam.model.fn_execution.v1.BeamFnControl/GetProcessBundleDescriptor',
    requestType: GetProcessBundleDescriptorRequest,
    requestStream: false,
    responseType: ProcessBundleDescriptor,
    responseStream: false,
  }),
};

/**
 * Served by the runner; one stream for all bundles of a worker.
 * `org.apache.beam.model.fn_execution.v1.BeamFnData`
 */
export const BeamFnData = {
  data: method({
    path: '/org.apache.beam.model.fn_execution.v1.BeamFnData/Data',
    requestType: Elements,
    requestStream: true,
    responseType: Elements,
    responseStream: true,
  }),
};

/**
 * Served by the runner.
 * `org.apache.beam.model.fn_execution.v1.BeamFnState`
 */
export const BeamFnState = {
  state: method({
    path: '/org.apache.beam.model.fn_execution.v1.BeamFnState/State',
    requestType: StateRequest,
    requestStream: true,
    responseType: StateResponse,
    responseStream: true,
  }),
};

/**
 * Served by the runner.
 * `org.apache.beam.model.fn_execution.v1.BeamFnLogging`
 */
export const BeamFnLogging = {
  logging: method({
    path: '/org.apache.beam.model.fn_execution.v1.BeamFnLogging/Logging',
    requestType: LogEntryList,
    requestStream: true,
    responseType: LogControl,
    responseStream: true,
  }),
};

/**
 * Served by the SDK, called by the runner.
 * `org.apache.beam.model.fn_execution.v1.BeamFnExternalWorkerPool`
 */
export const BeamFnExternalWorkerPool = {
  startWorker: method({
    path: '/org.apache.beam.model.fn_execution.v1.BeamFnExternalWorkerPool/StartWorker',
    requestType: StartWorkerRequest,
    requestStream: false,
    responseType: StartWorkerResponse,
    responseStream: false,
  }),
  stopWorker: method({
    path: '/org.apache.beam.model.fn_execution.v1.BeamFnExternalWorkerPool/StopWorker',
    requestType: StopWorkerRequest,
    requestStream: false,
    responseType: StopWorkerResponse,
    responseStream: false,
  }),
};

/**
 * Served by the runner, which sends the requests.
 * `org.apache.beam.model.fn_execution.v1.BeamFnWorkerStatus`
 */
export const BeamFnWorkerStatus = {
  workerStatus: method({
    path: '/org.apache.beam.model.fn_execution.v1.BeamFnWorkerStatus/WorkerStatus',
    requestType: WorkerStatusResponse,
    requestStream: true,
    responseType: WorkerStatusRequest,
    responseStream: true,
  }),
};

/** `org.apache.beam.model.fn_execution.v1.ProvisionService` */
export const ProvisionService = {
  getProvisionInfo: method({
    path: '/org.apache.beam.model.fn_execution.v1.ProvisionService/GetProvisionInfo',
    requestType: GetProvisionInfoRequest,
    requestStream: false,
    responseType: GetProvisionInfoResponse,
    responseStream: false,
  }),
};

/** `org.apache.beam.model.interactive.v1.TestStreamService` */
export const TestStreamService = {
  events: method({
    path: '/org.apache.beam.model.interactive.v1.TestStreamService/Events',
    requestType: EventsRequest,
    requestStream: false,
    responseType: TestStreamPayloadEvent,
    responseStream: true,
  }),
};

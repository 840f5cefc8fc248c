// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { type Init, type MessageType, type Reader, type Writer, messageType } from '../wire/message-type.js';
import { noBytes } from '../wire/no-bytes.js';
import { ArtifactInformation } from './beam-runner-api.js';

/**
 * Turn artifacts into ones the caller can fetch.
 * `org.apache.beam.model.job_management.v1.ResolveArtifactsRequest`
 */
export interface ResolveArtifactsRequest {
  artifacts: ArtifactInformation[];
  preferredUrns: string[];
}

function createResolveArtifactsRequest(init: Init<ResolveArtifactsRequest>): ResolveArtifactsRequest {
  return {
    artifacts: (init.artifacts ?? []).map((item) => ArtifactInformation.create(item)),
    preferredUrns: [...(init.preferredUrns ?? [])],
  };
}

function writeResolveArtifactsRequest(m: Init<ResolveArtifactsRequest>, w: Writer): void {
  for (const item of m.artifacts ?? []) ArtifactInformation.encode(item, w.uint32(10).fork()).ldelim();
  for (const item of m.preferredUrns ?? []) w.uint32(18).string(item);
}

function readResolveArtifactsRequest(m: ResolveArtifactsRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.artifacts.push(ArtifactInformation.merge(ArtifactInformation.create(), r, r.uint32() + r.pos));
        break;
      case 18:
        m.preferredUrns.push(r.string());
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ResolveArtifactsRequest: MessageType<ResolveArtifactsRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.ResolveArtifactsRequest',
  createResolveArtifactsRequest,
  writeResolveArtifactsRequest,
  readResolveArtifactsRequest,
);

/**
 * In the order of the request.
 * `org.apache.beam.model.job_management.v1.ResolveArtifactsResponse`
 */
export interface ResolveArtifactsResponse {
  replacements: ArtifactInformation[];
}

function createResolveArtifactsResponse(init: Init<ResolveArtifactsResponse>): ResolveArtifactsResponse {
  return {
    replacements: (init.replacements ?? []).map((item) => ArtifactInformation.create(item)),
  };
}

function writeResolveArtifactsResponse(m: Init<ResolveArtifactsResponse>, w: Writer): void {
  for (const item of m.replacements ?? []) ArtifactInformation.encode(item, w.uint32(10).fork()).ldelim();
}

function readResolveArtifactsResponse(m: ResolveArtifactsResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.replacements.push(ArtifactInformation.merge(ArtifactInformation.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ResolveArtifactsResponse: MessageType<ResolveArtifactsResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.ResolveArtifactsResponse',
  createResolveArtifactsResponse,
  writeResolveArtifactsResponse,
  readResolveArtifactsResponse,
);

/** `org.apache.beam.model.job_management.v1.GetArtifactRequest` */
export interface GetArtifactRequest {
  artifact?: ArtifactInformation;
}

function createGetArtifactRequest(init: Init<GetArtifactRequest>): GetArtifactRequest {
  const m: GetArtifactRequest = {};
  if (init.artifact !== undefined) m.artifact = ArtifactInformation.create(init.artifact);
  return m;
}

function writeGetArtifactRequest(m: Init<GetArtifactRequest>, w: Writer): void {
  if (m.artifact !== undefined) ArtifactInformation.encode(m.artifact, w.uint32(10).fork()).ldelim();
}

function readGetArtifactRequest(m: GetArtifactRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.artifact = ArtifactInformation.merge(m.artifact ?? ArtifactInformation.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const GetArtifactRequest: MessageType<GetArtifactRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.GetArtifactRequest',
  createGetArtifactRequest,
  writeGetArtifactRequest,
  readGetArtifactRequest,
);

/**
 * A chunk of the file.
 * `org.apache.beam.model.job_management.v1.GetArtifactResponse`
 */
export interface GetArtifactResponse {
  data: Uint8Array;
}

function createGetArtifactResponse(init: Init<GetArtifactResponse>): GetArtifactResponse {
  return {
    data: init.data ?? noBytes,
  };
}

function writeGetArtifactResponse(m: Init<GetArtifactResponse>, w: Writer): void {
  if (m.data !== undefined && m.data.length > 0) w.uint32(10).bytes(m.data);
}

function readGetArtifactResponse(m: GetArtifactResponse, r: Reader, end: number): void {
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

export const GetArtifactResponse: MessageType<GetArtifactResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.GetArtifactResponse',
  createGetArtifactResponse,
  writeGetArtifactResponse,
  readGetArtifactResponse,
);

/**
 * From the staging service to the client, on the reverse stream.
 * `org.apache.beam.model.job_management.v1.ArtifactRequestWrapper`
 */
export interface ArtifactRequestWrapper {
  resolveArtifact?: ResolveArtifactsRequest;
  getArtifact?: GetArtifactRequest;
}

function createArtifactRequestWrapper(init: Init<ArtifactRequestWrapper>): ArtifactRequestWrapper {
  const m: ArtifactRequestWrapper = {};
  if (init.resolveArtifact !== undefined) m.resolveArtifact = ResolveArtifactsRequest.create(init.resolveArtifact);
  if (init.getArtifact !== undefined) m.getArtifact = GetArtifactRequest.create(init.getArtifact);
  return m;
}

function writeArtifactRequestWrapper(m: Init<ArtifactRequestWrapper>, w: Writer): void {
  if (m.resolveArtifact !== undefined) ResolveArtifactsRequest.encode(m.resolveArtifact, w.uint32(8002).fork()).ldelim();
  if (m.getArtifact !== undefined) GetArtifactRequest.encode(m.getArtifact, w.uint32(8010).fork()).ldelim();
}

function readArtifactRequestWrapper(m: ArtifactRequestWrapper, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8002: {
        if (m.getArtifact !== undefined) delete m.getArtifact;
        m.resolveArtifact = ResolveArtifactsRequest.merge(m.resolveArtifact ?? ResolveArtifactsRequest.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8010: {
        if (m.resolveArtifact !== undefined) delete m.resolveArtifact;
        m.getArtifact = GetArtifactRequest.merge(m.getArtifact ?? GetArtifactRequest.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ArtifactRequestWrapper: MessageType<ArtifactRequestWrapper> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.ArtifactRequestWrapper',
  createArtifactRequestWrapper,
  writeArtifactRequestWrapper,
  readArtifactRequestWrapper,
);

/** The member of the oneof `request` that is set. */
export function whichArtifactRequestWrapper(m: ArtifactRequestWrapper): 'resolveArtifact' | 'getArtifact' | undefined {
  if (m.resolveArtifact !== undefined) return 'resolveArtifact';
  if (m.getArtifact !== undefined) return 'getArtifact';
  return undefined;
}

/**
 * From the client. The first message carries only the staging token.
 * `org.apache.beam.model.job_management.v1.ArtifactResponseWrapper`
 */
export interface ArtifactResponseWrapper {
  stagingToken: string;
  isLast: boolean;
  resolveArtifactResponse?: ResolveArtifactsResponse;
  getArtifactResponse?: GetArtifactResponse;
}

function createArtifactResponseWrapper(init: Init<ArtifactResponseWrapper>): ArtifactResponseWrapper {
  const m: ArtifactResponseWrapper = {
    stagingToken: init.stagingToken ?? '',
    isLast: init.isLast ?? false,
  };
  if (init.resolveArtifactResponse !== undefined) m.resolveArtifactResponse = ResolveArtifactsResponse.create(init.resolveArtifactResponse);
  if (init.getArtifactResponse !== undefined) m.getArtifactResponse = GetArtifactResponse.create(init.getArtifactResponse);
  return m;
}

function writeArtifactResponseWrapper(m: Init<ArtifactResponseWrapper>, w: Writer): void {
  if (m.stagingToken) w.uint32(10).string(m.stagingToken);
  if (m.isLast) w.uint32(16).bool(m.isLast);
  if (m.resolveArtifactResponse !== undefined) ResolveArtifactsResponse.encode(m.resolveArtifactResponse, w.uint32(8002).fork()).ldelim();
  if (m.getArtifactResponse !== undefined) GetArtifactResponse.encode(m.getArtifactResponse, w.uint32(8010).fork()).ldelim();
}

function readArtifactResponseWrapper(m: ArtifactResponseWrapper, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.stagingToken = r.string();
        break;
      case 16:
        m.isLast = r.bool();
        break;
      case 8002: {
        if (m.getArtifactResponse !== undefined) delete m.getArtifactResponse;
        m.resolveArtifactResponse = ResolveArtifactsResponse.merge(m.resolveArtifactResponse ?? ResolveArtifactsResponse.create(), r, r.uint32() + r.pos);
        break;
      }
      case 8010: {
        if (m.resolveArtifactResponse !== undefined) delete m.resolveArtifactResponse;
        m.getArtifactResponse = GetArtifactResponse.merge(m.getArtifactResponse ?? GetArtifactResponse.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ArtifactResponseWrapper: MessageType<ArtifactResponseWrapper> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.ArtifactResponseWrapper',
  createArtifactResponseWrapper,
  writeArtifactResponseWrapper,
  readArtifactResponseWrapper,
);

/** The member of the oneof `response` that is set. */
export function whichArtifactResponseWrapper(m: ArtifactResponseWrapper): 'resolveArtifactResponse' | 'getArtifactResponse' | undefined {
  if (m.resolveArtifactResponse !== undefined) return 'resolveArtifactResponse';
  if (m.getArtifactResponse !== undefined) return 'getArtifactResponse';
  return undefined;
}

/** `org.apache.beam.model.job_management.v1.ArtifactMetadata` */
export interface ArtifactMetadata {
  name: string;
  permissions: number;
  sha256: string;
}

function createArtifactMetadata(init: Init<ArtifactMetadata>): ArtifactMetadata {
  return {
    name: init.name ?? '',
    permissions: init.permissions ?? 0,
    sha256: init.sha256 ?? '',
  };
}

function writeArtifactMetadata(m: Init<ArtifactMetadata>, w: Writer): void {
  if (m.name) w.uint32(10).string(m.name);
  if (m.permissions) w.uint32(16).uint32(m.permissions);
  if (m.sha256) w.uint32(34).string(m.sha256);
}

function readArtifactMetadata(m: ArtifactMetadata, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      case 16:
        m.permissions = r.uint32();
        break;
      case 34:
        m.sha256 = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ArtifactMetadata: MessageType<ArtifactMetadata> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.ArtifactMetadata',
  createArtifactMetadata,
  writeArtifactMetadata,
  readArtifactMetadata,
);

/** `org.apache.beam.model.job_management.v1.Manifest` */
export interface Manifest {
  artifact: ArtifactMetadata[];
}

function createManifest(init: Init<Manifest>): Manifest {
  return {
    artifact: (init.artifact ?? []).map((item) => ArtifactMetadata.create(item)),
  };
}

function writeManifest(m: Init<Manifest>, w: Writer): void {
  for (const item of m.artifact ?? []) ArtifactMetadata.encode(item, w.uint32(10).fork()).ldelim();
}

function readManifest(m: Manifest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.artifact.push(ArtifactMetadata.merge(ArtifactMetadata.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Manifest: MessageType<Manifest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.Manifest',
  createManifest,
  writeManifest,
  readManifest,
);

/**
 * A manifest with the places of its files.
 * `org.apache.beam.model.job_management.v1.ProxyManifest`
 */
export interface ProxyManifest {
  manifest?: Manifest;
  location: ProxyManifestLocation[];
}

function createProxyManifest(init: Init<ProxyManifest>): ProxyManifest {
  const m: ProxyManifest = {
    location: (init.location ?? []).map((item) => ProxyManifestLocation.create(item)),
  };
  if (init.manifest !== undefined) m.manifest = Manifest.create(init.manifest);
  return m;
}

function writeProxyManifest(m: Init<ProxyManifest>, w: Writer): void {
  if (m.manifest !== undefined) Manifest.encode(m.manifest, w.uint32(10).fork()).ldelim();
  for (const item of m.location ?? []) ProxyManifestLocation.encode(item, w.uint32(18).fork()).ldelim();
}

function readProxyManifest(m: ProxyManifest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.manifest = Manifest.merge(m.manifest ?? Manifest.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.location.push(ProxyManifestLocation.merge(ProxyManifestLocation.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProxyManifest: MessageType<ProxyManifest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.ProxyManifest',
  createProxyManifest,
  writeProxyManifest,
  readProxyManifest,
);

/** `org.apache.beam.model.job_management.v1.ProxyManifest.Location` */
export interface ProxyManifestLocation {
  name: string;
  uri: string;
}

function createProxyManifestLocation(init: Init<ProxyManifestLocation>): ProxyManifestLocation {
  return {
    name: init.name ?? '',
    uri: init.uri ?? '',
  };
}

function writeProxyManifestLocation(m: Init<ProxyManifestLocation>, w: Writer): void {
  if (m.name) w.uint32(10).string(m.name);
  if (m.uri) w.uint32(18).string(m.uri);
}

function readProxyManifestLocation(m: ProxyManifestLocation, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      case 18:
        m.uri = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ProxyManifestLocation: MessageType<ProxyManifestLocation> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.ProxyManifest.Location',
  createProxyManifestLocation,
  writeProxyManifestLocation,
  readProxyManifestLocation,
);

/** `org.apache.beam.model.job_management.v1.GetManifestRequest` */
export interface GetManifestRequest {
  retrievalToken: string;
}

function createGetManifestRequest(init: Init<GetManifestRequest>): GetManifestRequest {
  return {
    retrievalToken: init.retrievalToken ?? '',
  };
}

function writeGetManifestRequest(m: Init<GetManifestRequest>, w: Writer): void {
  if (m.retrievalToken) w.uint32(10).string(m.retrievalToken);
}

function readGetManifestRequest(m: GetManifestRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.retrievalToken = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const GetManifestRequest: MessageType<GetManifestRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.GetManifestRequest',
  createGetManifestRequest,
  writeGetManifestRequest,
  readGetManifestRequest,
);

/** `org.apache.beam.model.job_management.v1.GetManifestResponse` */
export interface GetManifestResponse {
  manifest?: Manifest;
}

function createGetManifestResponse(init: Init<GetManifestResponse>): GetManifestResponse {
  const m: GetManifestResponse = {};
  if (init.manifest !== undefined) m.manifest = Manifest.create(init.manifest);
  return m;
}

function writeGetManifestResponse(m: Init<GetManifestResponse>, w: Writer): void {
  if (m.manifest !== undefined) Manifest.encode(m.manifest, w.uint32(10).fork()).ldelim();
}

function readGetManifestResponse(m: GetManifestResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.manifest = Manifest.merge(m.manifest ?? Manifest.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const GetManifestResponse: MessageType<GetManifestResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.GetManifestResponse',
  createGetManifestResponse,
  writeGetManifestResponse,
  readGetManifestResponse,
);

/** `org.apache.beam.model.job_management.v1.LegacyGetArtifactRequest` */
export interface LegacyGetArtifactRequest {
  name: string;
  retrievalToken: string;
}

function createLegacyGetArtifactRequest(init: Init<LegacyGetArtifactRequest>): LegacyGetArtifactRequest {
  return {
    name: init.name ?? '',
    retrievalToken: init.retrievalToken ?? '',
  };
}

function writeLegacyGetArtifactRequest(m: Init<LegacyGetArtifactRequest>, w: Writer): void {
  if (m.name) w.uint32(10).string(m.name);
  if (m.retrievalToken) w.uint32(18).string(m.retrievalToken);
}

function readLegacyGetArtifactRequest(m: LegacyGetArtifactRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      case 18:
        m.retrievalToken = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const LegacyGetArtifactRequest: MessageType<LegacyGetArtifactRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.LegacyGetArtifactRequest',
  createLegacyGetArtifactRequest,
  writeLegacyGetArtifactRequest,
  readLegacyGetArtifactRequest,
);

/** `org.apache.beam.model.job_management.v1.ArtifactChunk` */
export interface ArtifactChunk {
  data: Uint8Array;
}

function createArtifactChunk(init: Init<ArtifactChunk>): ArtifactChunk {
  return {
    data: init.data ?? noBytes,
  };
}

function writeArtifactChunk(m: Init<ArtifactChunk>, w: Writer): void {
  if (m.data !== undefined && m.data.length > 0) w.uint32(10).bytes(m.data);
}

function readArtifactChunk(m: ArtifactChunk, r: Reader, end: number): void {
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

export const ArtifactChunk: MessageType<ArtifactChunk> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.ArtifactChunk',
  createArtifactChunk,
  writeArtifactChunk,
  readArtifactChunk,
);

/** `org.apache.beam.model.job_management.v1.PutArtifactMetadata` */
export interface PutArtifactMetadata {
  stagingSessionToken: string;
  metadata?: ArtifactMetadata;
}

function createPutArtifactMetadata(init: Init<PutArtifactMetadata>): PutArtifactMetadata {
  const m: PutArtifactMetadata = {
    stagingSessionToken: init.stagingSessionToken ?? '',
  };
  if (init.metadata !== undefined) m.metadata = ArtifactMetadata.create(init.metadata);
  return m;
}

function writePutArtifactMetadata(m: Init<PutArtifactMetadata>, w: Writer): void {
  if (m.stagingSessionToken) w.uint32(10).string(m.stagingSessionToken);
  if (m.metadata !== undefined) ArtifactMetadata.encode(m.metadata, w.uint32(18).fork()).ldelim();
}

function readPutArtifactMetadata(m: PutArtifactMetadata, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.stagingSessionToken = r.string();
        break;
      case 18:
        m.metadata = ArtifactMetadata.merge(m.metadata ?? ArtifactMetadata.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const PutArtifactMetadata: MessageType<PutArtifactMetadata> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.PutArtifactMetadata',
  createPutArtifactMetadata,
  writePutArtifactMetadata,
  readPutArtifactMetadata,
);

/**
 * Metadata first, then chunks.
 * `org.apache.beam.model.job_management.v1.PutArtifactRequest`
 */
export interface PutArtifactRequest {
  metadata?: PutArtifactMetadata;
  data?: ArtifactChunk;
}

function createPutArtifactRequest(init: Init<PutArtifactRequest>): PutArtifactRequest {
  const m: PutArtifactRequest = {};
  if (init.metadata !== undefined) m.metadata = PutArtifactMetadata.create(init.metadata);
  if (init.data !== undefined) m.data = ArtifactChunk.create(init.data);
  return m;
}

function writePutArtifactRequest(m: Init<PutArtifactRequest>, w: Writer): void {
  if (m.metadata !== undefined) PutArtifactMetadata.encode(m.metadata, w.uint32(10).fork()).ldelim();
  if (m.data !== undefined) ArtifactChunk.encode(m.data, w.uint32(18).fork()).ldelim();
}

function readPutArtifactRequest(m: PutArtifactRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        if (m.data !== undefined) delete m.data;
        m.metadata = PutArtifactMetadata.merge(m.metadata ?? PutArtifactMetadata.create(), r, r.uint32() + r.pos);
        break;
      }
      case 18: {
        if (m.metadata !== undefined) delete m.metadata;
        m.data = ArtifactChunk.merge(m.data ?? ArtifactChunk.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const PutArtifactRequest: MessageType<PutArtifactRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.PutArtifactRequest',
  createPutArtifactRequest,
  writePutArtifactRequest,
  readPutArtifactRequest,
);

/** The member of the oneof `content` that is set. */
export function whichPutArtifactRequest(m: PutArtifactRequest): 'metadata' | 'data' | undefined {
  if (m.metadata !== undefined) return 'metadata';
  if (m.data !== undefined) return 'data';
  return undefined;
}

/** `org.apache.beam.model.job_management.v1.PutArtifactResponse` */
export interface PutArtifactResponse {}

function createPutArtifactResponse(): PutArtifactResponse {
  return {};
}

function writePutArtifactResponse(): void {
}

function readPutArtifactResponse(_m: PutArtifactResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    r.skipType(tag & 7);
  }
}

export const PutArtifactResponse: MessageType<PutArtifactResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.PutArtifactResponse',
  createPutArtifactResponse,
  writePutArtifactResponse,
  readPutArtifactResponse,
);

/** `org.apache.beam.model.job_management.v1.CommitManifestRequest` */
export interface CommitManifestRequest {
  manifest?: Manifest;
  stagingSessionToken: string;
}

function createCommitManifestRequest(init: Init<CommitManifestRequest>): CommitManifestRequest {
  const m: CommitManifestRequest = {
    stagingSessionToken: init.stagingSessionToken ?? '',
  };
  if (init.manifest !== undefined) m.manifest = Manifest.create(init.manifest);
  return m;
}

function writeCommitManifestRequest(m: Init<CommitManifestRequest>, w: Writer): void {
  if (m.manifest !== undefined) Manifest.encode(m.manifest, w.uint32(10).fork()).ldelim();
  if (m.stagingSessionToken) w.uint32(18).string(m.stagingSessionToken);
}

function readCommitManifestRequest(m: CommitManifestRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.manifest = Manifest.merge(m.manifest ?? Manifest.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.stagingSessionToken = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const CommitManifestRequest: MessageType<CommitManifestRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.CommitManifestRequest',
  createCommitManifestRequest,
  writeCommitManifestRequest,
  readCommitManifestRequest,
);

/** `org.apache.beam.model.job_management.v1.CommitManifestResponse` */
export interface CommitManifestResponse {
  retrievalToken: string;
}

function createCommitManifestResponse(init: Init<CommitManifestResponse>): CommitManifestResponse {
  return {
    retrievalToken: init.retrievalToken ?? '',
  };
}

function writeCommitManifestResponse(m: Init<CommitManifestResponse>, w: Writer): void {
  if (m.retrievalToken) w.uint32(10).string(m.retrievalToken);
}

function readCommitManifestResponse(m: CommitManifestResponse, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.retrievalToken = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const CommitManifestResponse: MessageType<CommitManifestResponse> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.job_management.v1.CommitManifestResponse',
  createCommitManifestResponse,
  writeCommitManifestResponse,
  readCommitManifestResponse,
);

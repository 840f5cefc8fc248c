// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { type Init, type MessageType, type Reader, type Writer, messageType } from '../wire/message-type.js';
import { noBytes } from '../wire/no-bytes.js';

/**
 * An address, host:port, and how to prove who is calling.
 * `org.apache.beam.model.pipeline.v1.ApiServiceDescriptor`
 */
export interface ApiServiceDescriptor {
  url: string;
  authentication?: AuthenticationSpec;
}

function createApiServiceDescriptor(init: Init<ApiServiceDescriptor>): ApiServiceDescriptor {
  const m: ApiServiceDescriptor = {
    url: init.url ?? '',
  };
  if (init.authentication !== undefined) m.authentication = AuthenticationSpec.create(init.authentication);
  return m;
}

function writeApiServiceDescriptor(m: Init<ApiServiceDescriptor>, w: Writer): void {
  if (m.url) w.uint32(10).string(m.url);
  if (m.authentication !== undefined) AuthenticationSpec.encode(m.authentication, w.uint32(18).fork()).ldelim();
}

function readApiServiceDescriptor(m: ApiServiceDescriptor, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.url = r.string();
        break;
      case 18:
        m.authentication = AuthenticationSpec.merge(m.authentication ?? AuthenticationSpec.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ApiServiceDescriptor: MessageType<ApiServiceDescriptor> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor',
  createApiServiceDescriptor,
  writeApiServiceDescriptor,
  readApiServiceDescriptor,
);

/**
 * A way of authentication by URN; empty means none.
 * `org.apache.beam.model.pipeline.v1.AuthenticationSpec`
 */
export interface AuthenticationSpec {
  urn: string;
  payload: Uint8Array;
}

function createAuthenticationSpec(init: Init<AuthenticationSpec>): AuthenticationSpec {
  return {
    urn: init.urn ?? '',
    payload: init.payload ?? noBytes,
  };
}

function writeAuthenticationSpec(m: Init<AuthenticationSpec>, w: Writer): void {
  if (m.urn) w.uint32(10).string(m.urn);
  if (m.payload !== undefined && m.payload.length > 0) w.uint32(18).bytes(m.payload);
}

function readAuthenticationSpec(m: AuthenticationSpec, r: Reader, end: number): void {
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

export const AuthenticationSpec: MessageType<AuthenticationSpec> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.AuthenticationSpec',
  createAuthenticationSpec,
  writeAuthenticationSpec,
  readAuthenticationSpec,
);

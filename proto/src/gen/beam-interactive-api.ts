// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { type Init, type MessageType, type Reader, type Writer, messageType } from '../wire/message-type.js';
import { TestStreamPayloadEvent } from './beam-runner-api.js';

/**
 * First record of a file of events.
 * `org.apache.beam.model.interactive.v1.TestStreamFileHeader`
 */
export interface TestStreamFileHeader {
  tag: string;
}

function createTestStreamFileHeader(init: Init<TestStreamFileHeader>): TestStreamFileHeader {
  return {
    tag: init.tag ?? '',
  };
}

function writeTestStreamFileHeader(m: Init<TestStreamFileHeader>, w: Writer): void {
  if (m.tag) w.uint32(10).string(m.tag);
}

function readTestStreamFileHeader(m: TestStreamFileHeader, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.tag = r.string();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TestStreamFileHeader: MessageType<TestStreamFileHeader> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.interactive.v1.TestStreamFileHeader',
  createTestStreamFileHeader,
  writeTestStreamFileHeader,
  readTestStreamFileHeader,
);

/**
 * One recorded event.
 * `org.apache.beam.model.interactive.v1.TestStreamFileRecord`
 */
export interface TestStreamFileRecord {
  recordedEvent?: TestStreamPayloadEvent;
}

function createTestStreamFileRecord(init: Init<TestStreamFileRecord>): TestStreamFileRecord {
  const m: TestStreamFileRecord = {};
  if (init.recordedEvent !== undefined) m.recordedEvent = TestStreamPayloadEvent.create(init.recordedEvent);
  return m;
}

function writeTestStreamFileRecord(m: Init<TestStreamFileRecord>, w: Writer): void {
  if (m.recordedEvent !== undefined) TestStreamPayloadEvent.encode(m.recordedEvent, w.uint32(10).fork()).ldelim();
}

function readTestStreamFileRecord(m: TestStreamFileRecord, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.recordedEvent = TestStreamPayloadEvent.merge(m.recordedEvent ?? TestStreamPayloadEvent.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const TestStreamFileRecord: MessageType<TestStreamFileRecord> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.interactive.v1.TestStreamFileRecord',
  createTestStreamFileRecord,
  writeTestStreamFileRecord,
  readTestStreamFileRecord,
);

/** `org.apache.beam.model.interactive.v1.EventsRequest` */
export interface EventsRequest {
  outputIds: string[];
}

function createEventsRequest(init: Init<EventsRequest>): EventsRequest {
  return {
    outputIds: [...(init.outputIds ?? [])],
  };
}

function writeEventsRequest(m: Init<EventsRequest>, w: Writer): void {
  for (const item of m.outputIds ?? []) w.uint32(10).string(item);
}

function readEventsRequest(m: EventsRequest, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.outputIds.push(r.string());
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const EventsRequest: MessageType<EventsRequest> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.interactive.v1.EventsRequest',
  createEventsRequest,
  writeEventsRequest,
  readEventsRequest,
);

// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { type Init, type MessageType, type Reader, type Writer, messageType } from '../wire/message-type.js';
import { Duration, Timestamp } from './well-known.js';

/**
 * Windows of one size, side by side.
 * `org.apache.beam.model.pipeline.v1.FixedWindowsPayload`
 */
export interface FixedWindowsPayload {
  size?: Duration;
  offset?: Timestamp;
}

function createFixedWindowsPayload(init: Init<FixedWindowsPayload>): FixedWindowsPayload {
  const m: FixedWindowsPayload = {};
  if (init.size !== undefined) m.size = Duration.create(init.size);
  if (init.offset !== undefined) m.offset = Timestamp.create(init.offset);
  return m;
}

function writeFixedWindowsPayload(m: Init<FixedWindowsPayload>, w: Writer): void {
  if (m.size !== undefined) Duration.encode(m.size, w.uint32(10).fork()).ldelim();
  if (m.offset !== undefined) Timestamp.encode(m.offset, w.uint32(18).fork()).ldelim();
}

function readFixedWindowsPayload(m: FixedWindowsPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.size = Duration.merge(m.size ?? Duration.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.offset = Timestamp.merge(m.offset ?? Timestamp.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const FixedWindowsPayload: MessageType<FixedWindowsPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.FixedWindowsPayload',
  createFixedWindowsPayload,
  writeFixedWindowsPayload,
  readFixedWindowsPayload,
);

/**
 * Windows of one size that begin every period.
 * `org.apache.beam.model.pipeline.v1.SlidingWindowsPayload`
 */
export interface SlidingWindowsPayload {
  size?: Duration;
  offset?: Timestamp;
  period?: Duration;
}

function createSlidingWindowsPayload(init: Init<SlidingWindowsPayload>): SlidingWindowsPayload {
  const m: SlidingWindowsPayload = {};
  if (init.size !== undefined) m.size = Duration.create(init.size);
  if (init.offset !== undefined) m.offset = Timestamp.create(init.offset);
  if (init.period !== undefined) m.period = Duration.create(init.period);
  return m;
}

function writeSlidingWindowsPayload(m: Init<SlidingWindowsPayload>, w: Writer): void {
  if (m.size !== undefined) Duration.encode(m.size, w.uint32(10).fork()).ldelim();
  if (m.offset !== undefined) Timestamp.encode(m.offset, w.uint32(18).fork()).ldelim();
  if (m.period !== undefined) Duration.encode(m.period, w.uint32(26).fork()).ldelim();
}

function readSlidingWindowsPayload(m: SlidingWindowsPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.size = Duration.merge(m.size ?? Duration.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.offset = Timestamp.merge(m.offset ?? Timestamp.create(), r, r.uint32() + r.pos);
        break;
      case 26:
        m.period = Duration.merge(m.period ?? Duration.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const SlidingWindowsPayload: MessageType<SlidingWindowsPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.SlidingWindowsPayload',
  createSlidingWindowsPayload,
  writeSlidingWindowsPayload,
  readSlidingWindowsPayload,
);

/**
 * Windows that grow until nothing comes for the gap.
 * `org.apache.beam.model.pipeline.v1.SessionWindowsPayload`
 */
export interface SessionWindowsPayload {
  gapSize?: Duration;
}

function createSessionWindowsPayload(init: Init<SessionWindowsPayload>): SessionWindowsPayload {
  const m: SessionWindowsPayload = {};
  if (init.gapSize !== undefined) m.gapSize = Duration.create(init.gapSize);
  return m;
}

function writeSessionWindowsPayload(m: Init<SessionWindowsPayload>, w: Writer): void {
  if (m.gapSize !== undefined) Duration.encode(m.gapSize, w.uint32(10).fork()).ldelim();
}

function readSessionWindowsPayload(m: SessionWindowsPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.gapSize = Duration.merge(m.gapSize ?? Duration.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const SessionWindowsPayload: MessageType<SessionWindowsPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.SessionWindowsPayload',
  createSessionWindowsPayload,
  writeSessionWindowsPayload,
  readSessionWindowsPayload,
);

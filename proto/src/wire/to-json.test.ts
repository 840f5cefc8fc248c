import { describe, expect, it } from 'vitest';
import {
  FixedWindowsPayload,
  type Init,
  type MessageType,
  MonitoringInfo,
  PCollection,
  Pipeline,
  PTransform,
  WindowingStrategy,
} from '../index.js';
import { JobInfo } from '../services.js';
import { toJson } from './to-json.js';

function json<T>(type: MessageType<T>, init: Init<T>) {
  return toJson(type, type.create(init));
}

describe('the JSON form of a message', () => {
  it('leaves out what has its default value', () => {
    expect(json(Pipeline, {})).toEqual({});
    expect(json(Pipeline, { components: {} })).toEqual({ components: {} });
  });

  it('writes bytes in base64 and enums by name', () => {
    expect(json(PTransform, { spec: { urn: 'u', payload: Uint8Array.of(251, 255) } })).toEqual({
      spec: { urn: 'u', payload: '+/8=' },
    });
    expect(json(PCollection, { isBounded: 2 })).toEqual({ isBounded: 'BOUNDED' });
  });

  it('writes an enum value without a name as its number', () => {
    expect(json(PCollection, { isBounded: 9 as 0 })).toEqual({ isBounded: 9 });
  });

  it('writes 64-bit integers as texts', () => {
    expect(json(WindowingStrategy, { allowedLateness: 9223371950454775n })).toEqual({
      allowedLateness: '9223371950454775',
    });
  });

  it('writes durations and timestamps with the decimals they need', () => {
    const size = (seconds: bigint, nanos: number) =>
      json(FixedWindowsPayload, { size: { seconds, nanos }, offset: { seconds, nanos: Math.abs(nanos) } });
    expect(size(60n, 0)).toEqual({ size: '60s', offset: '1970-01-01T00:01:00Z' });
    expect(size(1n, 500_000_000)).toEqual({ size: '1.500s', offset: '1970-01-01T00:00:01.500Z' });
    expect(size(-1n, -1_000)).toEqual({ size: '-1.000001s', offset: '1969-12-31T23:59:59.000001Z' });
    expect(size(0n, -1)).toEqual({ size: '-0.000000001s', offset: '1970-01-01T00:00:00.000000001Z' });
  });

  it('writes a timestamp outside the calendar by its fields', () => {
    expect(json(MonitoringInfo, { startTime: { seconds: -9223372036855n, nanos: 225_000_000 } })).toEqual({
      startTime: { seconds: '-9223372036855', nanos: 225_000_000 },
    });
  });

  it('writes a Struct as the JSON it stands for', () => {
    const pipelineOptions = {
      fields: {
        'beam:option:streaming:v1': { boolValue: false },
        list: { listValue: { values: [{ numberValue: 1 }, { nullValue: 0 as const }, { stringValue: '' }] } },
        nested: { structValue: { fields: {} } },
      },
    };
    expect(json(JobInfo, { pipelineOptions })).toEqual({
      pipelineOptions: { 'beam:option:streaming:v1': false, list: [1, null, ''], nested: {} },
    });
  });

  it('is refused for what is no message', () => {
    expect(() => toJson(Pipeline, 'plan' as never)).toThrow(TypeError);
  });
});

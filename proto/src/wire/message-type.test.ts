import { describe, expect, it } from 'vitest';
import {
  Components,
  FunctionSpec,
  LabelledPayload,
  Pipeline,
  PTransform,
  whichLabelledPayload,
} from '../index.js';

describe('a message type', () => {
  it('fills in defaults at any depth', () => {
    const pipeline = Pipeline.create({ components: { transforms: { t: { uniqueName: 'Count' } } } });
    expect(pipeline).toEqual({
      components: {
        transforms: {
          t: {
            uniqueName: 'Count',
            environmentId: '',
            subtransforms: [],
            inputs: {},
            outputs: {},
            displayData: [],
            annotations: {},
          },
        },
        pcollections: {},
        windowingStrategies: {},
        coders: {},
        environments: {},
      },
      rootTransformIds: [],
      displayData: [],
      requirements: [],
    });
  });

  it('copies what it is given', () => {
    const inputs = { in: 'a' };
    const transform = PTransform.create({ inputs });
    transform.inputs.in = 'b';
    expect(inputs).toEqual({ in: 'a' });
  });

  it('encodes a message with fields left out like a complete one', () => {
    const short = FunctionSpec.encode({ urn: 'u' }).finish();
    expect([...short]).toEqual([...FunctionSpec.encode(FunctionSpec.create({ urn: 'u' })).finish()]);
    expect([...short]).toEqual([0x0a, 1, 0x75]);
  });

  it('reads plain byte arrays out of a Buffer', () => {
    const bytes = Buffer.from(FunctionSpec.encode({ payload: Uint8Array.of(1, 2) }).finish());
    expect(FunctionSpec.decode(bytes)).toStrictEqual({ urn: '', payload: Uint8Array.of(1, 2) });
  });

  it('skips fields it does not know', () => {
    const unknown = [0x7a, 2, 9, 9, 0x0a, 1, 0x75];
    expect(FunctionSpec.decode(Uint8Array.from(unknown)).urn).toBe('u');
  });

  it('merges a message that comes in two parts', () => {
    const first = Pipeline.encode({ components: { coders: { a: {} } }, requirements: ['x'] }).finish();
    const second = Pipeline.encode({ components: { coders: { b: {} } }, requirements: ['y'] }).finish();
    const pipeline = Pipeline.decode(Uint8Array.from([...first, ...second]));
    expect(Object.keys(pipeline.components!.coders)).toEqual(['a', 'b']);
    expect(pipeline.requirements).toEqual(['x', 'y']);
  });

  it('keeps the last member of a oneof', () => {
    const first = LabelledPayload.encode({ stringValue: 'x' }).finish();
    const second = LabelledPayload.encode({ intValue: 0n }).finish();
    const payload = LabelledPayload.decode(Uint8Array.from([...first, ...second]));
    expect(payload).toEqual(LabelledPayload.create({ intValue: 0n }));
    expect(whichLabelledPayload(payload)).toBe('intValue');
    expect(whichLabelledPayload(LabelledPayload.create())).toBeUndefined();
  });

  it('takes any text as the key of a map', () => {
    const inputs = Object.fromEntries([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['', 'c'],
    ]);
    const transform = PTransform.decode(PTransform.encode({ inputs }).finish());
    expect(Object.entries(transform.inputs)).toEqual(Object.entries(inputs));
    expect(Object.getPrototypeOf(transform.inputs)).toBe(Object.prototype);
  });

  it('refuses bytes that end too early, wherever they are cut', () => {
    const bytes = Components.encode({
      coders: { kv: { spec: { urn: 'beam' }, componentCoderIds: ['k', 'v'] } },
    });
    const whole = bytes.finish();
    for (let length = 1; length < whole.length; length++) {
      expect(() => Components.decode(whole.subarray(0, length)), `${length} bytes`).toThrow(RangeError);
    }
  });

  it('refuses a message that is longer than its length says', () => {
    // The spec of this transform claims two bytes; the URN in it claims three more.
    const bytes = Uint8Array.of(0x0a, 2, 0x0a, 3, 0x61, 0x62, 0x63);
    expect(() => PTransform.decode(bytes)).toThrow('FunctionSpec does not end where its length says');
  });
});

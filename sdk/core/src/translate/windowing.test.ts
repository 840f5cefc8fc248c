import { FixedWindowsPayload, OutputTime, WindowingStrategy } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GLOBAL_WINDOWING, type Windowing } from '../construction/index.js';
import {
  windowCoderOf,
  windowFnFromSpec,
  windowFnSpec,
  windowingFromProto,
  windowingProto,
} from './windowing.js';

const length = fc.integer({ min: 1, max: 1e15 });
const offset = fc.integer({ min: -1e15, max: 1e15 });

const windowing: fc.Arbitrary<Windowing> = fc.record({
  windowFn: fc.oneof(
    fc.constant({ kind: 'global' as const }),
    fc.record({ kind: fc.constant('fixed' as const), size: length, offset }),
    fc.record({ kind: fc.constant('sliding' as const), size: length, period: length, offset }),
  ),
  timestampCombiner: fc.constantFrom('end-of-window' as const, 'earliest' as const, 'latest' as const),
  allowedLateness: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
});

test('every windowing comes back from its plan, to the millisecond and before 1970', () => {
  fc.assert(
    fc.property(windowing, (given) => {
      const proto = windowingProto(given, 'w', 'e');
      const received = WindowingStrategy.decode(WindowingStrategy.encode(proto).finish());
      expect(windowingFromProto(received)).toEqual(given);
    }),
  );
});

test('seconds and nanoseconds of an offset never have opposite signs', () => {
  fc.assert(
    fc.property(offset, (ms) => {
      const { payload } = windowFnSpec({ kind: 'fixed', size: 1, offset: ms });
      const { seconds, nanos } = FixedWindowsPayload.decode(payload).offset!;
      expect(Math.sign(Number(seconds)) * Math.sign(nanos)).toBeGreaterThanOrEqual(0);
      expect(Number(seconds) * 1000 + nanos / 1e6).toBe(ms);
    }),
  );
});

test('no enum is left open', () => {
  const { mergeStatus, accumulationMode, outputTime, closingBehavior, onTimeBehavior, trigger } =
    windowingProto(GLOBAL_WINDOWING, 'w', 'e');
  expect([mergeStatus, accumulationMode, outputTime, closingBehavior, onTimeBehavior]).not.toContain(0);
  expect(trigger).toBeDefined();
  expect(outputTime).toBe(OutputTime.END_OF_WINDOW);
});

test('the coder is that of the windows', () => {
  expect(windowCoderOf({ kind: 'global' }).urn).toBe(urns.coders.globalWindow);
  expect(windowCoderOf({ kind: 'fixed', size: 1, offset: 0 }).urn).toBe(urns.coders.intervalWindow);
});

test('a window function that is not known is refused by name', () => {
  expect(() => windowFnFromSpec({ urn: urns.windowFns.session, payload: new Uint8Array() })).toThrow(
    expect.objectContaining({
      code: 'E_UNSUPPORTED',
      message: expect.stringContaining(urns.windowFns.session),
    }),
  );
});

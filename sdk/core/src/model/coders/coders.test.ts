import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kv } from '../kv.js';
import { NO_FIRING, type Pane } from '../pane.js';
import { GLOBAL_WINDOW_MAX_TIMESTAMP, MAX_TIMESTAMP, MIN_TIMESTAMP } from '../timestamp.js';
import { GLOBAL_WINDOW, IntervalWindow, LabelledWindow } from '../window.js';
import { readBigInteger, writeBigInteger } from './big-integer.js';
import { BoolCoder } from './bool.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { BytesCoder } from './bytes.js';
import type { Coder } from './coder.js';
import { CustomWindowCoder } from './custom-window.js';
import { DoubleCoder } from './double.js';
import { GenericCoder } from './generic.js';
import { GlobalWindowCoder } from './global-window.js';
import { IntervalWindowCoder } from './interval-window.js';
import { IterableCoder } from './iterable.js';
import { keyCoder } from './key-coder.js';
import { KvCoder } from './kv.js';
import { LabelledWindowCoder } from './labelled-window.js';
import { LengthPrefixCoder } from './length-prefix.js';
import { NullableCoder } from './nullable.js';
import { readPane, writePane } from './pane.js';
import { ParamWindowedValueCoder } from './param-windowed-value.js';
import { ShardedKeyCoder } from './sharded-key.js';
import { StateBackedIterableCoder } from './state-backed-iterable.js';
import { StringUtf8Coder } from './string-utf8.js';
import { TimerCoder } from './timer.js';
import { Int64Coder, VarIntCoder } from './varint.js';
import { WindowedValueCoder } from './windowed-value.js';

/** Objects as programs write them: fast-check makes some without a prototype unless told not to. */
const record = <T>(model: { [P in keyof T]: fc.Arbitrary<T[P]> }): fc.Arbitrary<T> =>
  fc.record<T>(model, { noNullPrototype: true });

const text = fc.string({ unit: 'binary', maxLength: 80 });
const moment = fc.oneof(
  fc.maxSafeInteger(),
  fc.constantFrom(MIN_TIMESTAMP, MAX_TIMESTAMP, GLOBAL_WINDOW_MAX_TIMESTAMP, 0, -1),
);
const interval = fc
  .tuple(fc.integer({ min: -1e15, max: 1e15 }), fc.integer({ min: 0, max: 1e12 }))
  .map(([start, span]) => new IntervalWindow(start, start + span));
const labelled = fc
  .tuple(interval, fc.option(text, { nil: undefined }))
  .map(([window, label]) =>
    label === undefined ? window : new LabelledWindow(window.start, window.end, label),
  );
const pane: fc.Arbitrary<Pane> = fc.oneof(
  fc.constant(NO_FIRING),
  record({
    timing: fc.constant('early' as const),
    index: fc.nat(),
    onTimeIndex: fc.constant(-1),
    isFirst: fc.boolean(),
    isLast: fc.boolean(),
  }),
  record({
    timing: fc.constantFrom('on-time' as const, 'late' as const),
    index: fc.nat(),
    onTimeIndex: fc.nat(),
    isFirst: fc.boolean(),
    isLast: fc.boolean(),
  }),
);
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const windowed = record({
  value: text,
  timestamp: moment,
  windows: fc.array(interval, { maxLength: 3 }),
  pane,
});
const timer = fc.oneof(
  record({
    userKey: text,
    tag: text,
    windows: fc.array(interval, { maxLength: 2 }),
    cleared: fc.constant(false as const),
    fireTimestamp: moment,
    holdTimestamp: moment,
    pane,
  }),
  record({
    userKey: text,
    tag: text,
    windows: fc.array(interval, { maxLength: 2 }),
    cleared: fc.constant(true as const),
  }),
);

const string = new StringUtf8Coder();
const intervals = new IntervalWindowCoder();

/** Every coder beside the generic one and rows, with the values it is for. */
const coders: Record<string, [Coder<any>, fc.Arbitrary<any>]> = {
  bytes: [new BytesCoder(), fc.uint8Array({ maxLength: 200 })],
  string_utf8: [string, text],
  bool: [new BoolCoder(), fc.boolean()],
  varint: [new VarIntCoder(), fc.maxSafeInteger()],
  int64: [new Int64Coder(), int64],
  double: [new DoubleCoder(), fc.double()],
  kv: [new KvCoder(string, new BytesCoder()), record({ key: text, value: fc.uint8Array() })],
  iterable: [new IterableCoder(string), fc.array(text)],
  state_backed_iterable: [new StateBackedIterableCoder(new VarIntCoder()), fc.array(fc.integer())],
  length_prefix: [new LengthPrefixCoder(new KvCoder(string, string)), record({ key: text, value: text })],
  nullable: [new NullableCoder(string), fc.option(text)],
  global_window: [new GlobalWindowCoder(), fc.constant(GLOBAL_WINDOW)],
  interval_window: [intervals, interval],
  custom_window: [new CustomWindowCoder(intervals as Coder<any>), interval],
  labelled_window: [new LabelledWindowCoder(), labelled],
  windowed_value: [new WindowedValueCoder(string, intervals), windowed],
  timer: [new TimerCoder(string, intervals), timer],
  sharded_key: [new ShardedKeyCoder(string), record({ shard: fc.uint8Array(), key: text })],
};

function encoded(coder: Coder<any>, value: unknown, nested = true): Uint8Array {
  const writer = new ByteWriter(4);
  if (nested) coder.encode(value, writer);
  else coder.encodeOuter(value, writer);
  return writer.finish();
}

const decoded = (coder: Coder<any>, bytes: Uint8Array): any => coder.decode(new ByteReader(bytes));

describe.each(Object.entries(coders))('the coder %s', (_, [coder, values]) => {
  test('round-trips its values nested, one after the other', () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        const reader = new ByteReader(Uint8Array.of(...encoded(coder, first), ...encoded(coder, second)));
        expect(coder.decode(reader)).toStrictEqual(first);
        expect(coder.decode(reader)).toStrictEqual(second);
        expect(reader.remaining).toBe(0);
      }),
    );
  });

  test('round-trips its values in the outer context', () => {
    fc.assert(
      fc.property(values, (value) => {
        const reader = new ByteReader(encoded(coder, value, false));
        expect(coder.decodeOuter(reader)).toStrictEqual(value);
        expect(reader.remaining).toBe(0);
      }),
    );
  });

  test('reads any bytes as a value or ends in E_DECODE', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (bytes, nested) => {
        const reader = new ByteReader(bytes);
        try {
          if (nested) coder.decode(reader);
          else coder.decodeOuter(reader);
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'BeamError', code: 'E_DECODE' });
        }
      }),
      { numRuns: 300 },
    );
  });

  test('guesses sizes within an order of magnitude', () => {
    fc.assert(
      fc.property(values, (value) => {
        const size = encoded(coder, value).length;
        const guess = coder.estimateSize(value);
        expect(guess).toBeLessThanOrEqual(size * 10 + 64);
        expect(guess * 10 + 64).toBeGreaterThanOrEqual(size);
      }),
    );
  });
});

describe('a value of another type is refused with E_ENCODE', () => {
  test.each<[Coder<any>, unknown, RegExp]>([
    [new BytesCoder(), 'text', /bytes coder takes a Uint8Array, but got the string "text"/],
    [string, 5, /string_utf8 coder takes a string, but got the number 5/],
    [string, null, /but got null/],
    [string, '\ud800', /lone surrogate at index 0/],
    [new BoolCoder(), 1, /takes a boolean, but got the number 1/],
    [new VarIntCoder(), 0.5, /takes a safe integer, but got the number 0.5/],
    [new VarIntCoder(), 2 ** 53, /takes a safe integer/],
    [new VarIntCoder(), 1n, /but got the bigint 1n/],
    [new Int64Coder(), 1, /takes a bigint/],
    [new Int64Coder(), 2n ** 63n, /does not fit 64 bits/],
    [new DoubleCoder(), '1', /takes a number/],
    [new KvCoder(string, string), 'a', /takes { key, value }/],
    [new KvCoder(string, string), null, /takes { key, value }/],
    [new IterableCoder(string), 5, /takes an iterable/],
    [new IterableCoder(string), null, /takes an iterable/],
    [new IterableCoder(string), 'text', /takes an iterable, but got the string/],
    [new GlobalWindowCoder(), new IntervalWindow(0, 1), /takes the global window, but got an IntervalWindow/],
    [intervals, GLOBAL_WINDOW, /takes an IntervalWindow/],
    [intervals, new LabelledWindow(0, 1, 'x'), /takes an IntervalWindow/],
    [
      new WindowedValueCoder(string, intervals),
      { timestamp: 0.5, windows: [], pane: NO_FIRING },
      /0.5 is no timestamp/,
    ],
  ])('%o: %o', (coder, value, message) => {
    expect(() => encoded(coder, value)).toThrowError(expect.objectContaining({ code: 'E_ENCODE' }));
    expect(() => encoded(coder, value)).toThrowError(message);
  });
});

describe('iterables', () => {
  const numbers = new IterableCoder(new VarIntCoder());

  test('of any kind are written with their count', () => {
    const bytes = encoded(numbers, [1, 2, 3]);
    expect(encoded(numbers, new Set([1, 2, 3]))).toEqual(bytes);
    expect(
      encoded(
        numbers,
        (function* () {
          yield* [1, 2, 3];
        })(),
      ),
    ).toEqual(bytes);
    expect([...bytes]).toEqual([0, 0, 0, 3, 1, 2, 3]);
  });

  test('that go on in the state of the runner are handed to the reader of rests', () => {
    const seen: unknown[] = [];
    const coder = new StateBackedIterableCoder(new VarIntCoder(), (head, token, element) => {
      seen.push(head, [...token], element.urn);
      return head;
    });
    const bytes = Uint8Array.of(255, 255, 255, 255, 1, 7, ...new Array(9).fill(255), 1, 2, 40, 41);
    expect(decoded(coder, bytes)).toEqual([7]);
    expect(seen).toEqual([[7], [40, 41], 'beam:coder:varint:v1']);
    expect(() => decoded(numbers, bytes)).toThrowError(/state of the runner, which this place cannot read/);
  });

  test('that claim many elements without bytes are refused before memory is gone', () => {
    const windows = new IterableCoder(new GlobalWindowCoder());
    expect(() => decoded(windows, Uint8Array.of(127, 255, 255, 255))).toThrowError(/elements of no bytes/);
    expect([...decoded(windows, Uint8Array.of(0, 0, 255, 255))]).toHaveLength(65535);
  });

  test('with counts below -1 are refused', () => {
    expect(() => decoded(numbers, Uint8Array.of(255, 255, 255, 254))).toThrowError(/-2 is no count/);
    const chunk = Uint8Array.of(255, 255, 255, 255, 254, ...new Array(8).fill(255), 1);
    expect(() => decoded(numbers, chunk)).toThrowError(/-2 is no count/);
  });
});

describe('a length prefix', () => {
  test('ends the outer encoding of its value', () => {
    expect([...encoded(new LengthPrefixCoder(string), 'abc')]).toEqual([3, 97, 98, 99]);
  });

  test('must cover the value exactly', () => {
    const coder = new LengthPrefixCoder(new VarIntCoder());
    expect(() => decoded(coder, Uint8Array.of(2, 5, 5))).toThrowError(/1 bytes are left over/);
    expect(() => decoded(coder, Uint8Array.of(1, 255, 1))).toThrowError(/inside a varint/);
    expect(() => decoded(coder, Uint8Array.of(200, 1, 1))).toThrowError(
      /A length of 200 bytes where 1 are left/,
    );
  });
});

describe('windows and panes', () => {
  test('keep the ends of time exact', () => {
    const edges = [
      new IntervalWindow(MIN_TIMESTAMP, 0),
      new IntervalWindow(MIN_TIMESTAMP, GLOBAL_WINDOW_MAX_TIMESTAMP),
      new IntervalWindow(0, MAX_TIMESTAMP),
      new IntervalWindow(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
      new IntervalWindow(MIN_TIMESTAMP, MIN_TIMESTAMP),
    ];
    for (const window of edges) {
      expect(decoded(intervals, encoded(intervals, window))).toStrictEqual(window);
      const custom = new CustomWindowCoder(intervals as Coder<any>);
      expect(decoded(custom, encoded(custom, window))).toStrictEqual(window);
    }
  });

  test('that span a negative time are refused', () => {
    const bytes = Uint8Array.of(128, 0, 0, 0, 0, 0, 0, 5, ...new Array(9).fill(255), 1);
    expect(() => decoded(intervals, bytes)).toThrowError(/cannot span -1 ms/);
  });

  test('come with element metadata that is passed over', () => {
    const reader = new ByteReader(Uint8Array.of(0x8f, 3, 1, 2, 3, 9));
    expect(readPane(reader)).toBe(NO_FIRING);
    expect(reader.readByte()).toBe(9);
  });

  test('take one byte where nothing fired, and are refused with an unknown form', () => {
    const writer = new ByteWriter();
    writePane({ ...NO_FIRING }, writer);
    expect([...writer.view()]).toEqual([0x0f]);
    expect(() => readPane(new ByteReader(Uint8Array.of(0x3f, 1, 1, 1)))).toThrowError(/0x3f begins no pane/);
  });

  test('shared by neighbours come back as one object', () => {
    const coder = new WindowedValueCoder(string, intervals);
    const metadata = { timestamp: 5, windows: [new IntervalWindow(0, 10)], pane: NO_FIRING };
    const header = (change: object): ByteReader => {
      const writer = new ByteWriter();
      coder.encodeMetadata({ ...metadata, ...change }, writer);
      return new ByteReader(writer.finish());
    };
    const first = coder.decodeMetadata(header({}));
    expect(first).toStrictEqual(metadata);
    expect(coder.decodeMetadata(header({}), first)).toBe(first);
    expect(coder.decodeMetadata(header({ timestamp: 6 }), first).windows).toBe(first.windows);
    for (const change of [
      { timestamp: 6 },
      { windows: [new IntervalWindow(0, 11)] },
      { windows: [] },
      { pane: { ...NO_FIRING, isLast: false } },
    ]) {
      expect(coder.decodeMetadata(header(change), first)).toStrictEqual({ ...metadata, ...change });
    }
  });

  test('of neighbours that differ in a label alone stay two', () => {
    const coder = new WindowedValueCoder(string, new LabelledWindowCoder());
    const header = (label: string): ByteReader => {
      const writer = new ByteWriter();
      const windows = [new LabelledWindow(0, 10, label)];
      coder.encodeMetadata({ timestamp: 5, windows, pane: NO_FIRING }, writer);
      return new ByteReader(writer.finish());
    };
    const first = coder.decodeMetadata(header('odd'));
    expect(coder.decodeMetadata(header('even'), first).windows).toStrictEqual([
      new LabelledWindow(0, 10, 'even'),
    ]);
  });

  test('that are the global one are known by identity', () => {
    const coder = new WindowedValueCoder(string, new GlobalWindowCoder());
    const element = { value: 'x', timestamp: MIN_TIMESTAMP, windows: [GLOBAL_WINDOW], pane: NO_FIRING };
    expect(decoded(coder, encoded(coder, element)).windows[0]).toBe(GLOBAL_WINDOW);
  });

  test('are the coder’s own where values have them in common', () => {
    const metadata = { timestamp: 7, windows: [new IntervalWindow(0, 10)], pane: NO_FIRING };
    const coder = ParamWindowedValueCoder.of(string, intervals, metadata);
    const bytes = encoded(coder, { value: 'abc', timestamp: 1, windows: [], pane: NO_FIRING });
    expect([...bytes]).toEqual([3, 97, 98, 99]);
    expect(decoded(coder, bytes)).toStrictEqual({ value: 'abc', ...metadata });
    expect(() => new ParamWindowedValueCoder(string, intervals, Uint8Array.of(1))).toThrowError(
      expect.objectContaining({ code: 'E_DECODE' }),
    );
  });
});

describe('key coders', () => {
  test('are the coder itself where it is deterministic', () => {
    expect(keyCoder(string)).toBe(string);
  });

  test('make 0 and -0 one, at any depth', () => {
    const pairs = new KvCoder(new NullableCoder(new DoubleCoder()), new IterableCoder(new GenericCoder()));
    expect(pairs.deterministic).toBe(false);
    const keys = keyCoder(pairs);
    expect(keys.deterministic).toBe(true);
    const bytes = encoded(keys, kv(-0, [{ a: -0, b: 1 }]));
    expect(bytes).toEqual(encoded(keys, kv(0, [{ b: 1, a: 0 }])));
    expect(encoded(pairs, kv(-0, []))).not.toEqual(encoded(pairs, kv(0, [])));
    expect(decoded(pairs, bytes)).toEqual(kv(0, [{ a: 0, b: 1 }]));
  });

  test('wrap everything that can be wrapped', () => {
    const double = new DoubleCoder();
    for (const coder of [
      new LengthPrefixCoder(double),
      new StateBackedIterableCoder(double),
      new ShardedKeyCoder(double),
      new NullableCoder(double),
    ]) {
      const keys = keyCoder<any>(coder);
      expect(keys.urn).toBe(coder.urn);
      expect(keys.deterministic).toBe(true);
    }
  });

  test('do not exist for coders without a canonical form', () => {
    const odd: Coder<string> = Object.assign(Object.create(string), {
      deterministic: false,
      keyForm: undefined,
    });
    expect(() => keyCoder(odd)).toThrowError(expect.objectContaining({ code: 'E_NOT_DETERMINISTIC' }));
    expect(() => keyCoder(new KvCoder(odd, string))).toThrowError(/string_utf8/);
  });
});

test('integers of any size take the shortest two’s complement, as in Java', () => {
  const bytesOf = (value: bigint): number[] => {
    const writer = new ByteWriter();
    writeBigInteger(value, writer);
    return [...writer.finish()];
  };
  expect(bytesOf(0n)).toEqual([1, 0]);
  expect(bytesOf(127n)).toEqual([1, 127]);
  expect(bytesOf(128n)).toEqual([2, 0, 128]);
  expect(bytesOf(-128n)).toEqual([1, 128]);
  expect(bytesOf(-129n)).toEqual([2, 255, 127]);
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }), (value) => {
      expect(readBigInteger(new ByteReader(Uint8Array.from(bytesOf(value))), 100)).toBe(value);
    }),
  );
  expect(() => readBigInteger(new ByteReader(Uint8Array.of(3, 1, 1, 1)), 2)).toThrowError(
    /3 bytes is too large/,
  );
});

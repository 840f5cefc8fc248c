import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { ClassRegistry, classForm } from './class-registry.js';
import { GenericCoder } from './generic.js';
import { keyCoder } from './key-coder.js';
import { littleEndian } from './little-endian.js';

const coder = new GenericCoder();
const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');

function encoded(value: unknown, by = coder): Uint8Array {
  const writer = new ByteWriter(8);
  by.encode(value, writer);
  return writer.finish();
}

function roundTrip(value: unknown, by = coder): any {
  const reader = new ByteReader(encoded(value, by));
  const back = by.decode(reader);
  expect(reader.remaining).toBe(0);
  return back;
}

const key = (value: unknown): string => hex(encoded(value, GenericCoder.canonical));

/** Everything the coder takes, as far as fast-check makes it. */
const anyValue = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withNullPrototype: true,
  withUnicodeString: true,
  maxDepth: 4,
});

describe('the generic coder', () => {
  test('round-trips every kind of data', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(roundTrip(value)).toStrictEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [undefined],
    [null],
    [0],
    [-0],
    [63],
    [64],
    [-1],
    [Number.MAX_SAFE_INTEGER],
    [Number.MIN_SAFE_INTEGER],
    [2 ** 53],
    [-(2 ** 60)],
    [0.1],
    [5e-324],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY],
    [0n],
    [-1n],
    [2n ** 63n - 1n],
    [-(2n ** 63n)],
    [2n ** 63n],
    [-(2n ** 63n) - 1n],
    [2n ** 4000n],
    [-(2n ** 4000n) + 7n],
    [''],
    ['x'.repeat(63)],
    ['x'.repeat(64)],
    ['é'.repeat(31)],
    ['é'.repeat(32)],
    ['光'.repeat(70)],
    ['a lone \ud800 surrogate'],
    ['\udfff'],
    ['\ufeff'],
    [[undefined, null, [], {}]],
    [new Array(300).fill(7)],
    [Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`property ${i}`, i]))],
    [{ undefined: undefined, '': 1, ключ: 2, '\ud800': 3 }],
    [new Date(0)],
    [new Date(-8.64e15)],
    [
      new Map<unknown, unknown>([
        [{ a: 1 }, [1]],
        [Number.NaN, new Set([1, 'one'])],
      ]),
    ],
    [new Uint8Array(300).fill(200)],
    [new Float64Array([1.5, -0, Number.NaN])],
    [BigUint64Array.of(2n ** 64n - 1n)],
    [/a(b)?c/giu],
  ])('round-trips %o', (value) => {
    expect(roundTrip(value)).toStrictEqual(value);
  });

  test('keeps the order of properties, map entries and set items', () => {
    const back = roundTrip({
      z: 1,
      a: { y: 1, b: 2 },
      m: new Map([
        ['q', 1],
        ['c', 2],
      ]),
      s: new Set([3, 1, 2]),
    });
    expect(Object.keys(back)).toEqual(['z', 'a', 'm', 's']);
    expect(Object.keys(back.a)).toEqual(['y', 'b']);
    expect([...back.m.keys()]).toEqual(['q', 'c']);
    expect([...back.s]).toEqual([3, 1, 2]);
  });

  test('keeps an invalid date, an ArrayBuffer and an object without prototype as what they are', () => {
    expect(roundTrip(new Date(Number.NaN)).getTime()).toBeNaN();
    const buffer = roundTrip(Uint8Array.of(1, 2, 3).buffer);
    expect(buffer).toBeInstanceOf(ArrayBuffer);
    expect([...new Uint8Array(buffer)]).toEqual([1, 2, 3]);
    const bare = roundTrip(Object.assign(Object.create(null), { a: 1 }));
    expect(Object.getPrototypeOf(bare)).toBe(null);
    expect({ ...bare }).toEqual({ a: 1 });
  });

  test('gives back a Buffer as a Buffer, with its methods', () => {
    const back = roundTrip({ body: Buffer.from('hello') });
    expect(Buffer.isBuffer(back.body)).toBe(true);
    expect(back.body.toString()).toBe('hello');
  });

  test('takes only the part of a buffer that a view shows', () => {
    const whole = new Float32Array([1, 2, 3, 4]);
    expect([...roundTrip(whole.subarray(1, 3))]).toEqual([2, 3]);
  });

  test('gives back errors with class, message, stack, cause and own properties', () => {
    const error = Object.assign(new TypeError('no such thing', { cause: { id: 7n } }), { code: 'ENOENT' });
    const back = roundTrip(error);
    expect(back).toBeInstanceOf(TypeError);
    expect(back.message).toBe('no such thing');
    expect(back.stack).toBe(error.stack);
    expect(back.cause).toEqual({ id: 7n });
    expect(back.code).toBe('ENOENT');
    expect(Object.keys(back)).toEqual(['code']);
    expect('cause' in roundTrip(new Error('plain'))).toBe(false);
  });

  test('keeps a property named __proto__ without touching the prototype', () => {
    const value = JSON.parse('{"__proto__":{"polluted":true},"a":1}');
    const back = roundTrip(value);
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect(Object.keys(back)).toEqual(['__proto__', 'a']);
    expect(back.polluted).toBeUndefined();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('takes plain objects and arrays of another realm', async () => {
    const { runInNewContext } = await import('node:vm');
    expect(roundTrip(runInNewContext('({ a: [1, { b: 2 }] })'))).toStrictEqual({ a: [1, { b: 2 }] });
  });

  test('makes the sizes that the format promises', () => {
    expect(hex(encoded(5))).toBe('05');
    expect(hex(encoded('ab'))).toBe('426162');
    expect(hex(encoded({ id: 1, ok: true }))).toBe('824269640142' + '6f6ba3');
    expect(hex(encoded([1, 64, -1]))).toBe('9301a540a600');
  });
});

class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
}

const money = classForm({
  name: 'Money',
  class: Money,
  save: (value) => ({ cents: value.cents }),
  load: ({ cents }) => new Money(cents),
});

describe('registered classes', () => {
  const classes = new ClassRegistry([money]);
  const withMoney = new GenericCoder({ classes });

  test('come back as instances, anywhere in the element', () => {
    const back = roundTrip(
      { price: new Money(5), all: new Map([[new Money(1), [new Money(2)]]]) },
      withMoney,
    );
    expect(back.price).toBeInstanceOf(Money);
    expect(back).toStrictEqual({ price: new Money(5), all: new Map([[new Money(1), [new Money(2)]]]) });
    expect(roundTrip(new Money(7), keyCoder(withMoney) as GenericCoder)).toStrictEqual(new Money(7));
  });

  test('are refused by a coder that does not know them, on either side', () => {
    expect(() => encoded({ a: [new Money(1)] })).toThrowError(
      expect.objectContaining({
        code: 'E_NO_CODER',
        message: '$.a[0] is an instance of the class Money, which cannot be an element.',
        help: expect.stringContaining('register Money'),
      }),
    );
    const bytes = encoded(new Money(1), withMoney);
    expect(() => coder.decode(new ByteReader(bytes))).toThrowError(/class "Money" is not registered here/);
  });

  test('do not cover their subclasses, which would come back as another class', () => {
    class Euro extends Money {}
    expect(() => encoded(new Euro(1), withMoney)).toThrowError(/instance of the class Euro/);
  });

  test('cannot be registered twice', () => {
    expect(() => new ClassRegistry([money, { ...money, class: Date }])).toThrowError(/registered twice/);
    expect(() => new ClassRegistry([money, { ...money, name: 'Other' }])).toThrowError(/registered twice/);
  });

  test('have what they save examined like any other value', () => {
    const leaky = new ClassRegistry([{ ...money, save: () => ({ f: () => 1 }) }]);
    expect(() => encoded([new Money(1)], new GenericCoder({ classes: leaky }))).toThrowError(
      /\$\[0\]\.save\(\)\.f is the function/,
    );
  });
});

describe('what cannot be an element is refused with its path', () => {
  class Socket {}
  const cyclic: Record<string, unknown> = { a: { b: [] } };
  (cyclic.a as { b: unknown[] }).b.push(cyclic);
  const holes = [1, 2, 3];
  delete holes[1];

  test.each([
    ['a function', () => 1, /^\$ is the function/],
    ['a function deep inside', { user: { onClick() {} } }, /^\$\.user\.onClick is the function onClick/],
    ['a symbol', [Symbol('s')], /^\$\[0\] is a symbol/],
    [
      'an instance of a class',
      { user: { socket: new Socket() } },
      /^\$\.user\.socket is an instance of the class Socket/,
    ],
    ['a promise', { body: Promise.resolve(1) }, /^\$\.body is a Promise/],
    ['a WeakMap', new Map([['k', new WeakMap()]]), /^\$\.get\("k"\) is an instance of the class WeakMap/],
    ['a key of a map', new Map([[() => 1, 1]]), /^\$\.keys\(\)\[0\] is the function/],
    ['an item of a set', new Set([Symbol.iterator]), /^\$\.values\(\)\[0\] is a symbol/],
    ['a cycle', cyclic, /^\$\.a\.b\[0\] is \$ again \(a cycle\)/],
    ['a hole', { list: holes }, /^\$\.list\[1\] is a hole/],
    ['a match', { match: /a/.exec('a') }, /^\$\.match is the match of a regular expression/],
    ['a subclass of Map', new (class Index extends Map {})(), /^\$ is an instance of the class Index/],
    [
      'a subclass of Array',
      { v: new (class Vector extends Array {})() },
      /^\$\.v is an instance of the class Vector/,
    ],
    [
      'a subclass of Error',
      [new (class HttpError extends Error {})('x')],
      /^\$\[0\] is an instance of the class HttpError/,
    ],
    ['a cause of an error', new Error('x', { cause: () => 1 }), /^\$\.cause is the function/],
    ['a DataView', { view: new DataView(new ArrayBuffer(1)) }, /^\$\.view is a DataView/],
    ['a shared buffer', new SharedArrayBuffer(1), /^\$ is an instance of the class SharedArrayBuffer/],
    ['a boxed number', Object(1), /^\$ is an instance of the class Number/],
    ['a strange name', { 'a-b': { '': Symbol('s') } }, /^\$\["a-b"\]\[""\] is a symbol/],
  ])('%s', (_, value, message) => {
    expect(() => encoded(value)).toThrowError(message);
    expect(() => encoded(value)).toThrowError(
      expect.objectContaining({ code: 'E_NO_CODER', help: expect.any(String) }),
    );
  });

  test('nesting without end, long before the stack is used up', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = { inner: deep };
    expect(() => encoded(deep)).toThrowError(/is nested deeper than 500 levels/);
    let tree: unknown = [];
    for (let i = 0; i < 400; i++) tree = [tree];
    expect(roundTrip(tree)).toStrictEqual(tree);
  });

  test('and leaves nothing half written', () => {
    const writer = new ByteWriter();
    writer.writeByte(1);
    expect(() => coder.encode([1, 2, { f() {} }], writer)).toThrowError();
    expect([...writer.view()]).toEqual([1]);
  });
});

describe('the canonical form', () => {
  test('has one form for equal values', () => {
    expect(key({ b: 1, a: [2, { d: 1, c: 2 }] })).toBe(key({ a: [2, { c: 2, d: 1 }], b: 1 }));
    expect(key(-0)).toBe(key(0));
    expect(key([Number.NaN])).toBe(key([-Number.NaN]));
    expect(
      key(
        new Map<unknown, unknown>([
          ['b', 1],
          ['a', 2],
        ]),
      ),
    ).toBe(
      key(
        new Map([
          ['a', 2],
          ['b', 1],
        ]),
      ),
    );
    expect(key(new Set(['b', { y: 1, x: 1 }, 'a']))).toBe(key(new Set([{ x: 1, y: 1 }, 'a', 'b'])));
    expect(key(Buffer.from('ab'))).toBe(key(Uint8Array.of(97, 98)));
    expect(key(new Float64Array([-0]))).toBe(key(new Float64Array([0])));
  });

  test('has different forms for values that differ only in type', () => {
    const values = [
      1,
      '1',
      1n,
      true,
      [1],
      { 1: 1 },
      new Set([1]),
      new Map([[1, 1]]),
      new Date(1),
      null,
      undefined,
      '',
    ];
    const forms = [...values, [], {}, { a: undefined }, Uint8Array.of(1), Int8Array.of(1), /1/].map(key);
    expect(new Set(forms).size).toBe(forms.length);
  });

  test('gives equal bytes exactly to equal values', () => {
    const shuffled = (value: any, turn: number): any => {
      if (Array.isArray(value)) return value.map((item) => shuffled(item, turn));
      if (value instanceof Map)
        return new Map(
          rotate(
            [...value].map(([k, v]) => [shuffled(k, turn), shuffled(v, turn)] as const),
            turn,
          ),
        );
      if (value instanceof Set)
        return new Set(
          rotate(
            [...value].map((item) => shuffled(item, turn)),
            turn,
          ),
        );
      if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
        return Object.fromEntries(
          rotate(Object.entries(value), turn).map(([k, v]) => [k, shuffled(v, turn)]),
        );
      }
      return value;
    };
    const rotate = <T>(items: T[], by: number): T[] => [
      ...items.slice(by % (items.length || 1)),
      ...items.slice(0, by % (items.length || 1)),
    ];
    const simple = fc.anything({
      withBigInt: true,
      withMap: true,
      withSet: true,
      withDate: true,
      maxDepth: 3,
      maxKeys: 4,
    });
    fc.assert(
      fc.property(simple, fc.nat(5), (value, turn) => {
        expect(key(shuffled(value, turn))).toBe(key(value));
      }),
    );
    fc.assert(
      fc.property(simple, simple, (a, b) => {
        const same = key(a) === key(b);
        if (same)
          expect(roundTrip(a, GenericCoder.canonical)).toStrictEqual(roundTrip(b, GenericCoder.canonical));
      }),
    );
  });

  test('refuses errors, of which no two are equal', () => {
    expect(() => key({ e: new Error('x') })).toThrowError(/^\$\.e is an error \(Error\), and so no key/);
  });

  test('is what keyCoder finds, and is read by the ordinary coder', () => {
    expect(keyCoder(coder).deterministic).toBe(true);
    expect(coder.decode(new ByteReader(encoded({ b: 1, a: 2 }, GenericCoder.canonical)))).toEqual({
      a: 2,
      b: 1,
    });
  });
});

describe('hostile bytes', () => {
  test('of any content decode to a value or end in E_DECODE', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          coder.decode(new ByteReader(bytes));
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'BeamError', code: 'E_DECODE' });
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('that were cut anywhere end in E_DECODE', () => {
    const bytes = encoded({
      a: [1, 'two', 3n, new Map([['k', new Date(5)]])],
      b: new Error('x'),
      c: /r/g,
      d: 2n ** 99n,
    });
    for (let end = 0; end < bytes.length; end++) {
      expect(() => coder.decode(new ByteReader(bytes, 0, end))).toThrowError(
        expect.objectContaining({ code: 'E_DECODE' }),
      );
    }
  });

  test('that had single bits flipped decode to a value or end in E_DECODE', () => {
    const bytes = encoded({
      a: [1, 'two', 3n, new Map([['k', new Date(5)]])],
      b: new TypeError('x'),
      c: /r/g,
    });
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      try {
        coder.decode(new ByteReader(flipped));
      } catch (thrown) {
        expect(thrown).toMatchObject({ name: 'BeamError', code: 'E_DECODE' });
      }
    }
  });

  test('that nest without end are refused', () => {
    expect(() => coder.decode(new ByteReader(new Uint8Array(1_000_000).fill(0x91)))).toThrowError(
      /deeper than 500/,
    );
  });

  test('that claim two thousand million parts cost nothing', () => {
    for (const lead of [0xab, 0xac, 0xae, 0xaf, 0xb0, 0xb1, 0xb2, 0xb3, 0xb6]) {
      const bytes = Uint8Array.of(lead, 0xff, 0xff, 0xff, 0xff, 0x07);
      expect(() => coder.decode(new ByteReader(bytes))).toThrowError(
        expect.objectContaining({ code: 'E_DECODE' }),
      );
    }
  });
});

test('items of typed arrays are reversed on machines that keep the highest byte first', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4);
  expect([...littleEndian(bytes, 2, false)]).toEqual([2, 1, 4, 3]);
  expect([...littleEndian(littleEndian(bytes, 4, false), 4, false)]).toEqual([1, 2, 3, 4]);
  expect(littleEndian(bytes, 1, false)).toBe(bytes);
});

test('the size of a value is guessed without walking all of it', () => {
  let visited = 0;
  const items = Array.from({ length: 100_000 }, () =>
    Object.defineProperty({}, 'x', { enumerable: true, get: () => ++visited }),
  );
  const guess = coder.estimateSize(items);
  expect(visited).toBeLessThan(100);
  expect(guess).toBeGreaterThan(100_000);
  expect(coder.estimateSize({ text: 'x'.repeat(1000) })).toBeGreaterThan(1000);
});

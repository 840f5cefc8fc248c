import { expect, test } from 'vitest';
import { int64, list, optional, string } from '../schema/field-types.js';
import { row } from '../schema/row.js';
import { BoolCoder } from './bool.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { ClassRegistry, classForm } from './class-registry.js';
import type { Coder } from './coder.js';
import { CustomWindowCoder } from './custom-window.js';
import { DoubleCoder } from './double.js';
import { explainCoder } from './explain-coder.js';
import { GenericCoder } from './generic.js';
import { IntervalWindowCoder } from './interval-window.js';
import { IterableCoder } from './iterable.js';
import { keyCoder } from './key-coder.js';
import { KvCoder } from './kv.js';
import { NullableCoder } from './nullable.js';
import { coderFromSpec } from './registry.js';
import { RowCoder } from './row.js';
import { sameCoder } from './same-coder.js';
import { StringUtf8Coder } from './string-utf8.js';
import { coderUrns, hornbeamCoderUrns } from './urns.js';
import { Int64Coder, VarIntCoder } from './varint.js';

const nothing = new Uint8Array(0);
const rebuilt = (coder: Coder<any>): Coder<any> =>
  coderFromSpec(coder.urn, coder.components.map(rebuilt), coder.payload ?? nothing);

const Order = row({ id: int64, tags: list(string), note: optional(string) });

test('a coder is rebuilt from its URN, components and payload', () => {
  for (const coder of [
    new StringUtf8Coder(),
    new VarIntCoder(),
    new Int64Coder(),
    new DoubleCoder(),
    new DoubleCoder({ canonical: true }),
    new GenericCoder(),
    GenericCoder.canonical,
    new KvCoder(new StringUtf8Coder(), new NullableCoder(new IterableCoder(new GenericCoder()))),
    keyCoder(new KvCoder(new DoubleCoder(), new GenericCoder())),
    new CustomWindowCoder(new IntervalWindowCoder() as Coder<any>),
  ] as Coder<any>[]) {
    const again = rebuilt(coder);
    expect(again.constructor).toBe(coder.constructor);
    expect(again.deterministic).toBe(coder.deterministic);
    expect(sameCoder(again, coder)).toBe(true);
  }
});

test('a row is rebuilt with what reads its payload, and not without', () => {
  const coder = coderFromSpec(coderUrns.row, [], nothing, { parseSchema: () => Order.schema });
  expect(sameCoder(coder, Order.coder)).toBe(true);
  expect(() => coderFromSpec(coderUrns.row, [], nothing)).toThrowError(
    expect.objectContaining({ code: 'E_INTERNAL' }),
  );
});

test('the registered classes reach the generic coder', () => {
  class Point {}
  const classes = new ClassRegistry([
    classForm({ name: 'Point', class: Point, save: () => null, load: () => new Point() }),
  ]);
  const coder = coderFromSpec(hornbeamCoderUrns.generic, [], nothing, { classes });
  const writer = new ByteWriter();
  coder.encode(new Point(), writer);
  expect(coder.decode(new ByteReader(writer.view()))).toBeInstanceOf(Point);
});

test('a URN that nobody knows is refused, unless the caller knows it', () => {
  for (const urn of ['beam:coder:avro:v1', 'toString', '__proto__']) {
    expect(() => coderFromSpec(urn, [], nothing)).toThrowError(
      expect.objectContaining({ code: 'E_UNSUPPORTED' }),
    );
  }
  const mine = { 'acme:coder:flag:v1': { arity: 0, make: () => new BoolCoder() } };
  expect(coderFromSpec('acme:coder:flag:v1', [], nothing, { coders: mine })).toBeInstanceOf(BoolCoder);
});

test('a wrong number of components is refused', () => {
  expect(() => coderFromSpec(coderUrns.kv, [new BoolCoder()], nothing)).toThrowError(
    /has 2 component\(s\), but the plan gives it 1/,
  );
  expect(() => coderFromSpec(coderUrns.bool, [new BoolCoder()], nothing)).toThrowError(
    expect.objectContaining({ code: 'E_BAD_PLAN' }),
  );
});

test('coders are the same when they read and write the same', () => {
  const same = (a: Coder<any>, b: Coder<any>) => sameCoder(a, b);
  expect(same(new BoolCoder(), new BoolCoder())).toBe(true);
  expect(same(new VarIntCoder(), new Int64Coder())).toBe(false);
  expect(same(new GenericCoder(), GenericCoder.canonical)).toBe(false);
  expect(same(new IterableCoder(new BoolCoder()), new IterableCoder(new VarIntCoder()))).toBe(false);
  expect(same(Order.coder, new RowCoder({ ...Order.schema, id: 'another' }))).toBe(true);
  expect(same(Order.coder, row({ id: int64, tags: list(string), note: string }).coder)).toBe(false);
  expect(same(Order.coder, keyCoder(Order.coder as Coder<any>))).toBe(true);
});

test('a coder is explained in one line', () => {
  expect(explainCoder(new KvCoder(new StringUtf8Coder(), new GenericCoder()))).toBe('kv<string, generic>');
  expect(explainCoder(new IterableCoder(Order.coder))).toBe(
    'iterable<row<id: int64, tags: array<string>, note: string?>>',
  );
  expect(explainCoder(new Int64Coder())).toBe('varint');
  const foreign: Coder<any> = Object.assign(Object.create(new BoolCoder()), { urn: 'acme' });
  expect(explainCoder(foreign)).toBe('acme');
});

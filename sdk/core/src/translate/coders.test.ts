import { expect, test } from 'vitest';
import { BytesCoder } from '../model/coders/bytes.js';
import type { Coder } from '../model/coders/coder.js';
import { GenericCoder } from '../model/coders/generic.js';
import { IterableCoder } from '../model/coders/iterable.js';
import { KvCoder } from '../model/coders/kv.js';
import { sameCoder } from '../model/coders/registry.js';
import { StringUtf8Coder } from '../model/coders/string-utf8.js';
import { Int64Coder, VarIntCoder } from '../model/coders/varint.js';
import { int64, list, optional, string } from '../model/schema/field-types.js';
import { row } from '../model/schema/row.js';
import { CoderIds, coderFromPlan, isCoderOfPlan } from './coders.js';

const coders: Coder<any>[] = [
  new BytesCoder(),
  new VarIntCoder(),
  new Int64Coder(),
  new GenericCoder(),
  GenericCoder.canonical,
  new KvCoder(new StringUtf8Coder(), new IterableCoder(new GenericCoder())),
  new KvCoder(GenericCoder.canonical, new GenericCoder()),
  row({ id: int64, tags: list(string), note: optional(string) }).coder,
  row({ id: int64, tags: list(string), note: string }).coder,
];

test('coders come back from the plan as what they were', () => {
  const ids = new CoderIds();
  for (const coder of coders) expect(sameCoder(coderFromPlan(ids.idOf(coder), ids.protos), coder)).toBe(true);
});

test('equal coders have one id, different ones never, even with the same URN', () => {
  const ids = new CoderIds();
  const first = coders.map((coder) => ids.idOf(coder));
  expect(coders.map((coder) => ids.idOf(coder))).toEqual(first);
  expect(new Set(first).size).toBe(coders.length);
});

test('a coder knows its own place in a plan and no other', () => {
  const ids = new CoderIds();
  const all = coders.map((coder) => ids.idOf(coder));
  for (const [i, coder] of coders.entries()) {
    expect(all.map((id) => isCoderOfPlan(coder, id, ids.protos))).toEqual(all.map((_, j) => i === j));
  }
  expect(isCoderOfPlan(coders[0]!, 'nowhere', ids.protos)).toBe(false);
});

test('ids that lead nowhere and coders without an end are refused', () => {
  const endless = { spec: { urn: new IterableCoder(new BytesCoder()).urn, payload: new Uint8Array() } };
  const protos = { endless: { ...endless, componentCoderIds: ['endless'] } };
  expect(() => coderFromPlan('endless', protos)).toThrow(expect.objectContaining({ code: 'E_BAD_PLAN' }));
  for (const id of ['nowhere', 'constructor']) {
    expect(() => coderFromPlan(id, protos)).toThrow(
      expect.objectContaining({ code: 'E_BAD_PLAN', message: expect.stringContaining(`"${id}"`) }),
    );
  }
});

test('a coder of another SDK is refused by name', () => {
  const protos = {
    theirs: { spec: { urn: 'their:coder', payload: new Uint8Array() }, componentCoderIds: [] },
  };
  expect(() => coderFromPlan('theirs', protos)).toThrow(
    expect.objectContaining({ code: 'E_UNSUPPORTED', message: expect.stringContaining('their:coder') }),
  );
});

import { describe, expect, test } from 'vitest';
import { type Collection, Graph } from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { DoubleCoder } from '../model/coders/double.js';
import { GenericCoder } from '../model/coders/generic.js';
import { KvCoder } from '../model/coders/kv.js';
import { StringUtf8Coder } from '../model/coders/string-utf8.js';
import type { KV } from '../model/kv.js';
import { distinct } from './distinct.js';
import { groupByKey } from './group-by-key.js';
import { impulse } from './impulse.js';
import { keyBy, map } from './par-do.js';

type Pair = KV<string, unknown>;

const pairs = (coder?: Coder<Pair>): Collection<Pair> =>
  map(impulse(new Graph()), () => ({ key: 'k', value: 1 }), undefined, coder);

/** The coder of the groups' keys. */
const keyCoderOf = ({ coder }: Collection<unknown>): Coder<unknown> =>
  (coder as KvCoder<unknown, unknown>).key;

describe('distinct pairs can be grouped', () => {
  test('when nobody chose their coder', () => {
    expect(groupByKey(distinct(pairs())).coder).toBeInstanceOf(KvCoder);
  });

  test('when keyBy made them, though their values have no canonical coder', () => {
    const keyed = keyBy(
      map(impulse(new Graph()), () => 1),
      () => 'k',
      new StringUtf8Coder(),
    );
    expect(keyed.coder.deterministic).toBe(false);
    expect(keyCoderOf(groupByKey(distinct(keyed)))).toBeInstanceOf(StringUtf8Coder);
  });

  test('when their coder writes equal pairs as equal bytes', () => {
    const chosen = new KvCoder(new StringUtf8Coder(), new StringUtf8Coder());
    expect(keyCoderOf(groupByKey(distinct(pairs(chosen))))).toBeInstanceOf(StringUtf8Coder);
  });

  test('when their coder has no form for keys: the generic one stands in', () => {
    const loose = Object.assign(new DoubleCoder(), { deterministic: false, keyForm: undefined });
    const grouped = groupByKey(distinct(pairs(new KvCoder(new StringUtf8Coder(), loose))));
    expect(keyCoderOf(grouped)).toBeInstanceOf(GenericCoder);
  });

  test('when one of each key stays, with the coder they had', () => {
    const chosen = new KvCoder(new StringUtf8Coder(), new GenericCoder());
    const kept = distinct(pairs(chosen), ({ value }) => value);
    expect(kept.coder).toBe(chosen);
    expect(groupByKey(distinct(pairs(), ({ value }) => value)).coder).toBeInstanceOf(KvCoder);
  });
});

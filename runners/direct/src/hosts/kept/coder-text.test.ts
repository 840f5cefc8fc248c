import {
  ByteReader,
  BytesCoder,
  ByteWriter,
  type Coder,
  coderFromSpec,
  DoubleCoder,
  GenericCoder,
  GlobalWindowCoder,
  Int64Coder,
  IntervalWindowCoder,
  IterableCoder,
  KvCoder,
  NullableCoder,
  RowCoder,
  row,
  StringUtf8Coder,
  string,
  VarIntCoder,
} from '@hornbeam/sdk/model';
import { expect, test } from 'vitest';
import { codersOfText, coderText } from './coder-text.js';

const text = new StringUtf8Coder();
const rows = new RowCoder(row({ name: string }).schema);

test.each<[string, Coder<any>, unknown]>([
  ['text', text, 'häuser'],
  ['bytes', new BytesCoder(), Uint8Array.of(1, 2)],
  ['an int64', new Int64Coder(), 2n ** 60n],
  ['a double as a key', new DoubleCoder({ canonical: true }), 1.5],
  ['what describes itself', new GenericCoder(), { a: [1, 'b'] }],
  ['the same as a key', GenericCoder.canonical, { a: [1, 'b'] }],
  [
    'parts of parts',
    new KvCoder(new KvCoder(text, new VarIntCoder()), new IterableCoder(new NullableCoder(text))),
    { key: { key: 'a', value: 7 }, value: ['x', null] },
  ],
])('a coder is found again by its text: %s', (_, coder, value) => {
  const writer = new ByteWriter();
  coder.encode(value, writer);
  const [found] = codersOfText(coderText(coder));
  const decoded = found?.decode(new ByteReader(writer.finish()));
  expect(coder instanceof KvCoder ? JSON.parse(JSON.stringify(decoded)) : decoded).toEqual(value);
});

test('a list of texts gives a coder each, undefined where the text does not say enough', () => {
  const coders = [new IntervalWindowCoder(), rows, new KvCoder(text, rows), new GlobalWindowCoder()];
  const found = codersOfText(coders.map(coderText).join(', '));
  expect(found.map((coder) => coder?.urn)).toEqual([coders[0]!.urn, undefined, undefined, coders[3]!.urn]);
  expect(codersOfText('')).toEqual([]);
  expect(codersOfText('no such thing, text<, #, hornbeam:coder:generic#ffff')).not.toContain(
    expect.anything(),
  );
});

test('coders whose bytes differ have texts that differ', () => {
  const coders = [
    text,
    new BytesCoder(),
    new GenericCoder(),
    GenericCoder.canonical,
    rows,
    coderFromSpec(text.urn, [], new Uint8Array()),
  ];
  const texts = coders.map(coderText);
  expect(new Set(texts).size).toBe(coders.length - 1);
  expect(texts.at(-1)).toBe(texts[0]);
});

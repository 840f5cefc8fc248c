import { expect, test } from 'vitest';
import { z } from 'zod';
import { declaredOptions } from './declared-options.js';
import { type OptionSources, rawOptions } from './pipeline-options.js';

type Schema = Parameters<typeof declaredOptions>[0];

const read = async (schema: Schema, sources: Partial<OptionSources>) =>
  rawOptions(schema, declaredOptions(schema), { given: new Map(), set: [], env: {}, file: {}, ...sources });

const flags = (given: Record<string, string | boolean | (string | boolean)[]>) =>
  new Map(Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]));

test('flags win over --set, that over the environment, that over the file', async () => {
  const schema = z.object({ a: z.string(), b: z.string(), c: z.string(), d: z.string() });
  const { values } = await read(schema, {
    given: flags({ a: 'flag' }),
    set: ['a=set', 'b=set'],
    env: { BEAM_OPT_A: 'env', BEAM_OPT_B: 'env', BEAM_OPT_C: 'env' },
    file: { a: 'file', b: 'file', c: 'file', d: 'file' },
  });
  expect(values).toEqual({ a: 'flag', b: 'set', c: 'env', d: 'file' });
});

test('text becomes what the option declares', async () => {
  const schema = z.object({
    n: z.number(),
    yes: z.boolean(),
    no: z.boolean(),
    text: z.string(),
    list: z.array(z.number()),
    json: z.array(z.string()),
    object: z.object({ x: z.number() }),
    either: z.union([z.number(), z.string()]),
    zip: z.union([z.number(), z.string()]),
  });
  const { values } = await read(schema, {
    given: flags({
      n: '1e3',
      yes: true,
      no: 'no',
      text: '12',
      list: ['1', '2'],
      json: '["a","b"]',
      object: '{"x":1}',
      either: '5',
      zip: '007',
    }),
  });
  expect(values).toEqual({
    n: 1000,
    yes: true,
    no: false,
    text: '12',
    list: [1, 2],
    json: ['a', 'b'],
    object: { x: 1 },
    either: 5,
    zip: '007',
  });
});

test('text that does not fit is left for the schema to refuse', async () => {
  const { values } = await read(z.object({ n: z.number(), b: z.boolean() }), {
    given: flags({ n: 'ten', b: 'maybe' }),
  });
  expect(values).toEqual({ n: 'ten', b: 'maybe' });
});

test('where the schema does not say the type, text stays text unless the schema refuses it', async () => {
  const silent = (schema: z.ZodType): Schema => ({
    '~standard': { version: 1, vendor: 'silent', validate: (value) => schema['~standard'].validate(value) },
  });
  const schema = silent(
    z.object({ id: z.string(), n: z.number(), on: z.boolean(), big: z.bigint(), tags: z.array(z.string()) }),
  );
  const { values } = await read(schema, {
    given: flags({ id: '42', n: '42', on: 'true', big: '12345678901234567890', tags: 'x' }),
  });
  expect(values).toEqual({ id: '42', n: 42, on: true, big: 12345678901234567890n, tags: ['x'] });
});

test('dates and other types that JSON lacks arrive as text or are read otherwise', async () => {
  const schema = z.object({ since: z.coerce.date(), big: z.bigint() });
  const { values } = await read(schema, { given: flags({ since: '2026-03-01', big: '5' }) });
  expect(values).toEqual({ since: '2026-03-01', big: 5n });
});

test('names in --set and the file must exist, those in the environment are only noted', async () => {
  const schema = z.object({ input: z.string() });
  const wrong = { code: 'E_USAGE', help: 'did you mean "input"?' };
  await expect(read(schema, { set: ['inptu=x'] })).rejects.toMatchObject(wrong);
  await expect(read(schema, { file: { inputt: 'x' } })).rejects.toMatchObject(wrong);
  await expect(read(schema, { set: ['input'] })).rejects.toMatchObject({ code: 'E_USAGE' });
  const { values, unused } = await read(schema, {
    env: { BEAM_OPT_OTHER: '1', BEAM_OPT_INPUT: 'x', OTHER: '2' },
  });
  expect(values).toEqual({ input: 'x' });
  expect(unused).toEqual(['BEAM_OPT_OTHER']);
});

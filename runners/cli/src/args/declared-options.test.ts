import { double, list, optional, row, string } from '@hornbeam/sdk';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { declaredOptions, findOption } from './declared-options.js';

const known = (schema: Parameters<typeof declaredOptions>[0], name: string) =>
  findOption(declaredOptions(schema), name);

test('types, defaults, descriptions and choices of a zod schema are known', () => {
  const schema = z.object({
    inputFile: z.string().describe('What to read'),
    top: z.int().default(10),
    mode: z.enum(['fast', 'exact']).default('exact'),
    tags: z.array(z.string()).optional(),
    dry: z.boolean().default(false),
    ratio: z.union([z.number(), z.literal('auto')]).optional(),
  });
  const options = declaredOptions(schema);
  expect(options.open).toBe(false);
  expect(
    options.list.map(({ name, types, required, fallback }) => [name, types, required, fallback]),
  ).toEqual([
    ['inputFile', ['string'], true, undefined],
    ['top', ['integer'], false, 10],
    ['mode', ['string'], false, 'exact'],
    ['tags', ['array'], false, undefined],
    ['dry', ['boolean'], false, false],
    ['ratio', ['number', 'string'], false, undefined],
  ]);
  expect(known(schema, 'input_file')?.description).toBe('What to read');
  expect(known(schema, 'mode')?.choices).toEqual(['fast', 'exact']);
  expect(known(schema, 'tags')?.itemTypes).toEqual(['string']);
});

test('a type that JSON does not have leaves the other options known', () => {
  const options = declaredOptions(z.object({ since: z.coerce.date(), n: z.number() }));
  expect(options.list.map(({ name, types }) => [name, types])).toEqual([
    ['since', []],
    ['n', ['number']],
  ]);
});

test('intersections and loose objects are understood', () => {
  const both = z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() }));
  expect(declaredOptions(both).list.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(declaredOptions(z.looseObject({ a: z.string() })).open).toBe(true);
});

test('the rows of the SDK tell their fields', () => {
  const options = declaredOptions(
    row({ name: string, ratio: double, tags: list(string), note: optional(string) }),
  );
  expect(options.open).toBe(false);
  expect(
    options.list.map(({ name, types, itemTypes, required }) => [name, types, itemTypes, required]),
  ).toEqual([
    ['name', ['string'], [], true],
    ['ratio', ['number'], [], true],
    ['tags', ['array'], ['string'], true],
    ['note', ['string'], [], false],
  ]);
});

test('a pipeline without options takes none, one whose schema says nothing takes any', () => {
  expect(declaredOptions(undefined)).toEqual({ list: [], open: false });
  const silent = {
    '~standard': { version: 1, vendor: 'silent', validate: (value: unknown) => ({ value }) },
  } as const;
  expect(declaredOptions(silent)).toEqual({ list: [], open: true });
});

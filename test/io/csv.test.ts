import { type Failure, type PCollection, row } from '@hornbeam/sdk';
import { type CsvOptions, csv, type RawRecord } from '@hornbeam/sdk/io';
import * as field from '@hornbeam/sdk/model';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Folder } from './folder.js';
import { elementsOf, read } from './run-here.js';

const folder = new Folder();
const put = (content: string, name = 'in.csv'): string => folder.put(name, content);

/** Whole quoted files, as programs write them. */
const quoted = (rows: readonly (readonly string[])[], delimiter: string, end: string): string =>
  rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter) + end).join('');

describe('records', () => {
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      'a',
      ',',
      ';',
      '"',
      '""',
      '\n',
      '\r\n',
      '\r',
      'ä€😀',
      ' x ',
      '"quoted"',
      'a\n"b"\n,c',
    ),
    fc.string({ maxLength: 6 }),
  );
  const rows = fc
    .integer({ min: 1, max: 4 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    );

  test('any fields come back from a file where all are quoted, as csv-parse reads them', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        async (all, delimiter, end) => {
          const content = quoted(all, delimiter, end);
          expect(parse(content, { delimiter, record_delimiter: [end] })).toEqual(all);
          expect(await read(csv(put(content), { header: false, delimiter }))).toEqual(all);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('texts of commas, quotes and line ends are read as csv-parse reads them, or refused by both', async () => {
    const piece = fc.constantFrom('a', 'b', ',', '"', '""', '"x"', '"y,z"', '\n', '\r\n', ' ');
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const content = pieces.join('');
        const options = {
          relax_column_count: true,
          skip_empty_lines: true,
          record_delimiter: ['\n', '\r\n'],
        };
        let expected: string[][] | undefined;
        try {
          expected = parse(content, options);
        } catch (thrown) {
          // The other reader refuses a quote inside of a plain field; here it is an ordinary character.
          if ((thrown as { code?: string }).code === 'INVALID_OPENING_QUOTE') return;
        }
        const source = csv(put(content), { header: false });
        if (expected === undefined) {
          await expect(read(source), JSON.stringify(content)).rejects.toMatchObject({ code: 'E_BAD_RECORD' });
        } else {
          expect(await read(source), JSON.stringify(content)).toEqual(expected);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('are objects by the first line, behind a byte order mark and with CRLF', async () => {
    expect(await read(csv(put('\uFEFFid,name\r\n1,"a, ""b"""\r\n2,\r\n')))).toEqual([
      { id: '1', name: 'a, "b"' },
      { id: '2', name: '' },
    ]);
  });

  test('take the names that are given, or none', async () => {
    const path = put('1,2\n3,4\n');
    expect(await read(csv(path, { header: ['x', 'y'] }))).toEqual([
      { x: '1', y: '2' },
      { x: '3', y: '4' },
    ]);
    expect(await read(csv(path, { header: false }))).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  test('quote: false takes quotes as they are', async () => {
    expect(await read(csv(put('a\tb\n5"\t"x\n'), { delimiter: '\t', quote: false }))).toEqual([
      { a: '5"', b: '"x' },
    ]);
  });

  test('blank lines and a file with nothing but its header are no records', async () => {
    expect(await read(csv(put('a,b\n\n1,2\n\r\n')))).toEqual([{ a: '1', b: '2' }]);
    expect(await read(csv(put('a,b\n')))).toEqual([]);
    expect(await read(csv(put('')))).toEqual([]);
  });

  test('are read from any range when no field holds a line end', async () => {
    const content = `id,text\n${Array.from({ length: 20 }, (_, i) => `${i},"x, ${i}"`).join('\r\n')}`;
    const expected = Array.from({ length: 20 }, (_, i) => ({ id: `${i}`, text: `x, ${i}` }));
    for (const rangeBytes of [1, 3, 10, 64, 1000]) {
      const records = await read(csv(put(content), { multiline: false, rangeBytes }));
      expect(records.sort((a, b) => Number(a.id) - Number(b.id))).toEqual(expected);
    }
  });
});

describe('broken records', () => {
  const failure = async (content: string, options: CsvOptions = {}): Promise<any> =>
    read(csv(put(content, 'broken.csv'), options as object)).catch((error: unknown) => error);

  test('too few and too many fields name file, line and counts', async () => {
    const path = folder.at('broken.csv');
    expect(await failure('a,b\n1,2\n1,2,3\n')).toMatchObject({
      code: 'E_BAD_RECORD',
      message: expect.stringContaining('3 fields instead of 2'),
      place: { path: `${path}:3`, element: '"1,2,3"' },
    });
    expect(await failure('a,b\n"x\ny",2\n\n1\n')).toMatchObject({
      message: expect.stringContaining('1 field instead of 2'),
      place: { path: `${path}:5` },
    });
  });

  test('in a range inside of the file the byte is named', async () => {
    expect(await failure('a,b\n1,2\n3\n', { multiline: false, rangeBytes: 5 })).toMatchObject({
      place: { path: `${folder.at('broken.csv')}, byte 8` },
    });
  });

  test('quotes that do not close, or close too early', async () => {
    expect(await failure('a\n"x\ny\nz')).toMatchObject({
      message: expect.stringContaining('never closed'),
      place: { path: `${folder.at('broken.csv')}:2` },
    });
    expect(await failure('a,b\n1,"x"y\n')).toMatchObject({
      message: expect.stringContaining('behind its closing quote'),
    });
    expect(await failure('a\n"x\ny"\n', { multiline: false })).toMatchObject({
      message: expect.stringContaining('not closed at the end of its line'),
    });
  });

  test('a header that names a column twice, or is empty', async () => {
    expect(await failure('a,a\n1,2\n')).toMatchObject({
      code: 'E_BAD_RECORD',
      message: expect.stringContaining('"a"'),
    });
    expect(await failure('\na,b\n')).toMatchObject({ message: expect.stringContaining('is empty') });
    expect(await failure('__proto__\n1\n')).toMatchObject({ code: 'E_BAD_RECORD' });
  });

  test('are skipped and counted, or sent to a function with their place', async () => {
    const path = put('a,b\n1,2\n3\n"x"y,4\n5,6\n', 'mixed.csv');
    expect(await read(csv(path, { onError: 'skip' }))).toEqual([
      { a: '1', b: '2' },
      { a: '5', b: '6' },
    ]);
    const failures = await elementsOf((root) => {
      let dead: PCollection<Failure<RawRecord>> | undefined;
      root.read(csv(path, { onError: (failed) => (dead = failed) }));
      return dead!;
    });
    expect(failures).toMatchObject([
      { element: { file: path, line: 3, offset: 8, text: '3' }, step: 'csv/read' },
      { element: { file: path, line: 4, offset: 10, text: '"x"y,4' }, error: { name: 'BeamError' } },
    ]);
  });
});

describe('schemas', () => {
  test('a row gives the fields its types', async () => {
    const schema = row({
      id: field.int64,
      big: field.bigint64,
      share: field.double,
      ok: field.boolean,
      at: field.timestamp,
      day: field.datetime,
      name: field.string,
      note: field.optional(field.string),
      level: field.nullable(field.int32),
      tags: field.list(field.string),
      raw: field.bytes,
    });
    const path = put(
      'extra,raw,id,big,share,ok,at,day,name,note,level,tags\n' +
        '?,AQI=,7,9007199254740993,1e3,TRUE,2024-02-29 12:00,2024-02-29T12:00:00.5+01:00,n,,,"[""a"",""b""]"\n' +
        '?,,-1,-5,-0.5,0,1500,2024-01-01,,x,3,[]\n',
    );
    expect(await read(csv(path, { schema }))).toEqual([
      {
        id: 7,
        big: 9007199254740993n,
        share: 1000,
        ok: true,
        at: Date.UTC(2024, 1, 29, 12),
        day: new Date('2024-02-29T11:00:00.500Z'),
        name: 'n',
        level: null,
        tags: ['a', 'b'],
        raw: Uint8Array.of(1, 2),
      },
      {
        id: -1,
        big: -5n,
        share: -0.5,
        ok: false,
        at: 1500,
        day: new Date('2024-01-01T00:00:00Z'),
        name: '',
        note: 'x',
        level: 3,
        tags: [],
        raw: new Uint8Array(0),
      },
    ]);
  });

  test('without a header the columns are the fields of the row in order', async () => {
    const schema = row({ id: field.int64, name: field.string });
    expect(await read(csv(put('1,a\n'), { header: false, schema }))).toEqual([{ id: 1, name: 'a' }]);
  });

  test('a zod object gives numbers and booleans, its own coercion the rest', async () => {
    const schema = z.object({
      id: z.number(),
      ok: z.boolean(),
      price: z.number().nullable(),
      rate: z.number().optional(),
      code: z.string(),
      at: z.coerce.date(),
    });
    expect(await read(csv(put('id,ok,price,rate,code,at\n1,true,,,007,2024-01-01\n'), { schema }))).toEqual([
      { id: 1, ok: true, price: null, code: '007', at: new Date('2024-01-01') },
    ]);
  });

  test('a field that is not of its type fails with its name, file and line', async () => {
    const path = put('id,share\n1,2\nx,3\n', 'types.csv');
    for (const schema of [
      row({ id: field.int64, share: field.double }),
      z.object({ id: z.number(), share: z.number() }),
    ]) {
      await expect(read(csv(path, { schema }))).rejects.toMatchObject({
        code: 'E_BAD_RECORD',
        message: expect.stringMatching(/\bid\b/),
        place: { path: `${path}:3` },
      });
    }
  });

  test('an asynchronous check is awaited, and its failures are failures of records', async () => {
    const schema = z.object({ id: z.string().refine(async (id) => id !== '2') });
    const path = put('id\n1\n2\n3\n');
    expect((await read(csv(path, { schema, onError: 'skip' }))).map(({ id }) => id).sort()).toEqual([
      '1',
      '3',
    ]);
    await expect(read(csv(path, { schema }))).rejects.toMatchObject({ place: { path: `${path}:3` } });
  });
});

test('a syntax that cannot be read is refused when the pipeline is built', () => {
  expect(() => csv('a.csv', { delimiter: '||' })).toThrow('delimiter must be one character');
  expect(() => csv('a.csv', { delimiter: '"' })).toThrow('both');
  expect(() => csv('a.csv', { header: ['a', 'a'] })).toThrow('"a"');
});

import { gzipSync } from 'node:zlib';
import { BeamError, type Failure, type PCollection } from '@hornbeam/sdk';
import { json, type RawRecord } from '@hornbeam/sdk/io';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Folder } from './folder.js';
import { elementsOf, read, runHere } from './run-here.js';

const folder = new Folder();

describe('JSON lines', () => {
  test('are values of any kind; blank lines are none', async () => {
    const path = folder.put('any.jsonl', '{"a":[1,null]}\r\n\n  \n"x"\n3\nnull\n');
    expect(await read(json(path))).toEqual([{ a: [1, null] }, 'x', 3, null]);
  });

  test('are read in ranges and from compressed files', async () => {
    const content = Array.from({ length: 30 }, (_, id) => `${JSON.stringify({ id, text: 'ä€' })}\n`).join('');
    const plain = folder.put('many.jsonl', content);
    const packed = folder.put('many.jsonl.gz', gzipSync(content));
    const expected = Array.from({ length: 30 }, (_, id) => id);
    const schema = z.object({ id: z.number(), text: z.literal('ä€') });
    for (const source of [json(plain, { schema, rangeBytes: 17 }), json(packed, { schema })]) {
      const records = await read(source);
      expect(records.map(({ id }) => id).sort((a, b) => a - b)).toEqual(expected);
    }
  });

  test('that do not parse fail with file, line and the beginning of the text', async () => {
    const path = folder.put('broken.jsonl', `{"a":1}\n{"a":${'x'.repeat(1000)}}\n`);
    const error = await read(json(path)).then(
      () => undefined,
      (thrown: unknown) => BeamError.from(thrown),
    );
    expect(error).toMatchObject({
      code: 'E_BAD_RECORD',
      message: expect.stringContaining('not JSON'),
      place: { path: `${path}:2`, step: 'json/read' },
    });
    expect(error?.place?.element?.length).toBeLessThan(300);
    expect(error?.help).toContain('onError');
  });

  test('a JSON document over several lines is recognised', async () => {
    const path = folder.put('document.json', '[\n  {"a": 1},\n  {"a": 2}\n]\n');
    await expect(read(json(path))).rejects.toMatchObject({ help: expect.stringContaining("jq -c '.[]'") });
  });

  test('that do not fit the schema fail with the field', async () => {
    const path = folder.put('types.jsonl', '{"id":"a"}\n');
    await expect(read(json(path, { schema: z.object({ id: z.number() }) }))).rejects.toMatchObject({
      code: 'E_BAD_RECORD',
      message: expect.stringContaining('id'),
      place: { path: `${path}:1`, element: '"{\\"id\\":\\"a\\"}"' },
    });
  });

  test('broken ones are skipped and counted', async () => {
    const path = folder.put('mixed.jsonl', '1\n{\n3\n]\n');
    const sum: number[] = [];
    const result = await runHere((root) => {
      root.read(json<number>(path, { onError: 'skip' })).map((n) => {
        sum.push(n);
      });
    });
    expect(sum).toEqual([1, 3]);
    expect(result.metric('skippedRecords')).toEqual({ kind: 'counter', value: 2 });
  });

  test('broken ones go to a function, the good ones go on', async () => {
    const path = folder.put('mixed.jsonl', '1\n{\n3\n');
    const all = await elementsOf((root) => {
      let dead: PCollection<Failure<RawRecord>> | undefined;
      const good = root.read(json(path, { onError: (failed) => (dead = failed) }));
      return good
        .map((n) => `good ${n}`)
        .flattenWith(dead!.map(({ element }) => `bad ${element.line} ${element.text}`));
    });
    expect(all.sort()).toEqual(['bad 2 {', 'good 1', 'good 3']);
  });
});

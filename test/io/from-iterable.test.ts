import { DirectRunner } from '@hornbeam/direct';
import { pipeline, run, type Source } from '@hornbeam/sdk';
import { fromIterable } from '@hornbeam/sdk/io';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { read, runHere } from './run-here.js';

describe('fromIterable', () => {
  test('reads arrays, generators, async generators and promises of them', async () => {
    expect(await read(fromIterable(() => [1, 2]))).toEqual([1, 2]);
    expect(await read(fromIterable(() => new Set(['a'])))).toEqual(['a']);
    const sources: Source<number>[] = [
      fromIterable(function* () {
        yield* [1, 2];
      }),
      fromIterable(async function* () {
        yield* [1, 2];
      }),
      fromIterable(async () => [1, 2]),
    ];
    for (const source of sources) expect(await read(source)).toEqual([1, 2]);
  });

  test('calls the function when the pipeline runs, each time', async () => {
    let calls = 0;
    const source = fromIterable(() => [++calls]);
    expect(calls).toBe(0);
    expect(await read(source)).toEqual([1]);
    expect(await read(source)).toEqual([2]);
  });

  test('takes no more than the steps behind can take', async () => {
    let made = 0;
    let done = 0;
    let most = 0;
    await runHere((root) =>
      root
        .read(
          fromIterable(function* () {
            for (; made < 500; made++) yield made;
          }),
        )
        .map(
          async () => {
            await new Promise((resolve) => setImmediate(resolve));
            most = Math.max(most, made - done++);
          },
          { concurrency: 2 },
        ),
    );
    expect(done).toBe(500);
    expect(most).toBeLessThan(50);
  });

  test('an endless one stops when the run is cancelled, and its generator is closed', async () => {
    for (const kind of ['sync', 'async']) {
      let closed = false;
      function* endless(): Generator<number> {
        try {
          for (;;) yield 1;
        } finally {
          closed = true;
        }
      }
      async function* endlessAsync(): AsyncGenerator<number> {
        yield* endless();
      }
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 20);
      const endlessRun = run(
        pipeline((p) => {
          p.read(fromIterable(kind === 'sync' ? endless : endlessAsync));
        }),
        { runner: new DirectRunner(), signal: abort.signal },
      );
      await expect(endlessRun, kind).rejects.toMatchObject({ code: 'E_CANCELLED' });
      await expect.poll(() => closed, { message: kind }).toBe(true);
    }
  });

  test('gives its elements the coder of a schema', async () => {
    let urn: string | undefined;
    await runHere((root) => {
      urn = root.read(fromIterable(() => ['a'], { schema: z.string() })).node.coder.urn;
    });
    expect(urn).toBe('beam:coder:string_utf8:v1');
  });

  test('refuses what is no function, and functions that return no iterable', async () => {
    expect(() => fromIterable([1] as never)).toThrow('fromIterable takes a function');
    for (const nothing of [undefined, 3, {}]) {
      for (const unbounded of [false, true]) {
        await expect(read(fromIterable(() => nothing as never, { unbounded }))).rejects.toMatchObject({
          code: 'E_BAD_ARGUMENT',
          message:
            `The function given to a source of items returned ${nothing}, which is no iterable.`.replace(
              '[object Object]',
              '{}',
            ),
          help: expect.stringContaining('return an array'),
        });
      }
    }
  });

  test('of an iterable that throws fails, whatever it throws, and advises nothing that it cannot do', async () => {
    for (const [thrown, message] of [
      [new Error('gone'), 'gone'],
      [undefined, 'what was thrown is no error but undefined'],
      [null, 'what was thrown is no error but null'],
    ]) {
      const broken = fromIterable(function* () {
        yield 1;
        throw thrown;
      });
      await expect(read(broken)).rejects.toMatchObject({
        code: 'E_USER',
        message,
        help: expect.not.stringContaining('onError'),
      });
    }
  });
});

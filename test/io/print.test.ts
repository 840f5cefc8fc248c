import { DirectRunner } from '@hornbeam/direct';
import { buildGraph, pipeline } from '@hornbeam/sdk';
import { type PrintOutput, print, printTo } from '@hornbeam/sdk/io';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { runHere } from './run-here.js';

afterEach(() => vi.restoreAllMocks());

/** What is written to standard output while `body` runs. */
async function standardOutput(body: () => Promise<unknown>): Promise<string> {
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation(((part: string, done?: () => void) => {
    text += part;
    done?.();
    return true;
  }) as typeof process.stdout.write);
  await body();
  return text;
}

describe('print', () => {
  test('shows strings as they are and everything else as JSON that loses nothing', async () => {
    const values = ['plain "text"', { n: 1n, at: new Date(0), m: new Map([['k', new Set([1])]]) }, 3, null];
    expect(await standardOutput(() => runHere((root) => root.create<unknown>(values).write(print())))).toBe(
      'plain "text"\n{"n":"1","at":"1970-01-01T00:00:00.000Z","m":{"k":[1]}}\n3\nnull\n',
    );
  });

  test('takes a format', async () => {
    const shown = await standardOutput(() =>
      runHere((root) => root.create([1, 2]).write(print({ format: (n) => `<${n}>` }))),
    );
    expect(shown).toBe('<1>\n<2>\n');
  });

  test('is complete for many elements', async () => {
    const values = Array.from({ length: 30_000 }, (_, i) => `line ${i}`);
    const shown = await standardOutput(() => runHere((root) => root.create(values).write(print())));
    expect(shown).toBe(`${values.join('\n')}\n`);
  });

  test('a closed output is E_IO', async () => {
    vi.spyOn(process.stdout, 'write').mockImplementation(((_: string, done?: (error: Error) => void) => {
      done?.(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      return false;
    }) as typeof process.stdout.write);
    await expect(runHere((root) => root.create([1]).write(print()))).rejects.toMatchObject({
      code: 'E_IO',
      message: expect.stringContaining('standard output'),
    });
    process.stdout.emit('error', new Error('write EPIPE'));
  });

  test('goes where printTo says, with the elements themselves', async () => {
    const seen: unknown[] = [];
    let flushes = 0;
    const output: PrintOutput = {
      print: (element, text, step) => void seen.push([step, element, text()]),
      flush: () => void flushes++,
    };
    const graph = await buildGraph(
      pipeline((p) => {
        p.create([{ a: 1 }]).write(print());
        p.create(['x']).write(print({ format: () => 'formatted' }));
      }),
    );
    expect(printTo(graph, output)).toBe(2);
    const job = await new DirectRunner().run(graph, { jobName: 'print' });
    await job.done;
    expect(seen).toEqual(
      expect.arrayContaining([
        ['print/print', { a: 1 }, '{"a":1}'],
        ['print_2/print', 'x', 'formatted'],
      ]),
    );
    expect(flushes).toBeGreaterThan(0);
  });
});

import { afterCount, globalWindow, pipeline, repeatedly, start, toList } from '@hornbeam/sdk';
import { fromIterable } from '@hornbeam/sdk/io';
import { expect, test } from 'vitest';
import { DirectRunner } from './direct-runner.js';

/** Elements that a test gives one by one. */
function handFed<T>() {
  const waiting: T[] = [];
  let wake = (): void => undefined;
  async function* items(): AsyncGenerator<T> {
    for (;;) {
      while (waiting.length > 0) yield waiting.shift()!;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  const give = (...elements: T[]): void => {
    waiting.push(...elements);
    wake();
  };
  return { give, source: fromIterable(items, { unbounded: true }) };
}

const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });

test('a pane that one step still reads stays readable while others go on with newer ones', async () => {
  const [table, slow, fast] = [handFed<number>(), handFed<string>(), handFed<string>()];
  const read: (number | string)[] = [];
  const seen: string[] = [];
  let goOn = (): void => undefined;
  const job = await start(
    pipeline((p) => {
      const numbers = p
        .read(table.source)
        .windowInto(globalWindow(), { trigger: repeatedly(afterCount(1)), panes: 'accumulating' })
        .combineGlobally(toList<number>())
        .flatMap((all) => [...all])
        .asIterable();
      p.read(slow.source)
        .reshuffle()
        .map(
          async (_, { numbers }) => {
            for (const n of numbers) {
              read.push(n);
              await new Promise<void>((resolve) => {
                goOn = resolve;
              });
            }
            read.push('end');
          },
          { numbers },
        );
      p.read(fast.source)
        .reshuffle()
        .map((name, { numbers }) => void seen.push(`${name}: ${[...numbers]}`), { numbers });
    }),
    { runner: new DirectRunner({ limits: { maxBundles: 8 } }) },
  );
  table.give(1, 2);
  fast.give('a');
  await eventually(() => seen.length).toBe(1);
  let asked = 0;
  const ask = async (): Promise<string | undefined> => {
    fast.give(`ask ${++asked}`);
    await eventually(() => seen.length).toBe(asked + 1);
    return seen.at(-1)?.replace(/.*: /, '');
  };
  while ((await ask()) !== '1,2');
  slow.give('b');
  await eventually(() => read).toEqual([1]);
  table.give(3);
  while ((await ask()) !== '1,2,3');
  goOn();
  await eventually(() => read).toEqual([1, 2]);
  goOn();
  await eventually(() => read).toEqual([1, 2, 'end']);
  await job.cancel();
});

import { buildGraph, fixed, out, pipeline, sum, valueState } from '@hornbeam/sdk';
import { at, expectElements, observe, testStream } from '@hornbeam/sdk/testing';
import { expect, test } from 'vitest';
import { DirectRunner } from './direct-runner.js';

test('an element whose window has expired is dropped before a step that reads a windowed side input, and counted', async () => {
  const stream = testStream<number>()
    .add(at(1, 0), at(2, 10_000))
    .advanceWatermarkTo(60_000)
    .advanceWatermarkTo(200_000)
    .add(at(4, 20_000))
    .advanceWatermarkToInfinity();
  const { output, result } = await observe(
    (p) => {
      const numbers = p.read(stream).windowInto(fixed('1m'));
      const total = numbers.combineGlobally(sum).asSingleton();
      return numbers.map((n, { total }) => `${n} of ${total}`, { total }).named('Share');
    },
    { runner: new DirectRunner() },
  );
  expectElements(output).toEqual(['1 of 3', '2 of 3']);
  expect(result.metric('droppedDueToLateness')).toEqual({ kind: 'counter', value: 2 });
});

test('a step with state may stand right behind a grouping that is made pane by pane', async () => {
  const stream = testStream<string>().add(at('a', 0)).advanceWatermarkToInfinity();
  const { output } = await observe(
    (p) =>
      p
        .read(stream)
        .windowInto(fixed(10))
        .keyBy(() => 'k')
        .groupByKey()
        .parDo({
          uses: { seen: valueState<number>() },
          process(_, { seen }): number[] {
            seen.write(1);
            return [seen.read()!];
          },
        }),
    { runner: new DirectRunner() },
  );
  expectElements(output).toEqual([1]);
});

test('an output of late elements is refused where it could say nothing, or not be told apart', async () => {
  const late = (): void => undefined;
  const pairs = { uses: { seen: valueState<number>() }, outputs: { late: out<number>() } };
  await expect(
    buildGraph(pipeline((p) => void p.create([1]).parDo({ process: (n: number) => [n] }, { late }))),
  ).rejects.toMatchObject({ code: 'E_BAD_ARGUMENT', help: 'leave the option late out' });
  await expect(
    buildGraph(
      pipeline((p) => {
        p.create([1])
          .keyBy(() => 'k')
          .parDo({ ...pairs, process() {} }, { late });
      }),
    ),
  ).rejects.toMatchObject({ code: 'E_BAD_ARGUMENT', message: expect.stringContaining('called "late"') });
});

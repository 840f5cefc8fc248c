import { buildGraph, pipeline, type Root } from '@hornbeam/sdk';
import type { SinkGuarantee } from '@hornbeam/sdk/construction';
import { epochSink, generate } from '@hornbeam/sdk/io';
import { type Plan, toPlan } from '@hornbeam/sdk/translate';
import { describe, expect, test } from 'vitest';
import { shapeOf } from './run-shape.js';

const planOf = async (build: (p: Root) => unknown): Promise<Plan> =>
  toPlan(
    await buildGraph(
      pipeline((p) => {
        build(p);
      }),
    ),
  );
const ledger = (guarantee: SinkGuarantee = 'transactional') =>
  epochSink<number>({
    ...{ name: 'Ledger', guarantee, target: 'a ledger' },
    open: async () => ({
      lastCommitted: async () => undefined,
      commit: async () => undefined,
      close: async () => undefined,
    }),
  });
const wanted = { stableSinks: true };
const bounded = { endless: false, streaming: false, testStream: false };

describe('how a plan runs on Flink', () => {
  test('with checkpoints where a sink can write each row once, whether its input ends or not', async () => {
    const stable = {
      endless: true,
      streaming: true,
      testStream: false,
      stableSteps: ['Ledger/Ledger/write'],
    };
    expect(shapeOf(await planOf((p) => p.create([1]).write(ledger())), wanted, true)).toEqual(stable);
    const endless = await planOf((p) => p.read(generate({ element: (n) => n, rate: 1 })).write(ledger()));
    expect(shapeOf(endless, wanted, true)).toEqual(stable);
  });

  test('as its input is, where nobody wants that', async () => {
    expect(shapeOf(await planOf((p) => p.create([1]).write(ledger())), {}, true)).toEqual(bounded);
  });

  test('as its input is, where there is no such sink, or there are no checkpoints', async () => {
    expect(shapeOf(await planOf((p) => p.create([1]).map((n) => n)), wanted, true)).toEqual(bounded);
    const loose = await planOf((p) => p.create([1]).write(ledger('at-least-once')));
    expect(shapeOf(loose, wanted, true)).toEqual(bounded);
    const plan = await planOf((p) => p.create([1]).write(ledger()));
    expect(shapeOf(plan, { ...wanted, checkpointInterval: 0 }, true)).toEqual(bounded);
  });

  test('as its input is at a job server whose cluster cannot be asked, which would not end it', async () => {
    const plan = await planOf((p) => p.create([1]).write(ledger()));
    expect(shapeOf(plan, wanted, false)).toEqual(bounded);
    const endless = await planOf((p) => p.read(generate({ element: (n) => n, rate: 1 })).write(ledger()));
    expect(shapeOf(endless, wanted, false).stableSteps).toHaveLength(1);
  });

  test('as its input is beside side inputs, of which no checkpoints can be taken', async () => {
    const plan = await planOf((p) => {
      const side = p.create([2]).named('Side').asSingleton();
      p.create([1])
        .map((n, { side: more }) => n + more, { side })
        .write(ledger());
    });
    expect(shapeOf(plan, wanted, true)).toEqual(bounded);
  });
});

import type { StateKey } from '@hornbeam/proto/services';
import { describe, expect, it } from 'vitest';

import { buildGraph, pipeline } from '../../../api/index.js';
import { ByteWriter } from '../../../model/coders/byte-writer.js';
import type { KvCoder } from '../../../model/coders/kv.js';
import { IntervalWindow } from '../../../model/window.js';
import { fixed } from '../../../transforms/index.js';
import { coderFromPlan } from '../../../translate/coders.js';
import { BundleState } from './bundle-state.js';
import { StateCache } from './state-cache.js';
import { StateRunner } from './state-runner.fixture.js';
import { stateStage } from './state-stage.fixture.js';

const stage = stateStage(
  await buildGraph(
    pipeline((p) => {
      const numbers = p.create([0]).windowInto(fixed(10));
      const words = numbers.map((value) => ({ key: '', value })).named('Words');
      numbers
        .parDo({ uses: { words: words.asIterable(), index: words.asMultimap() }, process: () => undefined })
        .named('Step');
    }),
  ),
);
const { transforms, pcollections, coders, windowingStrategies } = stage.descriptor;
const side = pcollections[transforms.Step!.inputs.words!]!;
const pair = coderFromPlan(side.coderId, coders, stage.plan.coders) as KvCoder<string, number>;
const windowCoder = coderFromPlan(
  windowingStrategies[side.windowingStrategyId]!.windowCoderId,
  coders,
  stage.plan.coders,
);
const MAIN = new IntervalWindow(0, 10);
const writer = new ByteWriter();

const written = (write: (writer: ByteWriter) => void): Uint8Array => {
  writer.reset();
  write(writer);
  return writer.finish();
};
const place = (name: string, window = MAIN) => ({
  transformId: 'Step',
  sideInputId: name,
  window: written((to) => windowCoder.encode(window, to)),
});
const elements = (window = MAIN): StateKey => ({ iterableSideInput: place('words', window) });

const ELEMENTS = [
  { key: 'a', value: 1 },
  { key: 'b', value: 2 },
];

function bundles({ page, maxBytes = 1e6 }: { page?: number; maxBytes?: number } = {}) {
  const runner = new StateRunner(page === undefined ? {} : { page });
  runner.write(
    elements(),
    written((to) => {
      for (const element of ELEMENTS) pair.encode(element, to);
    }),
  );
  const cache = new StateCache(maxBytes);
  const begin = (token?: string, descriptor = stage.descriptor) =>
    new BundleState({
      channel: runner.channel,
      cache,
      instructionId: 'b1',
      tokens:
        token === undefined
          ? []
          : [
              {
                sideInput: { transformId: 'Step', sideInputId: 'words' },
                token: new TextEncoder().encode(token),
              },
            ],
      descriptor,
      live: stage.plan,
      now: () => 0,
    });
  return { runner, cache, begin };
}

describe('a side input that the runner has', () => {
  it('is read whole, page by page where the runner has pages', async () => {
    for (const settings of [{}, { page: 3 }]) {
      const { begin } = bundles(settings);
      expect([...(await begin().sideInput('Step', 'words', MAIN))]).toEqual(ELEMENTS);
    }
  });

  it('is read in the window that goes with that of the main input', async () => {
    const { runner, begin } = bundles();
    const bundle = begin();
    expect([...(await bundle.sideInput('Step', 'words', new IntervalWindow(10, 20)))]).toEqual([]);
    // A longer main window goes with the side window that holds its last moment.
    expect([...(await bundle.sideInput('Step', 'words', new IntervalWindow(3, 9)))]).toEqual(ELEMENTS);
    expect(runner.asked()).toEqual(['get elements', 'get elements']);
  });

  it('is asked for once in a bundle, and anew in the next', async () => {
    const { runner, begin } = bundles();
    const bundle = begin();
    const reading = bundle.sideInput('Step', 'words', MAIN);
    expect(bundle.sideInput('Step', 'words', MAIN)).toBe(reading);
    const come = await reading;
    expect(bundle.sideInput('Step', 'words', MAIN)).toBe(come);
    expect(runner.requests.length).toBe(1);
    await begin().sideInput('Step', 'words', MAIN);
    expect(runner.requests.length).toBe(2);
  });

  it('stays as long as the runner gives the same token, and there is room', async () => {
    const { runner, cache, begin } = bundles();
    const come = await begin('t').sideInput('Step', 'words', MAIN);
    expect(begin('t').sideInput('Step', 'words', MAIN)).toBe(come);
    expect(cache.bytes).toBeGreaterThan(0);
    await begin('u').sideInput('Step', 'words', MAIN);
    expect(runner.requests.length).toBe(2);
    const small = bundles({ maxBytes: 10 });
    await small.begin('t').sideInput('Step', 'words', MAIN);
    await small.begin('t').sideInput('Step', 'words', MAIN);
    expect([small.runner.requests.length, small.cache.bytes, small.cache.sideInputs.size]).toEqual([2, 0, 0]);
  });

  it('that could not be read is asked for again', async () => {
    const { runner, begin } = bundles();
    const bundle = begin('t');
    runner.refuses = () => 'not ready';
    await expect(bundle.sideInput('Step', 'words', MAIN)).rejects.toMatchObject({
      code: 'E_SERVICE',
      message: expect.stringContaining('not ready'),
      place: { step: 'Step' },
    });
    runner.refuses = () => '';
    expect([...(await bundle.sideInput('Step', 'words', MAIN))]).toEqual(ELEMENTS);
  });

  it('by key has every value of every key', async () => {
    const { runner, begin } = bundles();
    const at = place('index');
    runner.write(
      { multimapKeysSideInput: at },
      written((to) => {
        for (const key of ['a', 'b']) pair.key.encode(key, to);
      }),
    );
    const values = { a: [1, 3], b: [2] };
    for (const [key, of] of Object.entries(values)) {
      runner.write(
        { multimapSideInput: { ...at, key: written((to) => pair.key.encode(key, to)) } },
        written((to) => {
          for (const value of of) pair.value.encode(value, to);
        }),
      );
    }
    expect([...(await begin().sideInput('Step', 'index', MAIN))]).toEqual([
      { key: 'a', value: 1 },
      { key: 'a', value: 3 },
      { key: 'b', value: 2 },
    ]);
    expect(runner.asked()).toEqual(['get keys', 'get values', 'get values']);
  });

  it('that the plan and the build do not both have is refused', () => {
    const { begin } = bundles();
    expect(() => begin().sideInput('Step', 'other', MAIN)).toThrow(
      expect.objectContaining({ code: 'E_GRAPH_DIFFERS' }),
    );
    expect(() => begin().sideInput('Nowhere', 'words', MAIN)).toThrow(
      expect.objectContaining({ code: 'E_BAD_PLAN' }),
    );
  });
});

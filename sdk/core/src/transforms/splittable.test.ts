import { describe, expect, test } from 'vitest';
import { buildGraph, type PCollection, pipeline } from '../api/index.js';
import { eventTimer, OffsetRangeTracker, offsetRange, out, valueState } from '../construction/index.js';
import { resume, splittable, stop } from './splittable.js';

const step = splittable({
  bounded: true,
  outputs: { main: out<number>(), side: out<string>() },
  initial: (n: number) => offsetRange(0, n),
  tracker: (range) => new OffsetRangeTracker(range),
  process(_n, { tracker, emit }) {
    for (let i = 0; tracker.tryClaim(i); i++) emit(i);
  },
});

/** Adds a splittable step to a pipeline and returns what `look` sees of it. */
async function built<T>(fn: any, look: (outputs: any) => T): Promise<T> {
  let seen: T | undefined;
  await buildGraph(
    pipeline((p) => {
      seen = look(p.create([1, 2]).parDo(fn));
    }),
  );
  return seen!;
}

describe('a splittable step', () => {
  test('makes bounded outputs of bounded input when it is bounded itself', async () => {
    const boundedness = ({ main, side }: Record<string, PCollection<unknown>>) => [
      main!.node.bounded,
      side!.node.bounded,
    ];
    expect(await built(step, boundedness)).toEqual([true, true]);
    expect(await built({ ...step, bounded: false }, boundedness)).toEqual([false, false]);
  });

  test('gives its main output alone where it declares no other', async () => {
    const alone = { ...step, outputs: { main: out<number>() } };
    expect(await built(alone, (output: PCollection<unknown>) => output.node.tag)).toBe('main');
  });

  test('is named after its callback, or as it says', async () => {
    const label = ({ main }: Record<string, PCollection<unknown>>) => main!.node.producer.label;
    expect(await built(step, label)).toBe('parDo');
    expect(await built({ ...step, process: function count() {} }, label)).toBe('count');
    expect(await built({ ...step, name: 'Numbers' }, label)).toBe('Numbers');
  });

  test.each([
    ['state', { ...step, uses: { last: valueState<number>() } }, 'state or a timer, "last"'],
    ['timers', { ...step, uses: { quiet: eventTimer() } }, 'state or a timer, "quiet"'],
    ['no word on its bounds', { ...step, bounded: undefined as unknown as boolean }, 'whether it is bounded'],
    ['no function process', { ...step, process: 'x' }, 'a function "process"'],
  ])('is refused with %s', async (_what, fn, message) => {
    await expect(built(fn, () => undefined)).rejects.toMatchObject({
      code: 'E_BAD_ARGUMENT',
      message: expect.stringContaining(message),
    });
  });
});

describe('what a callback returns', () => {
  test('says when to go on', () => {
    expect(resume()).toEqual({ resume: true, delay: 0 });
    expect(resume('1.5s')).toEqual({ resume: true, delay: 1500 });
    expect(stop()).toEqual({ resume: false });
  });

  test.each([-1, '-1s', Number.POSITIVE_INFINITY, 'soon' as '1s'] as const)('has no delay %s', (delay) => {
    expect(() => resume(delay)).toThrow(expect.objectContaining({ code: 'E_BAD_DURATION' }));
  });
});

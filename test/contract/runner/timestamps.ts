import { fixed, out } from '@hornbeam/sdk';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { expectOutput, feature } from './feature.js';

const at = (n: number): number => n;

/** Moving elements in event time. */
export const timestamps = feature('timestamps that move', {
  'elements move on, and back as far as is allowed': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const events = p.create([100]).withTimestamps(at);
        return p.flatten([
          events.withTimestamps((n) => n + 1).map((_, { timestamp }) => timestamp),
          events.withTimestamps((n) => n - 10, { allowedSkew: 10 }).map((_, { timestamp }) => timestamp),
          events
            .withTimestamps(() => -1e9, { allowedSkew: Number.POSITIVE_INFINITY })
            .map((_, { timestamp }) => timestamp),
        ]);
      },
      [101, 90, -1e9],
    ),
  'moving an element back further is an error that names both moments': async (runner) => {
    const job = collect(
      (p) =>
        p
          .create([100])
          .withTimestamps(at)
          .withTimestamps((n) => n - 11, { allowedSkew: 10 })
          .named('Back'),
      { runner },
    );
    await expect(job).rejects.toMatchObject({
      code: 'E_TIMESTAMP',
      message: expect.stringMatching(/1970-01-01T00:00:00.089Z.*1970-01-01T00:00:00.100Z.*10 ms/),
      place: { step: 'Back', element: '100' },
    });
  },
  'results of a window cannot be moved before its last moment unless it is allowed': async (runner) => {
    const back = (allowedSkew: number) =>
      collect(
        (p) =>
          p
            .create([1, 2])
            .withTimestamps(at)
            .windowInto(fixed(10))
            .count()
            .withTimestamps(() => 0, { allowedSkew })
            .map((n, { timestamp }) => `${n} ${timestamp}`),
        { runner },
      );
    expect(await back(9)).toEqual(['2 0']);
    await expect(back(8)).rejects.toMatchObject({ code: 'E_TIMESTAMP' });
  },
  'emit follows the same rule, to every output': async (runner) => {
    const emitting = (moment: number, allowedSkew: number) =>
      collect(
        (p) => {
          const { side } = p
            .create([100])
            .withTimestamps(at)
            .parDo({
              name: 'Emit',
              allowedSkew,
              outputs: { side: out<number>() },
              process: (n: number, ctx) => ctx.out.side(n, moment),
            });
          return side.map((_, { timestamp }) => timestamp);
        },
        { runner },
      );
    expect(await emitting(90, 10)).toEqual([90]);
    expect(await emitting(110, 0)).toEqual([110]);
    await expect(emitting(89, 10)).rejects.toMatchObject({
      code: 'E_TIMESTAMP',
      place: { step: 'Emit', element: '100' },
    });
    await expect(emitting(Number.NaN, 10)).rejects.toMatchObject({ code: 'E_BAD_ARGUMENT' });
  },
  'a moment that is none is an error where it is said': async (runner) => {
    for (const moment of [Number.NaN, 0.5, Number.POSITIVE_INFINITY, undefined as never]) {
      const job = collect(
        (p) =>
          p
            .create([1])
            .withTimestamps(() => moment)
            .named('Stamp'),
        { runner },
      );
      await expect(job).rejects.toMatchObject({
        code: 'E_BAD_ARGUMENT',
        message: expect.stringContaining('no moment'),
        place: { step: 'Stamp', element: '1' },
      });
      const closing = collect(
        (p) =>
          p.create([1]).parDo({
            name: 'Close',
            outputs: { main: out<number>() },
            process() {},
            finishBundle: ({ emit }) => emit(1, moment ?? Number.NaN),
          }),
        { runner },
      );
      await expect(closing).rejects.toMatchObject({ code: 'E_BAD_ARGUMENT', place: { step: 'Close' } });
    }
  },
  'an element without a timestamp may be given any': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([-5e12, 0, 5e12])
          .withTimestamps(at)
          .map((_, { timestamp }) => timestamp),
      [-5e12, 0, 5e12],
    ),
});

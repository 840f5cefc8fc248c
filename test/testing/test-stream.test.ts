import { DirectRunner } from '@hornbeam/direct';
import { double, fixed, pipeline, processingTimer, row, run, string } from '@hornbeam/sdk';
import { at, collect, observe, testStream } from '@hornbeam/sdk/testing';
import { describe, expect, test } from 'vitest';

const runner = new DirectRunner();
const MINUTE = 60_000;

describe('testStream', () => {
  test('lets everything that comes of one event happen before the next', async () => {
    const order: string[] = [];
    await run(
      pipeline((p) => {
        p.read(
          testStream<number>()
            .add(at(1, 1), at(2, 2))
            .advanceWatermarkTo(10)
            .add(at(3, 11))
            .advanceWatermarkToInfinity(),
        )
          .map((n) => {
            order.push(`came ${n}`);
            return n;
          })
          .reshuffle()
          .windowInto(fixed(10))
          .count()
          .map((n) => void order.push(`counted ${n}`));
      }),
      { runner },
    );
    expect(order).toEqual(['came 1', 'came 2', 'counted 2', 'came 3', 'counted 1']);
  });

  test('is immutable: one beginning may go on in two ways', async () => {
    const beginning = testStream<string>().add(at('a', 1));
    const [one, other] = [beginning.add(at('b', 2)), beginning.add(at('c', 3))];
    const elements = (stream: typeof one) => collect((p) => p.read(stream), { runner });
    expect(await elements(one)).toEqual(['a', 'b']);
    expect(await elements(other)).toEqual(['a', 'c']);
  });

  test('comes to the end of event time also when nobody says so', async () => {
    const counts = await collect(
      (p) =>
        p
          .read(testStream<string>().add(at('a', 1)))
          .windowInto(fixed('1m'))
          .count(),
      { runner },
    );
    expect(counts).toEqual([1]);
  });

  test('may be empty', async () => {
    expect(await collect((p) => p.read(testStream<string>()), { runner })).toEqual([]);
  });

  test('takes moments as numbers, dates and instants', async () => {
    const moment = Date.UTC(2024, 1, 29, 12);
    const { output } = await observe(
      (p) =>
        p.read(
          testStream<string>().add(
            at('number', moment),
            { value: 'date', timestamp: new Date(moment) },
            at('instant', { epochMilliseconds: moment }),
          ),
        ),
      { runner },
    );
    expect(output.map(({ value, timestamp }) => [value, timestamp])).toEqual([
      ['number', moment],
      ['date', moment],
      ['instant', moment],
    ]);
  });

  test('refuses what is no moment, where it is said', () => {
    expect(() => testStream<string>().add(at('a', 1), at('b', Number.NaN))).toThrow(
      expect.objectContaining({ code: 'E_BAD_ARGUMENT', message: expect.stringContaining('no moment') }),
    );
    expect(() => testStream<string>().advanceWatermarkTo(new Date('yesterday'))).toThrow(
      expect.objectContaining({ code: 'E_BAD_ARGUMENT', message: expect.stringContaining('no moment') }),
    );
  });

  test('refuses a watermark that goes back, and names both moments', () => {
    const stream = testStream<string>()
      .advanceWatermarkTo(MINUTE)
      .add(at('late', 0))
      .advanceWatermarkTo(MINUTE);
    expect(() => stream.advanceWatermarkTo(MINUTE - 1)).toThrow(
      expect.objectContaining({
        code: 'E_BAD_ARGUMENT',
        message: expect.stringMatching(/back from 1970-01-01T00:01:00.000Z to 1970-01-01T00:00:59.999Z/),
        help: expect.stringContaining('late elements'),
      }),
    );
  });

  test('refuses a clock that goes back', () => {
    expect(() => testStream<string>().advanceProcessingTime(-1)).toThrow(
      expect.objectContaining({ code: 'E_BAD_ARGUMENT', message: expect.stringContaining('clock') }),
    );
  });

  test('moves the clock that callbacks see', async () => {
    const seen = await collect(
      (p) =>
        p
          .read(
            testStream<string>()
              .add(at('a', 0))
              .advanceProcessingTime('90s')
              .add(at('b', 0))
              .advanceProcessingTime('1h')
              .advanceProcessingTime(1)
              .add(at('c', 0)),
          )
          .keyBy((letter) => letter)
          .parDo({
            uses: { clock: processingTimer() },
            process: ({ key }, { clock }) => [`${key} ${clock.now()}`],
            onTimer: { clock: () => [] },
          }),
      { runner },
    );
    expect(seen).toEqual(['a 0', 'b 90000', 'c 3690001']);
  });

  test('gives its elements the coder of a schema', async () => {
    const visits = row({ user: string, seconds: double });
    const stream = testStream({ schema: visits }).add(at({ user: 'ada', seconds: 3 }, 0));
    const urns: string[] = [];
    const seen = await collect(
      (p) => {
        const read = p.read(stream);
        urns.push(read.node.coder.urn);
        return read.map(({ user, seconds }) => `${user} ${seconds}`);
      },
      { runner },
    );
    expect(urns).toEqual(['beam:coder:row:v1']);
    expect(seen).toEqual(['ada 3']);
  });
});

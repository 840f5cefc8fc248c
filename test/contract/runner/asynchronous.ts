import { out } from '@hornbeam/sdk';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { expectOutput, feature, turn } from './feature.js';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Watches how many calls are open. */
class Gauge {
  most = 0;
  private open = 0;
  async during<R>(work: () => Promise<R>): Promise<R> {
    this.most = Math.max(this.most, ++this.open);
    try {
      return await work();
    } finally {
      this.open--;
    }
  }
}

/** Later elements take shorter: without care they would overtake. */
const shrinking = async (n: number, of: number): Promise<void> => {
  for (let i = n; i < of; i += 3) await turn();
};

/** Callbacks that take their time. */
export const asynchronous = feature('asynchronous callbacks', {
  'at most `concurrency` elements are in work, and as many if there are': async (runner) => {
    const gauge = new Gauge();
    await expectOutput(
      runner,
      (p) =>
        p.create(upTo(100)).map(
          (n) =>
            gauge.during(async () => {
              await turn();
              await turn();
              return n;
            }),
          { concurrency: 5 },
        ),
      upTo(100),
    );
    expect(gauge.most).toBe(5);
  },
  'without a word there are 16': async (runner) => {
    const gauge = new Gauge();
    await expectOutput(
      runner,
      (p) =>
        p.create(upTo(100)).parDo({
          process: (n: number) =>
            gauge.during(async () => {
              await turn();
              return [n];
            }),
        }),
      upTo(100),
    );
    expect(gauge.most).toBe(16);
  },
  'ordered keeps the order of the input, whatever takes how long': async (runner) => {
    const output = await collect(
      (p) =>
        p
          .create(upTo(30))
          .map((n) => (n % 4 === 3 ? n : shrinking(n, 30).then(() => n)), { concurrency: 7, ordered: true }),
      { runner },
    );
    expect(output).toEqual(upTo(30));
  },
  'ordered keeps the order of generators, asynchronous generators and emitted outputs': async (runner) => {
    const pairs = upTo(12).flatMap((n) => [`${n}a`, `${n}b`]);
    const generated = await collect(
      (p) =>
        p.create(upTo(12)).flatMap(
          async function* (n) {
            await shrinking(n, 12);
            yield `${n}a`;
            await turn();
            yield `${n}b`;
          },
          { concurrency: 4, ordered: true },
        ),
      { runner },
    );
    expect(generated).toEqual(pairs);
    const promised = await collect(
      (p) =>
        p.create(upTo(12)).flatMap(
          async (n) => {
            await shrinking(n, 12);
            return [`${n}a`, `${n}b`];
          },
          { concurrency: 4, ordered: true },
        ),
      { runner },
    );
    expect(promised).toEqual(pairs);
    const emitted = await collect(
      (p) =>
        p.create(upTo(12)).parDo({
          concurrency: 4,
          ordered: true,
          outputs: { main: out<string>() },
          async process(n, { emit }) {
            emit(`${n}a`);
            await shrinking(n, 12);
            emit(`${n}b`);
          },
        }),
      { runner },
    );
    expect(emitted).toEqual(pairs);
  },
  'a late callback still sees its own timestamp and window': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create(upTo(20))
          .withTimestamps((n) => n * 10)
          .windowInto({ kind: 'fixed', size: 50, offset: 0 })
          .parDo({
            outputs: { main: out<string>() },
            async process(n, ctx) {
              await shrinking(n, 20);
              ctx.emit(`${n} ${ctx.timestamp} ${ctx.window.start}`);
            },
          })
          .map((text, { timestamp, window }) => `${text} = ${timestamp} ${window.start}`),
      upTo(20).map((n) => {
        const start = Math.floor((n * 10) / 50) * 50;
        return `${n} ${n * 10} ${start} = ${n * 10} ${start}`;
      }),
    ),
  'asynchronous steps in a row all end': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const slow = (n: number) => shrinking(n, 40).then(() => n + 1);
        return p
          .create(upTo(40))
          .map(slow, { concurrency: 3 })
          .flatMap(async (n) => [n, n], { concurrency: 2 })
          .map(slow, { concurrency: 1 })
          .filter(async () => true, { concurrency: 2 })
          .count();
      },
      [80],
    ),
});

import { fixed, out, type PCollection, pipeline, run, start } from '@hornbeam/sdk';
import { fromIterable } from '@hornbeam/sdk/io';
import { describe, expect, it } from 'vitest';
import { DirectRunner } from './direct-runner.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Counts elements between a source and a slow step. */
class Distance {
  made = 0;
  done = 0;
  most = 0;
  readonly make = (): number => {
    this.most = Math.max(this.most, ++this.made - this.done);
    return this.made;
  };
  readonly slow = async (): Promise<void> => {
    await turn();
    this.done++;
  };
}

const COUNT = 2000;

async function distanceOf(between: (source: PCollection<number>, distance: Distance) => PCollection<number>) {
  const distance = new Distance();
  await run(
    pipeline((p) => {
      const source = p.create([0]).flatMap(function* () {
        for (let i = 0; i < COUNT; i++) yield distance.make();
      });
      between(source, distance).map(distance.slow, { concurrency: 3 });
    }),
    { runner: new DirectRunner() },
  );
  expect(distance.done).toBe(COUNT);
  return distance.most;
}

describe('a slow step holds up', () => {
  it('the generator before it, however many steps are between', async () => {
    expect(await distanceOf((source) => source)).toBeLessThanOrEqual(4);
    const longer = await distanceOf((source) => source.map((n) => n).filter(() => true));
    expect(longer).toBeLessThanOrEqual(4);
  });

  it('also behind an asynchronous step of its own pace', async () => {
    const most = await distanceOf((source) => source.map(async (n) => n, { concurrency: 5 }));
    expect(most).toBeLessThanOrEqual(3 + 5 + 2);
  });

  it('asynchronous generators and sources', async () => {
    const distances = [new Distance(), new Distance()];
    await run(
      pipeline((p) => {
        const [a, b] = distances as [Distance, Distance];
        p.create([0])
          .flatMap(async function* () {
            for (let i = 0; i < COUNT; i++) yield a.make();
          })
          .map(a.slow, { concurrency: 3 });
        p.read(
          fromIterable(function* () {
            for (let i = 0; i < COUNT; i++) yield b.make();
          }),
        ).map(b.slow, { concurrency: 3 });
      }),
      { runner: new DirectRunner() },
    );
    for (const { done, most } of distances) {
      expect(done).toBe(COUNT);
      expect(most).toBeLessThanOrEqual(5);
    }
  });

  it('a callback that awaits ready() while it emits', async () => {
    const distance = new Distance();
    await run(
      pipeline((p) => {
        p.create([0])
          .parDo({
            outputs: { main: out<number>() },
            async process(_, { emit, ready }) {
              for (let i = 0; i < COUNT; i++) {
                emit(distance.make());
                await ready();
              }
            },
          })
          .map(distance.slow, { concurrency: 3 });
      }),
      { runner: new DirectRunner() },
    );
    expect(distance.most).toBeLessThanOrEqual(4);
  });

  it('what a long array sends on, so that timers and signals have their turn', async () => {
    let fired = 0;
    const timer = setInterval(() => fired++, 10);
    try {
      await run(
        pipeline((p) => {
          const until = Date.now() + 300;
          p.create(Array.from({ length: 3_000_000 }, (_, i) => i)).filter(() => Date.now() < until);
        }),
        { runner: new DirectRunner() },
      );
    } finally {
      clearInterval(timer);
    }
    expect(fired).toBeGreaterThan(2);
  });

  it('not a synchronous pipeline, which never waits (K1)', async () => {
    const order: string[] = [];
    await run(
      pipeline((p) => {
        p.create([1, 2, 3])
          .map((n) => {
            void Promise.resolve().then(() => order.push('later'));
            return n;
          })
          .flatMap((n) => [n])
          .map((n) => order.push(`${n}`));
      }),
      { runner: new DirectRunner() },
    );
    expect(order).toEqual(['1', '2', '3', 'later', 'later', 'later']);
  });
});

describe('in a run without an end', () => {
  const ELEMENT = 1000;
  const limits = { queueBytes: 20 * ELEMENT, bundleBytes: 5 * ELEMENT };

  /** Runs a fast source before a slow step; what waited between them at most, in bytes and elements. */
  async function waiting(between: (source: PCollection<string>) => PCollection<string>) {
    const distance = new Distance();
    let mostBytes = 0;
    const job = await start(
      pipeline((p) => {
        const endless = fromIterable(
          function* () {
            for (let i = 0; i < 400; i++) yield String(distance.make()).padEnd(ELEMENT, '.');
          },
          { unbounded: true, timestamp: (text) => Number.parseInt(text, 10) },
        );
        between(p.read(endless))
          .map(
            async () => {
              const { steps } = job.snapshot();
              mostBytes = Math.max(mostBytes, ...steps.map(({ time }) => time?.backlogBytes ?? 0));
              await distance.slow();
            },
            { concurrency: 1 },
          )
          .named('Slow');
      }),
      { runner: new DirectRunner({ limits }) },
    );
    await job.done;
    expect(distance.done).toBe(400);
    return { mostBytes, most: distance.most };
  }

  it('a fast source fills its queues up to their limit, and waits then', async () => {
    const { mostBytes, most } = await waiting((source) => source.reshuffle());
    expect(mostBytes).toBeGreaterThan(limits.bundleBytes);
    // A bundle that begins below the limit may end above it; an element weighs a little more than its text.
    expect(mostBytes).toBeLessThan((limits.queueBytes + limits.bundleBytes) * 1.5);
    expect(most).toBeLessThan(80);
  });

  it('the groups between two queues fire as they are wanted', async () => {
    const { mostBytes, most } = await waiting((source) =>
      source
        .windowInto(fixed(2))
        .keyBy(() => 'k')
        .groupByKey()
        .flatMap(({ value }) => value)
        .reshuffle(),
    );
    expect(mostBytes).toBeLessThan((limits.queueBytes + limits.bundleBytes) * 1.5);
    expect(most).toBeLessThan(120);
  });
});

describe('the parts of a stage', () => {
  it('start with the last and finish with the first, so that all that is sent arrives (W1)', async () => {
    const order: string[] = [];
    const step = (name: string) => ({
      name,
      outputs: { main: out<string>() },
      startBundle: ({ emit }: { emit(text: string): void }) => {
        order.push(`start ${name}`);
        emit(`${name} start`);
      },
      process: (text: string, { emit }: { emit(text: string): void }) => emit(text),
      finishBundle: ({ emit }: { emit(text: string): void }) => {
        order.push(`finish ${name}`);
        emit(`${name} finish`);
      },
    });
    const arrived: string[] = [];
    await run(
      pipeline((p) => {
        p.create(['x'])
          .reshuffle()
          .parDo(step('a'))
          .parDo(step('b'))
          .map((text) => arrived.push(text));
      }),
      { runner: new DirectRunner() },
    );
    expect(order).toEqual(['start b', 'start a', 'finish a', 'finish b']);
    expect(arrived).toEqual(['b start', 'a start', 'x', 'a finish', 'b finish']);
  });
});

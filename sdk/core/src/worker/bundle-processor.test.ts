import { type ProcessBundleDescriptor, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { describe, expect, it } from 'vitest';
import { buildGraph, type PCollection, pipeline } from '../api/index.js';
import { out } from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import { ROOT_METADATA } from '../model/metadata.js';
import { toPlan } from '../translate/to-proto.js';
import { BundleProcessor, type Feed } from './bundle-processor.js';
import { MetricCells } from './metric-cells.js';
import { receiver } from './receiver.js';

/** A processor of the steps that `build` adds behind a source of numbers; `sent` has what leaves the last one. */
async function processorOf(build: (input: PCollection<number>) => PCollection<unknown>) {
  let input: PCollection<number> | undefined;
  let output: PCollection<unknown> | undefined;
  const graph = await buildGraph(
    pipeline((p) => {
      input = p
        .impulse()
        .map(() => 0)
        .named('Source');
      output = build(input);
    }),
  );
  const plan = toPlan(graph);
  const { transforms, ...components } = plan.pipeline.components!;
  const idOf = ({ node }: PCollection<unknown>) =>
    Object.values(transforms).find(({ uniqueName }) => uniqueName === graph.names().get(node.producer))!
      .outputs.main!;
  const port = (urn: string) => ({ urn, payload: new Uint8Array() });
  const steps = Object.fromEntries(
    Object.entries(transforms).filter(([id]) => !['impulse', 'Source'].includes(id)),
  );
  const descriptor: ProcessBundleDescriptor = {
    id: 'stage',
    ...components,
    transforms: {
      ...steps,
      source: PTransform.create({ spec: port(urns.ports.source), outputs: { out: idOf(input!) } }),
      sink: PTransform.create({ spec: port(urns.ports.sink), inputs: { in: idOf(output!) } }),
    },
  };
  const sent: unknown[] = [];
  const controller = new AbortController();
  const processor = new BundleProcessor(descriptor, plan, {
    sideInput: () => [],
    sideInputVersion: () => 0,
    isBundleFull: () => false,
    state: notAsked,
    timers: notAsked,
    sink: () => receiver((value) => sent.push(value)),
    metrics: new MetricCells(),
    log: () => undefined,
    now: () => 0,
    signal: controller.signal,
    wait: async () => undefined,
    newName: () => 'name',
    combineBytes: 32 * 1024 * 1024,
    breathe: () => undefined,
  });
  return { processor, sent, abort: (reason?: unknown) => controller.abort(reason) };
}

const notAsked = (): never => {
  throw new Error('no step here has state or timers');
};

const feeds = (...values: number[]): { feeds: ReadonlyMap<string, Feed> } => ({
  feeds: new Map([
    [
      'source',
      {
        run: async (input, cursor, pace) => {
          for (const value of values) {
            cursor.metadata = ROOT_METADATA;
            input.push(value);
            if (pace.raised) await pace.ready();
            pace.check();
          }
        },
      },
    ],
  ]),
});

const odd = (n: number): number => {
  if (n % 2) throw new RangeError(`odd ${n}`);
  return n;
};

describe('a bundle processor', () => {
  it('runs bundle after bundle with one set-up and one teardown', async () => {
    const lives: string[] = [];
    const { processor, sent } = await processorOf((input) =>
      input.parDo({
        setup: () => void lives.push('setup'),
        startBundle: () => void lives.push('start'),
        process: (n: number) => [n],
        teardown: () => void lives.push('teardown'),
      }),
    );
    await processor.process(feeds(1, 2));
    await processor.process(feeds());
    await processor.process(feeds(3));
    expect(sent).toEqual([1, 2, 3]);
    await processor.teardown();
    await processor.teardown();
    expect(lives).toEqual(['setup', 'start', 'start', 'start', 'teardown']);
  });

  it('cannot be used after a failure, but is torn down (W2)', async () => {
    let ended = 0;
    const { processor } = await processorOf((input) =>
      input.parDo({ process: (n: number) => [odd(n)], teardown: () => void ended++ }),
    );
    await expect(processor.process(feeds(2, 1))).rejects.toMatchObject({ message: 'odd 1' });
    await expect(processor.process(feeds(2))).rejects.toMatchObject({ code: 'E_INTERNAL' });
    await processor.teardown();
    expect(ended).toBe(1);
  });

  it('takes one bundle at a time (W3)', async () => {
    let release: () => void = () => undefined;
    const { processor, sent } = await processorOf((input) =>
      input.map(
        (n) =>
          new Promise((resolve) => {
            release = () => resolve(n);
          }),
      ),
    );
    const first = processor.process(feeds(1));
    await new Promise((resolve) => setImmediate(resolve));
    await expect(processor.process(feeds(2))).rejects.toMatchObject({ code: 'E_INTERNAL' });
    release();
    await first;
    expect(sent).toEqual([1]);
  });

  it('keeps the first failure, also when a callback swallowed it and others followed (B1)', async () => {
    const { processor } = await processorOf((input) =>
      input
        .parDo({
          outputs: { main: out<number>() },
          process(n, { emit }) {
            try {
              emit(n);
            } catch {
              throw new TypeError('another one');
            }
          },
        })
        .map(odd)
        .named('Behind'),
    );
    await expect(processor.process(feeds(1))).rejects.toMatchObject({
      message: 'odd 1',
      place: { step: 'Behind', element: '1' },
    });
  });

  it('ends at once when it is told to, with the reason', async () => {
    const { processor, abort } = await processorOf((input) => input.map(() => new Promise(() => undefined)));
    const running = processor.process(feeds(1));
    await new Promise((resolve) => setImmediate(resolve));
    abort(new BeamError('E_CANCELLED', 'enough'));
    await expect(running).rejects.toMatchObject({ code: 'E_CANCELLED', message: 'enough' });
    const late = await processorOf((input) => input);
    late.abort();
    await expect(late.processor.process(feeds(1))).rejects.toMatchObject({ code: 'E_CANCELLED' });
  });

  it('takes nothing from a call that ends after the bundle has failed', async () => {
    const releases: (() => void)[] = [];
    const { processor, sent } = await processorOf((input) =>
      input.map((n) =>
        n === 3
          ? odd(n)
          : new Promise((resolve) => {
              releases.push(() => resolve(n));
            }),
      ),
    );
    await expect(processor.process(feeds(1, 2, 3))).rejects.toMatchObject({ message: 'odd 3' });
    for (const release of releases) release();
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toEqual([]);
  });

  it('counts what each step took in and sent', async () => {
    const { processor } = await processorOf((input) =>
      input
        .filter((n) => n > 1)
        .named('Filter')
        .flatMap((n) => [n, n])
        .named('Double'),
    );
    await processor.process(feeds(1, 2, 3));
    expect(processor.stats.get('Filter')).toMatchObject({ elementsIn: 3, elementsOut: 2 });
    expect(processor.stats.get('Double')).toMatchObject({ elementsIn: 2, elementsOut: 4 });
  });
});

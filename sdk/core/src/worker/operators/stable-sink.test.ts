import { describe, expect, test } from 'vitest';
import type { EpochSink, SinkContext } from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import { receiver } from '../receiver.js';
import { numberRows } from './number-rows.js';
import type { OperatorSite } from './operator.js';
import { shardRowsOperator } from './shard-rows.js';
import { stableSinkOperator } from './stable-sink.js';

/** A target in memory: rows and mark are one, and whoever opens shuts out who was there before. */
class Target {
  readonly rows: string[] = [];
  readonly marks = new Map<string, number>();
  opened = 0;
  /** What becomes of the next commits. */
  readonly faults: ('lost' | 'unanswered')[] = [];
  private readonly writers = new Map<string, number>();

  sink(more: Partial<EpochSink<string>> = {}): EpochSink<any> {
    return {
      name: 'write',
      guarantee: 'transactional',
      target: 'a target',
      open: async (context) => this.open(context),
      ...more,
    };
  }

  private open({ owner, epochs, isDurable }: SinkContext) {
    expect([epochs, isDurable]).toEqual(['rows', true]);
    const writer = ++this.opened;
    this.writers.set(owner, writer);
    return {
      lastCommitted: async () => this.marks.get(owner),
      commit: async (epoch: number, rows: Iterable<string>) => {
        if (this.writers.get(owner) !== writer) throw new BeamError('E_FENCED', 'another writes');
        const fault = this.faults.shift();
        if (fault === 'lost') throw new BeamError('E_UNAVAILABLE', 'away');
        if (epoch <= (this.marks.get(owner) ?? 0)) return;
        this.rows.push(...rows);
        this.marks.set(owner, epoch);
        if (fault === 'unanswered') throw new BeamError('E_UNAVAILABLE', 'away');
      },
      close: async () => undefined,
    };
  }
}

const site = (): OperatorSite =>
  ({
    ...{ transformId: 't', step: 'write', callSite: undefined, index: 0 },
    stats: { elementsIn: 0, elementsOut: 0, failures: 0 },
    bundle: {
      fail: (error: BeamError) => error,
      pressure: { raise: () => undefined, lower: () => undefined },
      services: {
        ...{ log: () => undefined, wait: async () => undefined, newName: () => 'run' },
        signal: new AbortController().signal,
      },
    },
  }) as unknown as OperatorSite;

/** Rows `from` to `to` of a shard, as they come to the step. */
const numbered = (from: number, to: number, text = 'row', shard = 0, run = 'run') =>
  Array.from({ length: to - from + 1 }, (_, n) => ({
    key: shard,
    value: { key: { key: run, value: from + n }, value: `${text} ${from + n}` },
  }));
const texts = (from: number, to: number, text = 'row') =>
  numbered(from, to, text).map(({ value }) => value.value);

/** Hands over a bundle. */
async function bundle(operator: ReturnType<typeof stableSinkOperator>, rows: readonly unknown[]) {
  for (const row of rows) operator.input.push(row);
  await operator.finishBundle?.();
}

describe('a sink whose input is stable', () => {
  test('has written every row when the bundle ends', async () => {
    const target = new Target();
    const operator = stableSinkOperator(site(), target.sink());
    await bundle(operator, numbered(1, 3));
    expect(target.rows).toEqual(texts(1, 3));
    await bundle(operator, numbered(4, 25_000));
    expect(target.rows).toEqual(texts(1, 25_000));
    expect(target.opened).toBe(1);
  });

  test('writes no row again that the target has, however the rows are cut when they come again', async () => {
    const target = new Target();
    await bundle(stableSinkOperator(site(), target.sink()), numbered(1, 10));
    const again = stableSinkOperator(site(), target.sink());
    await bundle(again, numbered(1, 4));
    await bundle(again, numbered(5, 12));
    await bundle(again, numbered(13, 14));
    expect(target.rows).toEqual(texts(1, 14));
  });

  test('tries again while the target is away, and asks it when its answer was lost', async () => {
    const target = new Target();
    target.faults.push('lost', 'lost', 'unanswered');
    const operator = stableSinkOperator(site(), target.sink());
    await bundle(operator, numbered(1, 5));
    await bundle(operator, numbered(6, 7));
    expect(target.rows).toEqual(texts(1, 7));
  });

  test('opens again where another worker has written meanwhile, and both leave each row once', async () => {
    const target = new Target();
    const [one, other] = [
      stableSinkOperator(site(), target.sink()),
      stableSinkOperator(site(), target.sink()),
    ];
    await bundle(one, numbered(1, 3));
    await bundle(other, numbered(1, 5));
    await bundle(one, numbered(4, 8));
    await bundle(other, numbered(6, 9));
    expect(target.rows).toEqual(texts(1, 9));
  });

  test('begins anew for a run that begins anew, and keeps shards apart', async () => {
    const target = new Target();
    const operator = stableSinkOperator(site(), target.sink());
    await bundle(operator, [...numbered(1, 2, 'a'), ...numbered(1, 2, 'b', 1)]);
    await bundle(operator, numbered(1, 2, 'new', 0, 'other run'));
    expect(target.rows.sort()).toEqual(
      [...texts(1, 2, 'a'), ...texts(1, 2, 'b'), ...texts(1, 2, 'new')].sort(),
    );
  });

  test('ends the run when the mark was removed from the target', async () => {
    const target = new Target();
    await bundle(stableSinkOperator(site(), target.sink()), numbered(1, 10));
    target.marks.clear();
    await expect(bundle(stableSinkOperator(site(), target.sink()), numbered(11, 12))).rejects.toMatchObject({
      code: 'E_SINK',
      message: expect.stringContaining('no mark of "write/0/run"'),
    });
    expect(target.rows).toEqual(texts(1, 10));
  });

  test('does not take rows out of their order', () => {
    const operator = stableSinkOperator(site(), new Target().sink());
    operator.input.push(numbered(1, 1)[0]);
    expect(() => operator.input.push(numbered(3, 3)[0])).toThrow(/Row 3 of write\/0\/run comes behind row 1/);
  });

  test('forgets the rows of a bundle that failed', async () => {
    const target = new Target();
    const operator = stableSinkOperator(site(), target.sink());
    operator.input.push(numbered(1, 1)[0]);
    operator.abortBundle?.();
    await bundle(operator, numbered(1, 2));
    expect(target.rows).toEqual(texts(1, 2));
  });
});

describe('the rows of a sink', () => {
  const shardsOf = (rows: readonly string[], sink: Partial<EpochSink<string>>): number[] => {
    const shards: number[] = [];
    const main = {
      ...receiver(() => undefined),
      pushPair: (shard: unknown) => void shards.push(Number(shard)),
    };
    const operator = shardRowsOperator(site(), new Target().sink(sink), main);
    for (const row of rows) operator.input.push(row);
    return shards;
  };

  test('go to one writer where the sink keeps the order of all', () => {
    expect(shardsOf(['a', 'b', 'c'], {})).toEqual([0, 0, 0]);
  });

  test('of one key go to one writer, those without a key round all of them', () => {
    const rows = Array.from({ length: 400 }, (_, n) => `key ${n % 40}`);
    const shards = shardsOf(rows, { keyOf: (row) => row, shards: 3 });
    rows.forEach((row, n) => {
      expect(shards[n]).toBe(shards[rows.indexOf(row)]);
    });
    expect(new Set(shards)).toEqual(new Set([0, 1, 2]));
    expect(shardsOf(['a', 'b', 'c', 'd', 'e'], { keyOf: () => undefined })).toEqual([1, 2, 3, 0, 1]);
    const [text, bytes] = [['über'], [Uint8Array.of(1, 2)]];
    expect(shardsOf(['x'], { keyOf: () => bytes[0] })).toHaveLength(1);
    expect(shardsOf(text, { keyOf: (row) => row })).toEqual(shardsOf(text, { keyOf: (row) => row }));
  });

  test('are numbered from 1 for each writer, under a name that is drawn once', () => {
    const kept = new Map<number, unknown>();
    let names = 0;
    const { process } = numberRows(() => `name ${++names}`).callback.doFn;
    const number = (shard: number, row: string) =>
      process({ key: shard, value: row }, {
        position: { read: () => kept.get(shard), write: (value: unknown) => kept.set(shard, value) },
      } as never);
    expect(
      [number(0, 'a'), number(1, 'b'), number(0, 'c')].flatMap((out) => [...(out as Iterable<unknown>)]),
    ).toEqual([
      { key: 0, value: { key: { key: 'name 1', value: 1 }, value: 'a' } },
      { key: 1, value: { key: { key: 'name 2', value: 1 }, value: 'b' } },
      { key: 0, value: { key: { key: 'name 1', value: 2 }, value: 'c' } },
    ]);
  });
});

import { pipeline, start } from '@hornbeam/sdk';
import { fromIterable, type IdentifiedRow, idempotentSink } from '@hornbeam/sdk/io';
import { describe, expect, test } from 'vitest';
import { DirectRunner } from '../direct-runner.js';
import { MemoryDisk } from './memory-store.fixture.js';

const numbers = (count: number) =>
  fromIterable(
    async function* () {
      for (let n = 0; n < count; n++) {
        if (n % 20 === 19) await new Promise((resolve) => setImmediate(resolve));
        yield n;
      }
    },
    { unbounded: true, timestamp: (n: number) => n },
  );

/** What a target that knows rows by their ids holds. */
class Shelf {
  readonly rows = new Map<string, number>();
  calls = 0;
  /** Writes half of the rows and then loses the connection, at every so many calls. */
  breakEvery = Number.POSITIVE_INFINITY;

  async write(rows: readonly IdentifiedRow<number>[]): Promise<void> {
    const breaks = ++this.calls % this.breakEvery === 0;
    for (const { id, row } of breaks ? rows.slice(0, rows.length / 2) : rows) this.rows.set(id, row);
    if (breaks)
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) });
  }
}

const sorted = (rows: Iterable<number>): number[] => [...rows].sort((a, b) => a - b);

const writing = (shelf: Shelf, count: number, id?: (row: number) => string) =>
  pipeline({ name: 'shelf' }, (p) => {
    p.read(numbers(count)).write(
      idempotentSink({
        ...{ target: 'a shelf', batch: 7, write: (rows) => shelf.write(rows) },
        ...(id === undefined ? {} : { id }),
      }),
    );
  });

const all = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('a target that knows rows by their ids', () => {
  for (const [name, id] of [
    ['ids of the run', undefined],
    ['ids of the rows', (row: number) => `row-${row}`],
  ] as const) {
    test(`has every row once when connections break and the run is given up again and again, by ${name}`, async () => {
      const shelf = new Shelf();
      shelf.breakEvery = 31;
      const disk = new MemoryDisk();
      let runs = 0;
      for (let isDone = false; !isDone; runs++) {
        const last = disk.epoch + 3;
        disk.onCommit = (epoch) => {
          if (epoch >= last && runs < 8) throw new Error('killed');
        };
        const durable = { open: async () => disk.open(), resume: runs > 0, epochMillis: 1 };
        const job = await start(writing(shelf, 600, id), { runner: new DirectRunner({ durable }) });
        isDone = await job.done.then(
          () => true,
          (error: Error) => {
            if (!error.message.includes('killed')) throw error;
            return false;
          },
        );
      }
      expect(runs).toBeGreaterThan(2);
      expect(sorted(shelf.rows.values())).toEqual(all(600));
    });
  }

  test('has the rows of both where a job begins anew in another state, in whatever way it deals with ids', async () => {
    const [last, first] = [new Shelf(), new Shelf()];
    first.write = async (rows) => {
      for (const { id, row } of rows) if (!first.rows.has(id)) first.rows.set(id, row);
    };
    for (const shelf of [last, first]) {
      for (let run = 0; run < 2; run++) {
        const durable = { open: async () => new MemoryDisk().open(), epochMillis: 1 };
        await (await start(writing(shelf, 50), { runner: new DirectRunner({ durable }) })).done;
      }
      expect(sorted(shelf.rows.values())).toEqual(sorted([...all(50), ...all(50)]));
    }
  });

  test('is told when there is nothing to go on from', async () => {
    const warnings: string[] = [];
    const durable = { open: async () => new MemoryDisk().open(), epochMillis: 1, resume: true };
    const log = ({ message }: { message: string }): void => void warnings.push(message);
    await (await start(writing(new Shelf(), 5), { runner: new DirectRunner({ durable }), log })).done;
    expect(warnings).toContain('there is nothing to go on from: the job "shelf" begins anew');
  });

  test('has every row once in a run that keeps nothing, and of two runs both', async () => {
    const shelf = new Shelf();
    for (let run = 0; run < 2; run++) {
      await (await start(writing(shelf, 100), { runner: new DirectRunner() })).done;
    }
    expect(sorted(shelf.rows.values())).toEqual(sorted([...all(100), ...all(100)]));
  });

  test('ends the run by what is no failure of the connection', async () => {
    const shelf = new Shelf();
    shelf.write = async () => {
      throw new Error('answered 422');
    };
    const job = await start(writing(shelf, 10), { runner: new DirectRunner() });
    await expect(job.done).rejects.toMatchObject({
      code: 'E_SINK',
      message: expect.stringContaining('answered 422'),
    });
  });

  test('is refused without a target, a way to write, or with ids that are none', async () => {
    expect(() => idempotentSink({ target: '', write: async () => undefined })).toThrow(/needs a target/);
    expect(() => idempotentSink({ target: 'x', write: async () => undefined, batch: 0 })).toThrow(/above 0/);
    const job = await start(
      writing(new Shelf(), 3, () => ''),
      { runner: new DirectRunner() },
    );
    await expect(job.done).rejects.toThrow(/The id of a row is no text/);
  });
});

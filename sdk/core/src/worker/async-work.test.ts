import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROOT_METADATA } from '../model/metadata.js';
import { AsyncWork } from './async-work.js';
import { Pressure } from './pressure.js';

/** A promise that a test settles when it likes. */
class Deferred<T = void> {
  settle!: (value: T) => void;
  refuse!: (thrown: unknown) => void;
  readonly promise = new Promise<T>((resolve, reject) => {
    this.settle = resolve;
    this.refuse = reject;
  });
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What an element does: its callback's promise, if there is one, and outputs that come one by one, if they do. */
interface Script {
  readonly call: 'sync' | 'promise';
  readonly rest: boolean;
}

function bench(limit: number, ordered: boolean) {
  const pressure = new Pressure();
  const open = new Map<number, Deferred>();
  const begun: number[] = [];
  const sent: number[] = [];
  const failures: unknown[] = [];
  let active = 0;
  let most = 0;
  const scripts: Script[] = [];
  const call = (index: number): void => {
    begun.push(index);
    active++;
    most = Math.max(most, active);
    const { call, rest } = scripts[index]!;
    const end = (): void => {
      active--;
      sent.push(index);
    };
    const finish = (): Promise<void> | undefined => {
      if (!rest) {
        end();
        return undefined;
      }
      const deferred = new Deferred();
      open.set(index, deferred);
      return deferred.promise.then(end);
    };
    if (call === 'promise') {
      const deferred = new Deferred();
      open.set(index, deferred);
      work.track(deferred.promise, finish, (thrown) => {
        throw thrown;
      });
    } else if (work.holdsOrder) work.queue(finish);
    else {
      const remaining = finish();
      if (remaining !== undefined) work.follow(remaining, false);
    }
  };
  const work = new AsyncWork({
    index: 3,
    limit,
    ordered,
    pressure,
    begin: (value) => {
      call(value as number);
      return false;
    },
    fail: (thrown) => failures.push(thrown),
  });
  const accept = (script: Script): void => {
    scripts.push(script);
    if (work.full) work.wait(scripts.length - 1, ROOT_METADATA);
    else call(scripts.length - 1);
  };
  return { work, pressure, open, begun, sent, failures, accept, most: () => most };
}

describe('asynchronous work', () => {
  it('keeps to its limit, starts in order, ends everything, and keeps the order of outputs (A1-A4)', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ call: fc.constantFrom('sync' as const, 'promise' as const), rest: fc.boolean() }),
          {
            maxLength: 25,
          },
        ),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        fc.infiniteStream(fc.nat(1000)),
        async (scripts, limit, ordered, chance) => {
          const { work, pressure, open, begun, sent, accept, most, failures } = bench(limit, ordered);
          const settleOne = async (): Promise<void> => {
            const [index, deferred] = [...open][chance.next().value % open.size]!;
            open.delete(index);
            deferred.settle();
            await turn();
          };
          for (const script of scripts) {
            accept(script);
            expect(pressure.raised).toBe(work.full); // A4
            if (open.size > 0 && chance.next().value % 3 === 0) await settleOne();
            expect(pressure.raised).toBe(work.full); // A4
          }
          while (open.size > 0) await settleOne();
          await work.settled();
          expect(failures).toEqual([]);
          expect(most()).toBeLessThanOrEqual(limit); // A1
          expect(begun).toEqual(scripts.map((_, i) => i)); // A2
          expect(ordered ? sent : [...sent].sort((a, b) => a - b)).toEqual(scripts.map((_, i) => i)); // A3
          expect(pressure.raised).toBe(false);
        },
      ),
      { numRuns: 150 },
    ));

  it('holds up everything else while outputs that must be alone are sent', async () => {
    const { work, pressure } = bench(5, false);
    const rest = new Deferred();
    work.follow(rest.promise, true);
    expect([work.full, pressure.raised]).toEqual([true, true]);
    rest.settle();
    await turn();
    expect([work.full, pressure.raised]).toEqual([false, false]);
  });

  it('reports what fails, forgets what waits, and is at rest', async () => {
    const { work, open, accept, failures, begun } = bench(1, false);
    for (let i = 0; i < 3; i++) accept({ call: 'promise', rest: false });
    open.get(0)!.refuse('broken');
    await work.settled();
    expect(failures).toEqual(['broken']);
    expect(begun).toEqual([0]);
  });

  it('takes as many waiting elements as come, in time that grows with their number alone', async () => {
    const { work, open, accept, begun } = bench(1, false);
    const count = 200_000;
    accept({ call: 'promise', rest: false });
    for (let i = 1; i < count; i++) accept({ call: 'sync', rest: false });
    const started = performance.now();
    open.get(0)!.settle();
    await work.settled();
    expect(begun).toHaveLength(count);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

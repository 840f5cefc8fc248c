import { counter, distribution, gauge, pipeline, run, stringSet, sum } from '@hornbeam/sdk';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { feature, turn } from './feature.js';

/** Numbers that steps report about themselves. */
export const metrics = feature('metrics', {
  'counters, distributions, gauges and string sets are summed over the run': async (runner) => {
    const result = await run(
      pipeline((p) => {
        p.create([3, 1, 2])
          .reshuffle()
          .map(
            async (n, { seen, sizes, last, names }) => {
              await turn();
              seen.inc();
              seen.inc(n);
              sizes.update(n);
              last.set(n);
              names.add(`name ${n}`, 'all');
            },
            { seen: counter(), sizes: distribution(), last: gauge(), names: stringSet() },
          )
          .named('Measured');
      }),
      { runner },
    );
    expect(result.metric('seen')).toEqual({ kind: 'counter', value: 9 });
    expect(result.metric('sizes')).toEqual({ kind: 'distribution', count: 3, sum: 6, min: 1, max: 3 });
    expect(result.metric('last')).toMatchObject({ kind: 'gauge', value: expect.toBeOneOf([1, 2, 3]) });
    expect(result.metric('names')).toEqual({
      kind: 'stringSet',
      values: ['all', 'name 1', 'name 2', 'name 3'],
    });
    expect(result.metrics.every(({ step }) => step === 'Measured')).toBe(true);
  },
  'a metric of one name in two steps is one in the result, and two in the list': async (runner) => {
    const result = await run(
      pipeline((p) => {
        const touch = { hits: counter('hits'), size: distribution('size') };
        const input = p.create([1, 2]);
        input.map((n, { hits, size }) => [hits.inc(n), size.update(n)], touch).named('A');
        input.map((n, { hits, size }) => [hits.inc(10 * n), size.update(10 * n)], touch).named('B');
      }),
      { runner },
    );
    expect(result.metric('hits')).toEqual({ kind: 'counter', value: 33 });
    expect(result.metric('size')).toEqual({ kind: 'distribution', count: 4, sum: 33, min: 1, max: 20 });
    expect(result.metrics.filter(({ name }) => name === 'hits')).toHaveLength(2);
  },
  'a metric that nobody touched is not there': async (runner) => {
    const result = await run(
      pipeline((p) => {
        p.create([1]).map((n) => n, { never: distribution() });
      }),
      { runner },
    );
    expect(result.metric('never')).toBeUndefined();
    expect(result.metric('unknown')).toBeUndefined();
  },
});

/** What a run tells about its steps. */
export const names = feature('names, steps, state', {
  'steps have the names given, else those of their functions; equal names are numbered': async (runner) => {
    const double = (n: number) => n * 2;
    const result = await run(
      pipeline((p) => {
        p.create([1])
          .map(double)
          .map(double)
          .map((n) => n)
          .named('Own')
          .combineGlobally(sum)
          .named('Total');
      }),
      { runner },
    );
    const steps = result.steps.map(({ name }) => name);
    for (const name of ['double', 'double_2', 'Own']) expect(steps).toContain(name);
    expect(steps.some((name) => name.startsWith('Total/'))).toBe(true);
  },
  'counts of elements are right, and every step ends as done': async (runner) => {
    const result = await run(
      pipeline((p) => {
        p.create([1, 2, 3, 4])
          .filter((n) => n > 1)
          .named('Large')
          .keyBy((n) => n % 2)
          .combinePerKey(sum)
          .named('Sums');
      }),
      { runner },
    );
    expect(result.state).toBe('DONE');
    const step = (wanted: string) => result.steps.find(({ name }) => name === wanted);
    expect(step('Large')).toMatchObject({ elementsIn: 4, elementsOut: 3, failures: 0 });
    expect(step('Sums')).toMatchObject({ elementsIn: 3, elementsOut: 2 });
    expect(result.steps.filter(({ state }) => state !== 'done')).toEqual([]);
  },
  'the job has a name': async (runner) => {
    const result = await run(
      pipeline({ name: 'nightly' }, (p) => {
        p.create([1]);
      }),
      { runner },
    );
    expect(result.jobName).toBe('nightly');
  },
});

/** Transforms made of transforms. */
export const composites = feature('apply', {
  'a function is a transform, its steps stand under its name, scopes nest': async (runner) => {
    const seen: number[] = [];
    const result = await run(
      pipeline((p) => {
        p.apply('Input', (root) => root.create([1, 2]))
          .apply('Outer', (input) =>
            input
              .apply('Inner', (pc) =>
                pc.map(function add(n) {
                  return n + 1;
                }),
              )
              .map(function times(n) {
                return n * 10;
              }),
          )
          .map((n) => seen.push(n));
      }),
      { runner },
    );
    expect(seen.sort()).toEqual([20, 30]);
    const steps = result.steps.map(({ name }) => name);
    expect(steps).toContain('Outer/Inner/add');
    expect(steps).toContain('Outer/times');
  },
  'a composite gives back what its function does: several PCollections, or none': async (runner) => {
    const output = await collect(
      (p) => {
        const { even, odd } = p.create([1, 2, 3]).apply('Split', (input) => {
          const [a, b] = input.partition(2, (n) => n % 2);
          return { even: a!, odd: b! };
        });
        expect(p.create([1]).apply('Nothing', () => undefined)).toBeUndefined();
        return p.flatten([even.map((n) => `even ${n}`), odd.map((n) => `odd ${n}`)]);
      },
      { runner },
    );
    expect(output.sort()).toEqual(['even 2', 'odd 1', 'odd 3']);
  },
  'a sink hands back what it makes': async (runner) => {
    const written: number[] = [];
    await run(
      pipeline((p) => {
        const done = p
          .create([1, 2])
          .write({ name: 'Sink', expand: (input) => input.map((n) => written.push(n)) });
        done.count();
      }),
      { runner },
    );
    expect(written.sort()).toEqual([1, 2]);
  },
});

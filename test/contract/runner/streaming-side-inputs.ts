import {
  afterCount,
  fixed,
  globalWindow,
  type KV,
  max,
  type Root,
  repeatedly,
  sum,
  type WindowOptions,
} from '@hornbeam/sdk';
import type { Runner } from '@hornbeam/sdk/construction';
import { at, collect, type TestStream, testStream } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { feature, inOrder } from './feature.js';

/** An event of the main input, or of the side input, which has a key. */
type Event = { readonly main: string } | KV<string, number>;

const stream = testStream<Event>();
const ask = (main: string): Event => ({ main });
const rate = (value: number, key = 'eur'): Event => ({ key, value });

/** The two inputs of a stream of both. */
function inputsOf(root: Root, events: TestStream<Event>) {
  const all = root.read(events);
  return {
    asked: all.flatMap((event) => ('main' in event ? [event.main] : [])),
    rates: all.flatMap((event) => ('main' in event ? [] : [event])),
  };
}

/** One window for ever, with a pane for every element: how a table that changes slowly is written. */
const everyElement: WindowOptions = { trigger: repeatedly(afterCount(1)), panes: 'discarding' };
const everyTotal: WindowOptions = { trigger: repeatedly(afterCount(1)), panes: 'accumulating' };

/** What every asked element makes of the newest rate. */
const asking = (runner: Runner, events: TestStream<Event>, fallback: readonly [number?] = []) =>
  collect(
    (p) => {
      const { asked, rates } = inputsOf(p, events);
      const newest = rates
        .map(({ value }) => value)
        .windowInto(globalWindow(), everyElement)
        .asSingleton(...fallback);
      return asked.map((name, { newest }) => `${name} ${newest}`, { newest });
    },
    { runner },
  );

/** Side inputs that are not complete when they are read. */
export const streamingSideInputs = feature('side inputs of streams', {
  'elements wait until the side window that goes with theirs has ended': async (runner) => {
    const seen = await collect(
      (p) => {
        const { asked, rates } = inputsOf(
          p,
          stream
            .add(at(ask('a'), 1))
            .add(at(rate(1), 2))
            .add(at(ask('b'), 11))
            .add(at(rate(2), 12))
            .add(at(rate(4), 9))
            .advanceWatermarkTo(10)
            .add(at(rate(8), 19))
            .advanceWatermarkToInfinity(),
        );
        const total = rates
          .map(({ value }) => value)
          .windowInto(fixed(10))
          .combineGlobally(sum)
          .asSingleton();
        return asked.windowInto(fixed(10)).map((name, { total }) => `${name} ${total}`, { total });
      },
      { runner },
    );
    expect(seen).toEqual(['a 5', 'b 10']);
  },
  'a side window that nothing came for is empty when it has ended': async (runner) => {
    const seen = await collect(
      (p) => {
        const { asked, rates } = inputsOf(
          p,
          stream
            .add(at(ask('a'), 1))
            .add(at(rate(1), 12))
            .advanceWatermarkTo(10)
            .add(at(ask('b'), 13))
            .advanceWatermarkToInfinity(),
        );
        const all = rates
          .map(({ value }) => value)
          .windowInto(fixed(10))
          .asList();
        return asked.windowInto(fixed(10)).map((name, { all }) => `${name} ${all.length}`, { all });
      },
      { runner },
    );
    expect(seen.sort()).toEqual(['a 0', 'b 1']);
  },
  'waiting does not make elements late': async (runner) => {
    const seen = await collect(
      (p) => {
        const { asked, rates } = inputsOf(
          p,
          stream
            .add(at(ask('a'), 1))
            .advanceWatermarkTo(30)
            .add(at(rate(1), 31))
            .advanceWatermarkTo(50)
            .advanceWatermarkToInfinity(),
        );
        const total = rates
          .map(({ value }) => value)
          .windowInto(fixed(50))
          .combineGlobally(sum)
          .asSingleton();
        return asked
          .windowInto(fixed(10))
          .map((name, { total }) => `${name} ${total}`, { total })
          .keyBy(() => 'k')
          .groupByKey()
          .map(({ value }, { window }) => `${window.start}: ${inOrder(value)}`);
      },
      { runner },
    );
    expect(seen).toEqual(['0: a 1']);
  },
  'elements wait for the first pane of a side input with a trigger, then see the newest': async (runner) => {
    const seen = await asking(
      runner,
      stream
        .add(at(ask('early'), 0))
        .add(at(rate(1), 0))
        .advanceWatermarkTo(10)
        .add(at(ask('a'), 11))
        .add(at(rate(2), 20))
        .add(at(ask('b'), 12))
        .add(at(rate(3), 30))
        .advanceWatermarkTo(40)
        .add(at(ask('c'), 41))
        .advanceWatermarkToInfinity(),
    );
    expect(seen).toEqual(['early 1', 'a 1', 'b 2', 'c 3']);
  },
  'a side input that never fires gives its fallback in the end': async (runner) => {
    const events = stream
      .add(at(ask('a'), 1))
      .advanceWatermarkTo(100)
      .advanceWatermarkToInfinity();
    expect(await asking(runner, events, [7])).toEqual(['a 7']);
    await expect(asking(runner, events)).rejects.toMatchObject({ code: 'E_SIDE_INPUT' });
  },
  'the newest pane of an aggregation replaces those before it': async (runner) => {
    const seen = await collect(
      (p) => {
        const { asked, rates } = inputsOf(
          p,
          stream
            .add(at(rate(5), 0))
            .add(at(ask('a'), 1))
            .add(at(rate(3), 2))
            .add(at(ask('b'), 3))
            .add(at(rate(9), 4))
            .add(at(ask('c'), 5))
            .advanceWatermarkToInfinity(),
        );
        const most = rates
          .map(({ value }) => value)
          .windowInto(globalWindow(), everyTotal)
          .combineGlobally(max);
        return asked.map((name, { one, list }) => `${name} ${one} ${list}`, {
          one: most.asSingleton(),
          list: most.asList(),
        });
      },
      { runner },
    );
    expect(seen).toEqual(['a 5 5', 'b 5 5', 'c 9 9']);
  },
  'in a map of a side input with a trigger a later value replaces an earlier one': async (runner) => {
    const seen = await collect(
      (p) => {
        const { asked, rates } = inputsOf(
          p,
          stream
            .add(at(rate(1, 'eur'), 0))
            .add(at(rate(2, 'usd'), 0))
            .add(at(ask('a'), 1))
            .add(at(rate(3, 'eur'), 2))
            .add(at(ask('b'), 3))
            .advanceWatermarkToInfinity(),
        );
        const table = rates.windowInto(globalWindow(), everyElement).asMap();
        return asked.map((name, { table }) => `${name} ${table.get('eur')} ${table.get('usd')}`, { table });
      },
      { runner },
    );
    expect(seen).toEqual(['a 1 2', 'b 3 2']);
  },
  'in a map of aggregations with a trigger every key has its newest': async (runner) => {
    const seen = await collect(
      (p) => {
        const { asked, rates } = inputsOf(
          p,
          stream
            .add(at(rate(1, 'eur'), 0))
            .add(at(rate(2, 'usd'), 0))
            .add(at(rate(10, 'eur'), 2))
            .add(at(rate(100, 'eur'), 2))
            .add(at(ask('a'), 3))
            .add(at(rate(20, 'usd'), 4))
            .add(at(rate(5, 'yen'), 4))
            .add(at(ask('b'), 5))
            .advanceWatermarkToInfinity(),
        );
        const table = rates.windowInto(globalWindow(), everyTotal).combinePerKey(sum).asMap();
        return asked.map(
          (name, { table }) => `${name} ${table.get('eur')} ${table.get('usd')} ${table.get('yen')}`,
          { table },
        );
      },
      { runner },
    );
    expect(seen).toEqual(['a 111 2 undefined', 'b 111 22 5']);
  },
  'late elements see the side window of theirs as long as they are taken': async (runner) => {
    const seen = await collect(
      (p) => {
        const { asked, rates } = inputsOf(
          p,
          stream
            .add(at(rate(1), 2), at(ask('a'), 3))
            .advanceWatermarkTo(20)
            .add(at(ask('b'), 21), at(rate(2), 22))
            .advanceWatermarkTo(30)
            .add(at(ask('late'), 4))
            .advanceWatermarkToInfinity(),
        );
        const windows = { allowedLateness: 50 };
        const total = rates
          .map(({ value }) => value)
          .windowInto(fixed(10), windows)
          .combineGlobally(sum)
          .asSingleton();
        return asked.windowInto(fixed(10), windows).map((name, { total }) => `${name} ${total}`, { total });
      },
      { runner },
    );
    expect(seen.sort()).toEqual(['a 1', 'b 2', 'late 1']);
  },
  'steps with state read them too': async (runner) => {
    const seen = await collect(
      (p) => {
        const { asked, rates } = inputsOf(
          p,
          stream
            .add(at(ask('a'), 1))
            .add(at(rate(1), 2))
            .advanceWatermarkTo(10)
            .add(at(rate(2), 12), at(ask('b'), 13))
            .advanceWatermarkToInfinity(),
        );
        const all = rates
          .map(({ value }) => value)
          .windowInto(fixed(10))
          .asList();
        return asked
          .windowInto(fixed(10))
          .keyBy(() => 'k')
          .parDo({ uses: { all }, process: ({ value }: KV<string, string>, { all }) => [`${value} ${all}`] });
      },
      { runner },
    );
    expect(seen).toEqual(['a 1', 'b 2']);
  },
});

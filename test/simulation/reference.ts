/**
 * What a pipeline means, as plainly as it can be said: every step is evaluated over its whole input, one after
 * another, without stages, bundles, lifting, queues or coders. Runners are compared with it.
 *
 * It shares nothing with the worker or a runner but the graph and the combine functions.
 */
import { preview } from '@hornbeam/sdk';
import type { Collection, Graph, ParDoOperation, Step, View, WindowFn } from '@hornbeam/sdk/construction';
import { isStateful, viewEntries } from '@hornbeam/sdk/construction';
import { GLOBAL_WINDOW, IntervalWindow, MIN_TIMESTAMP, NO_FIRING, type Window } from '@hornbeam/sdk/model';
import { type Cells, cellsOf } from './keyed-cells.js';

/** An element of a PCollection. */
export interface Element {
  /** Of the types of the user's pipeline, which the graph does not know. */
  readonly value: any;
  readonly timestamp: number;
  readonly windows: readonly Window[];
}

type Contents = Map<Collection<any>, Element[]>;

/** All elements of all PCollections of a graph. */
export async function evaluate(graph: Graph): Promise<ReadonlyMap<Collection<any>, readonly Element[]>> {
  const contents: Contents = new Map();
  for (const step of graph.steps) {
    const outputs = await outputsOf(step, contents);
    for (const [tag, collection] of step.outputs) contents.set(collection, outputs.get(tag) ?? []);
  }
  return contents;
}

async function outputsOf(step: Step, contents: Contents): Promise<Map<string, Element[]>> {
  const { operation } = step;
  const inputs = [...step.inputs.values()].map((input) => contents.get(input)!);
  const input = inputs[0] ?? [];
  const main = (elements: Element[]) => new Map([['main', elements]]);
  switch (operation.kind) {
    case 'impulse':
      return main([{ value: new Uint8Array(), timestamp: MIN_TIMESTAMP, windows: [GLOBAL_WINDOW] }]);
    case 'flatten':
      return main(inputs.flat());
    case 'external':
      throw new Error('the simulation has no transforms of other SDKs');
    case 'windowInto':
      return main(
        input.map((element) => ({
          ...element,
          windows: windowsAt(element.timestamp, operation.windowing.windowFn),
        })),
      );
    case 'groupByKey':
      return main(groups(input).map(({ key, values, window }) => result({ key, value: values }, window)));
    case 'combinePerKey': {
      const { create, add, extract } = operation.combineFn;
      return main(
        groups(input).map(({ key, values, window }) =>
          result({ key, value: extract(values.reduce(add, create())) }, window),
        ),
      );
    }
    case 'testStream':
      throw new TypeError('The reference is of bounded pipelines.');
    case 'parDo':
      return isStateful(operation.uses) ? main(keyed(operation, input)) : parDo(operation, input, contents);
  }
}

const result = (value: unknown, window: Window): Element => ({
  value,
  timestamp: window.maxTimestamp,
  windows: [window],
});

/** The values of every key in every window. */
function groups(input: readonly Element[]): { key: unknown; values: any[]; window: Window }[] {
  const found = new Map<string, { key: unknown; values: any[]; window: Window }>();
  for (const { value: pair, windows } of input) {
    for (const window of windows) {
      const id = `${window.start} ${window.end} ${identity(pair.key)}`;
      const group = found.get(id) ?? { key: pair.key, values: [] as any[], window };
      group.values.push(pair.value);
      found.set(id, group);
    }
  }
  return [...found.values()];
}

/** A text that is the same for equal keys only. */
function identity(key: unknown): string {
  if (typeof key !== 'object' || key === null) return preview(Object.is(key, -0) ? 0 : key, 10_000);
  if (Array.isArray(key)) return `[${key.map(identity)}]`;
  const fields = Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${identity(value)}`)}}`;
}

async function parDo(
  operation: ParDoOperation,
  input: readonly Element[],
  contents: Contents,
): Promise<Map<string, Element[]>> {
  const { callback, observesContext, onError } = operation;
  const outputs = new Map<string, Element[]>();
  const seen = observesContext
    ? input.flatMap((element) => element.windows.map((window) => ({ ...element, windows: [window] })))
    : input;
  for (const element of seen) {
    const { value, timestamp, windows } = element;
    const made: [tag: string, element: Element][] = [];
    const emitter =
      (tag: string) =>
      (sent: unknown, at: number = timestamp): void =>
        void made.push([tag, { value: sent, timestamp: at, windows }]);
    const ctx: Record<string, unknown> = {
      ...{ timestamp, window: windows[0], pane: NO_FIRING, emit: emitter('main'), setup: undefined },
      out: new Proxy({}, { get: (_, tag) => emitter(String(tag)) }),
      ...operation.uses,
    };
    for (const [name, view] of viewEntries(operation)) {
      Object.defineProperty(ctx, name, { get: () => viewed(view, windows[0]!, contents) });
    }
    try {
      switch (callback.shape) {
        case 'map':
          emitter('main')(await callback.fn(value, ctx));
          break;
        case 'filter':
          if (await callback.fn(value, ctx)) emitter('main')(value);
          break;
        case 'keyBy':
          emitter('main')({ key: callback.fn(value, ctx), value });
          break;
        case 'timestamps':
          emitter('main')(value, callback.fn(value));
          break;
        case 'flatMap':
          for await (const each of callback.fn(value, ctx)) emitter('main')(each);
          break;
        case 'doFn':
          ctx.setup = await callback.doFn.setup?.();
          for await (const each of ((await callback.doFn.process(value, ctx as never)) ??
            []) as Iterable<unknown>)
            emitter('main')(each);
          break;
      }
    } catch (thrown) {
      if (onError === 'fail') throw thrown;
      made.length = 0;
      if (onError === 'output') emitter('errors')({ element: value, error: thrown });
    }
    for (const [tag, each] of made) {
      const list = outputs.get(tag) ?? [];
      list.push(each);
      outputs.set(tag, list);
    }
  }
  return outputs;
}

/** A step with state or timers, on one key and window after the other. */
function keyed({ callback, uses }: ParDoOperation, input: readonly Element[]): Element[] {
  if (callback.shape !== 'doFn') throw new TypeError('State is for steps that are objects.');
  const { process, onTimer } = callback.doFn as {
    process(value: unknown, ctx: unknown): Iterable<unknown> | undefined;
    onTimer?: Record<string, (ctx: unknown) => Iterable<unknown> | undefined>;
  };
  const made: Element[] = [];
  const groups = new Map<string, { key: unknown; window: Window; cells: Cells }>();
  for (const { value, timestamp, windows } of input) {
    for (const window of windows) {
      const id = `${window.start} ${window.end} ${identity(value.key)}`;
      const group = groups.get(id) ?? { key: value.key, window, cells: cellsOf(uses) };
      groups.set(id, group);
      const sent = process(value, { ...group.cells.given, timestamp, window, pane: NO_FIRING }) ?? [];
      for (const each of sent) made.push({ value: each, timestamp, windows: [window] });
    }
  }
  for (const { key, window, cells } of groups.values()) {
    for (let timer = cells.nextTimer(); timer !== undefined; timer = cells.nextTimer()) {
      const sent = onTimer![timer.name]!({ ...cells.given, key, timestamp: timer.at, window }) ?? [];
      for (const each of sent) made.push({ value: each, timestamp: timer.at, windows: [window] });
    }
  }
  return made;
}

function viewed(view: View<unknown>, main: Window, contents: Contents): unknown {
  const window = sideWindow(view.collection.windowing.windowFn, main);
  const elements = contents
    .get(view.collection)!
    .filter(({ windows }) => windows.some(({ start, end }) => start === window?.start && end === window.end))
    .map(({ value }) => value);
  switch (view.kind) {
    case 'iterable':
    case 'list':
      return elements;
    case 'singleton':
      return elements.length === 0 ? view.fallback?.value : elements[0];
    case 'map':
    case 'multimap': {
      const found = groups(elements.map((value) => ({ value, timestamp: 0, windows: [GLOBAL_WINDOW] })));
      const get = (key: unknown): unknown => {
        const values = found.find((group) => identity(group.key) === identity(key))?.values;
        return view.kind === 'map' ? values?.[0] : values;
      };
      return { get, size: found.length };
    }
  }
}

/** The earliest window that holds the last moment of another one. */
function sideWindow(windowFn: WindowFn, { maxTimestamp }: Window): Window | undefined {
  if (windowFn.kind === 'global') return GLOBAL_WINDOW;
  return windowsAt(maxTimestamp, windowFn).sort((a, b) => a.start - b.start)[0];
}

/** All windows that hold a moment, found by trying those around it. */
function windowsAt(moment: number, windowFn: WindowFn): Window[] {
  if (windowFn.kind === 'global') return [GLOBAL_WINDOW];
  if (!Number.isFinite(moment)) return [new IntervalWindow(moment, moment)];
  if (windowFn.kind !== 'fixed' && windowFn.kind !== 'sliding') {
    throw new TypeError(`The reference has no ${windowFn.kind} windows.`);
  }
  const { size, offset } = windowFn;
  const every = windowFn.kind === 'fixed' ? size : windowFn.period;
  const found: Window[] = [];
  const around = Math.trunc((moment - offset) / every);
  const reach = Math.ceil(size / every) + 2;
  for (let n = around - reach; n <= around + reach; n++) {
    const start = offset + n * every;
    if (start <= moment && moment < start + size) found.push(new IntervalWindow(start, start + size));
  }
  return found;
}

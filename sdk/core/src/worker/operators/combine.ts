/**
 * The parts into which runners take a combine apart (Beam's lifted combine): precombine before the shuffle,
 * merge accumulators after it, extract the output; and the two forms for runners that do not lift.
 *
 * Invariants:
 *  L1  precombine holds at most `MAX_ACCUMULATORS`, and not much more bytes than its host says, by a guess from
 *      samples; beyond that it sends all of them on.
 *  L2  an accumulator is sent on at most once and never touched after.
 */
import type { CombineFn, TimestampCombiner } from '../../construction/index.js';
import type { Coder } from '../../model/coders/coder.js';
import { GenericCoder } from '../../model/coders/generic.js';
import { BeamError } from '../../model/errors.js';
import type { KV } from '../../model/kv.js';
import type { Metadata } from '../../model/metadata.js';
import { NO_FIRING } from '../../model/pane.js';
import { preview } from '../../model/preview.js';
import { type Window, windowKey } from '../../model/window.js';
import { KeyIndex } from '../key-index.js';
import type { Receiver } from '../receiver.js';
import { type Operator, type OperatorSite, userError } from './operator.js';

interface Cell {
  accumulator: unknown;
  /** Of the key's elements so far; only kept where the output's timestamp depends on them. */
  timestamp: number;
}

interface WindowTable {
  readonly window: Window;
  readonly cells: KeyIndex<Cell>;
}

/** How many accumulators precombine holds before it sends them on. */
const MAX_ACCUMULATORS = 200_000;
/** After so many elements it first looks how much it holds, then after half as many again each time. */
const FIRST_LOOK = 1024;
/** What an accumulator costs beside the bytes of key and value. */
const OVERHEAD = 96;
/** How many accumulators of a window stand for all of them. */
const SAMPLE = 256;

/** What {@link precombineOperator} is made from. */
export interface PrecombineSettings {
  readonly site: OperatorSite;
  readonly combineFn: CombineFn<any, any, any>;
  readonly keyCoder: Coder<unknown>;
  readonly timestampCombiner: TimestampCombiner;
  readonly main: Receiver;
}

/** Combines what the bundle has of each key and window (`beam:transform:combine_per_key_precombine:v1`). */
export function precombineOperator(settings: PrecombineSettings): Operator {
  const { site, combineFn, keyCoder, timestampCombiner, main } = settings;
  const { bundle, stats } = site;
  const { cursor } = bundle;
  const tables = new Map<string, WindowTable>();
  let windows: readonly Window[] | undefined;
  let table: WindowTable | undefined;
  let held = 0;
  let added = 0;
  let nextLook = FIRST_LOOK;
  const accumulatorCoder: Coder<unknown> = combineFn.accumulatorCoder ?? new GenericCoder();
  const keepsTime = timestampCombiner !== 'end-of-window';

  const tableOf = (window: Window): WindowTable => {
    const id = windowKey(window);
    let found = tables.get(id);
    if (found === undefined) {
      found = { window, cells: new KeyIndex<Cell>(keyCoder) };
      tables.set(id, found);
    }
    return found;
  };

  const flush = (): void => {
    const before = cursor.metadata;
    for (const { window, cells } of tables.values()) {
      const atEnd: Metadata = { timestamp: window.maxTimestamp, windows: [window], pane: NO_FIRING };
      cursor.metadata = atEnd;
      for (const [key, cell] of cells.entries()) {
        if (keepsTime) cursor.metadata = { ...atEnd, timestamp: cell.timestamp };
        stats.elementsOut++;
        main.pushPair(key, cell.accumulator);
      }
    }
    cursor.metadata = before;
    clear();
  };

  const clear = (): void => {
    tables.clear();
    windows = undefined;
    table = undefined;
    held = 0;
    added = 0;
    nextLook = FIRST_LOOK;
  };

  const heldBytes = (): number => {
    let bytes = 0;
    for (const { cells } of tables.values()) {
      let sampled = 0;
      let size = 0;
      for (const [key, cell] of cells.entries()) {
        size += OVERHEAD + keyCoder.estimateSize(key) + accumulatorCoder.estimateSize(cell.accumulator);
        if (++sampled === SAMPLE) break;
      }
      bytes += (size / sampled) * cells.size;
    }
    return bytes;
  };

  const addTo = (target: WindowTable, key: unknown, value: unknown): void => {
    try {
      const cell = target.cells.get(key);
      if (cell !== undefined) {
        cell.accumulator = combineFn.add(cell.accumulator, value);
      } else {
        const accumulator = combineFn.add(combineFn.create(), value);
        target.cells.set(key, { accumulator, timestamp: Number.NaN });
        held++;
      }
    } catch (thrown) {
      throw bundle.fail(userError(site, thrown, preview({ key, value })));
    }
  };

  const pushPair = (key: unknown, value: unknown): void => {
    stats.elementsIn++;
    const { metadata } = cursor;
    if (metadata.windows !== windows) {
      windows = metadata.windows;
      table = windows.length === 1 ? tableOf(windows[0]!) : undefined;
    }
    if (table !== undefined) {
      addTo(table, key, value);
      if (keepsTime) noteTimestamp(table.cells.get(key)!, metadata.timestamp);
    } else {
      for (const window of metadata.windows) {
        const target = tableOf(window);
        addTo(target, key, value);
        if (keepsTime) noteTimestamp(target.cells.get(key)!, metadata.timestamp);
      }
    }
    // L1
    if (held >= MAX_ACCUMULATORS) flush();
    if (++added < nextLook) return;
    nextLook = Math.ceil(nextLook * 1.5);
    if (heldBytes() > bundle.services.combineBytes) flush();
  };

  const noteTimestamp = (target: Cell, timestamp: number): void => {
    const known = target.timestamp;
    if (Number.isNaN(known)) target.timestamp = timestamp;
    else
      target.timestamp =
        timestampCombiner === 'earliest' ? Math.min(known, timestamp) : Math.max(known, timestamp);
  };

  return {
    site,
    input: { push: keyedPush(site, pushPair), pushPair },
    finishBundle: flush,
    abortBundle: clear,
  };
}

/** What the parts after the shuffle make of one key and its grouped values. */
type Finish = (values: Iterable<unknown>) => unknown;

/** One accumulator of all accumulators of a key (`…combine_per_key_merge_accumulators:v1`). */
export function mergeAccumulatorsOperator(
  site: OperatorSite,
  fn: CombineFn<any, any, any>,
  main: Receiver,
): Operator {
  return keyedOperator(site, main, (accumulators) => merged(fn, accumulators as Iterable<unknown>));
}

/** The output of an accumulator (`…combine_per_key_extract_outputs:v1`). */
export function extractOutputsOperator(
  site: OperatorSite,
  fn: CombineFn<any, any, any>,
  main: Receiver,
): Operator {
  return keyedOperator(site, main, (accumulator) => fn.extract(accumulator));
}

/** An accumulator of one value (`…combine_per_key_convert_to_accumulators:v1`). */
export function convertToAccumulatorsOperator(
  site: OperatorSite,
  fn: CombineFn<any, any, any>,
  main: Receiver,
): Operator {
  return keyedOperator(site, main, (value) => fn.add(fn.create(), value));
}

/** The output of all grouped values, where nothing was lifted (`beam:transform:combine_grouped_values:v1`). */
export function combineGroupedValuesOperator(
  site: OperatorSite,
  fn: CombineFn<any, any, any>,
  main: Receiver,
): Operator {
  const finish: Finish = (values) => {
    let accumulator = fn.create();
    for (const value of values) accumulator = fn.add(accumulator, value);
    return fn.extract(accumulator);
  };
  return keyedOperator(site, main, finish as (value: unknown) => unknown);
}

function merged(fn: CombineFn<any, any, any>, accumulators: Iterable<unknown>): unknown {
  let result: unknown;
  let some = false;
  for (const accumulator of accumulators) {
    result = some ? fn.merge(result, accumulator) : accumulator;
    some = true;
  }
  return some ? result : fn.create();
}

function keyedOperator(site: OperatorSite, main: Receiver, change: (value: unknown) => unknown): Operator {
  const { bundle, stats } = site;
  const pushPair = (key: unknown, value: unknown): void => {
    stats.elementsIn++;
    let changed: unknown;
    try {
      changed = change(value);
    } catch (thrown) {
      throw bundle.fail(userError(site, thrown, `key ${preview(key)}`));
    }
    stats.elementsOut++;
    main.pushPair(key, changed);
  };
  return { site, input: { push: keyedPush(site, pushPair), pushPair } };
}

/** Takes pairs apart; anything else is an error that says what to do. */
export function keyedPush(
  site: OperatorSite,
  pushPair: (key: unknown, value: unknown) => void,
): (element: any) => void {
  return (element: KV<unknown, unknown>) => {
    if (typeof element !== 'object' || element === null || !('key' in element) || !('value' in element)) {
      throw site.bundle.fail(notKeyed(element).at({ step: site.step, callSite: site.callSite }));
    }
    pushPair(element.key, element.value);
  };
}

/** The error of an element without key and value before a keyed transform. */
export function notKeyed(element: unknown): BeamError {
  return new BeamError('E_NOT_KEYED', 'A keyed transform was given an element without key and value.', {
    element: preview(element),
    help: 'call .keyBy((element) => …) first, or return { key, value }',
  });
}

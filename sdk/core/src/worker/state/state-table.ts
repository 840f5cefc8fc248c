/**
 * The state of one step on the heap: the cells of every key and window.
 *
 * Owns: the cells, and which of them changed since this was last taken note of.
 * Does not own: when a window expires (whoever feeds the step), the clock.
 *
 * Invariants:
 *  S3  two keys share their cells exactly when their coder writes the same bytes, and windows when they are equal.
 *  S4  a key none of whose cells holds anything is let go of by `sweep`. Where the step is told of each key when its
 *      window expires, the cells go and the key itself stays: in the global window of an endless run for ever.
 *  S5  a key is listed in `touched` exactly when it is new or one of its cells changed since the last sweep.
 */
import { isState, type ParDoOperation, type StateUse } from '../../construction/index.js';
import type { Coder } from '../../model/coders/coder.js';
import { BeamError } from '../../model/errors.js';
import { type Window, windowKey } from '../../model/window.js';
import type { LiveParts } from '../../translate/plan.js';
import { KeyIndex } from '../key-index.js';
import type { KeyedState } from '../services.js';
import type { Cell, CellOwner, CellPlan } from './cell.js';
import { cellMaker } from './cell-maker.js';
import { ExpiryQueue } from './expiry-queue.js';
import { EncodedValues, LIVE_VALUES } from './kept-values.js';
import { type CellSource, KeyCells } from './key-cells.js';
import { WatchedValues } from './watched-values.js';

/** What a {@link StateTable} is made from beside the declarations. */
export interface StateTableSettings {
  /** Of the keys of the step's input. */
  readonly keyCoder: Coder<any>;
  /** ms since 1970: what times to live go by. */
  readonly now: () => number;
  /** Keep the keys whose cells are all empty: the step is told of them when their window expires. */
  readonly keepsKeys?: boolean;
  /** Keep the bytes of values instead of the values: the test mode `encodeEveryBundle`. */
  readonly encodes?: boolean;
  /** Look for values that are changed and not written again: the test mode `checkImmutability`. */
  readonly watches?: boolean;
}

/** A cell that changed. */
export interface CellChange {
  readonly key: unknown;
  readonly window: Window;
  readonly name: string;
}

/** See the head of this file. */
export class StateTable implements KeyedState {
  private readonly settings: StateTableSettings;
  /** Without cells where a key is kept for its own sake (S4). */
  private readonly windows = new Map<string, KeyIndex<KeyCells | undefined>>();
  private readonly queues: ExpiryQueue[] = [];
  private readonly watched: WatchedValues[] = [];
  private readonly source: CellSource;
  private touched: KeyCells[] = [];
  /** The window asked for last: elements of one window come in a row. */
  private lastWindow: Window | undefined;
  private lastKeys: KeyIndex<KeyCells | undefined> | undefined;

  constructor(uses: Readonly<Record<string, unknown>>, settings: StateTableSettings) {
    this.settings = settings;
    const makers: ((owner: CellOwner) => Cell)[] = [];
    const places = new Map<string, number>();
    for (const [name, use] of Object.entries(uses)) {
      if (!isState(use)) continue;
      places.set(name, makers.length);
      makers.push(cellMaker(use, this.planOf(name, use)));
    }
    this.source = {
      placeOf(name) {
        const place = places.get(name);
        if (place === undefined) throw new BeamError('E_INTERNAL', `The step declares no state "${name}".`);
        return place;
      },
      make: (place, owner) => makers[place]!(owner),
      touched: (cells) => {
        this.touched.push(cells);
      },
    };
  }

  /**
   * The state of a step of a plan, by its id.
   * @throws BeamError `E_GRAPH_DIFFERS` when this build has no such step
   */
  static ofStep(
    step: string,
    { steps }: LiveParts,
    settings: Omit<StateTableSettings, 'keepsKeys'>,
  ): StateTable {
    const operation = steps.get(step)?.operation;
    if (operation?.kind !== 'parDo') {
      throw new BeamError(
        'E_GRAPH_DIFFERS',
        'The plan has a step with state that this build does not have.',
        {
          step,
          help: 'build the graph from the same file with the same options',
        },
      );
    }
    return new StateTable(operation.uses, { ...settings, keepsKeys: expires(operation) });
  }

  cells(key: unknown, window: Window): KeyCells {
    const keys = this.indexOf(window);
    const known = keys.get(key);
    if (known !== undefined) return known;
    const made = new KeyCells(this.source, key, window);
    keys.set(key, made);
    made.changed();
    return made;
  }

  /** The keys of a window: all that were seen when the step is told of them, else those that hold something. */
  keysOf(window: Window): unknown[] {
    const keys = this.windows.get(windowKey(window));
    return keys === undefined ? [] : Array.from(keys.entries(), ([key]) => key);
  }

  /** Lets go of all state of a window. */
  dropWindow(window: Window): void {
    this.windows.delete(windowKey(window));
    this.lastWindow = undefined;
  }

  /** The cells that changed since the last sweep. */
  *changes(): IterableIterator<CellChange> {
    for (const cells of this.touched) {
      const { key, window } = cells;
      for (const cell of cells.made()) if (cell.isChanged) yield { key, window, name: cell.plan.name };
    }
  }

  /**
   * To be called between bundles: lets go of cells whose time has run out and of keys without state, and takes note
   * of all changes.
   */
  sweep(): void {
    for (const values of this.watched) values.checkUsed();
    if (this.queues.length > 0) {
      const now = this.settings.now();
      for (const queue of this.queues) queue.sweep(now);
    }
    const { touched } = this;
    if (touched.length === 0) return;
    this.touched = [];
    for (const cells of touched) {
      cells.isTouched = false;
      for (const cell of cells.made()) cell.isChanged = false;
      if (cells.isVacant) this.letGo(cells);
    }
  }

  /** How many keys have state, each counted in every window. */
  get size(): number {
    let size = 0;
    for (const keys of this.windows.values()) size += keys.size;
    return size;
  }

  private indexOf(window: Window): KeyIndex<KeyCells | undefined> {
    if (window === this.lastWindow) return this.lastKeys!;
    const id = windowKey(window);
    let keys = this.windows.get(id);
    if (keys === undefined) {
      keys = new KeyIndex(this.settings.keyCoder);
      this.windows.set(id, keys);
    }
    this.lastWindow = window;
    this.lastKeys = keys;
    return keys;
  }

  private letGo(cells: KeyCells): void {
    const id = windowKey(cells.window);
    const keys = this.windows.get(id);
    // The window may have been dropped, and begun anew.
    if (keys?.get(cells.key) !== cells) return;
    if (this.settings.keepsKeys) {
      keys.set(cells.key, undefined);
      return;
    }
    keys.delete(cells.key);
    if (keys.size > 0) return;
    this.windows.delete(id);
    this.lastWindow = undefined;
  }

  private planOf(name: string, { coder, ttl }: StateUse<unknown>): CellPlan {
    const { now, encodes, watches } = this.settings;
    const queue = ttl === undefined ? undefined : new ExpiryQueue(ttl);
    if (queue !== undefined) this.queues.push(queue);
    // Bytes cannot be changed by who has the value.
    const watch = watches && !encodes ? new WatchedValues(name, coder) : undefined;
    if (watch !== undefined) this.watched.push(watch);
    return {
      name,
      values: watch ?? (encodes ? new EncodedValues(coder) : LIVE_VALUES),
      use: watch && ((cell) => watch.use(cell)),
      ttl,
      now,
      queue: (cell) => queue?.add(cell),
      journal: undefined,
    };
  }
}

const expires = ({ callback }: ParDoOperation): boolean =>
  callback.shape === 'doFn' && callback.doFn.onWindowExpiration !== undefined;

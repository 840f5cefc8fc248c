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
 *  S6  with a keeper every change is handed over once, by `takeKept`; a key whose cells are empty goes from the heap only
 *      in the epoch after that, when nobody can read it back as it was.
 *  S5  a key is listed in `touched` exactly when it is new or one of its cells changed since the last sweep.
 */
import { isState, type ParDoOperation, type StateUse } from '../../construction/index.js';
import { ByteReader } from '../../model/coders/byte-reader.js';
import type { ByteWriter } from '../../model/coders/byte-writer.js';
import type { Coder } from '../../model/coders/coder.js';
import { BeamError } from '../../model/errors.js';
import { type Window, windowKey } from '../../model/window.js';
import type { LiveParts } from '../../translate/plan.js';
import { KeyIndex } from '../key-index.js';
import type { KeyedState } from '../services.js';
import type { Cell, CellOwner, CellPlan } from './cell.js';
import type { CellKeeper, KeptChange } from './cell-keeper.js';
import { cellMaker, journalForm } from './cell-maker.js';
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
  /** Where the cells are kept beside the heap. */
  readonly keeper?: CellKeeper | undefined;
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
  private readonly names: readonly string[];
  private readonly reader = new ByteReader(new Uint8Array());
  /** What is to be handed to the keeper, and what has nothing in it since it was. */
  private dirty: KeyCells[] = [];
  private leaving: KeyCells[] = [];
  private dropped: { readonly window: Window; readonly keys: readonly unknown[] }[] = [];
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
    this.names = [...places.keys()];
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
    const { keeper } = this.settings;
    if (keeper?.isReadLater(window)) {
      for (const name of this.names) {
        const bytes = keeper.read(name, key, window);
        if (bytes !== undefined) this.restoreInto(made, name, bytes);
      }
    }
    made.changed();
    return made;
  }

  /** Gives a cell what was kept of it. @throws BeamError `E_DECODE` */
  restoreCell(name: string, key: unknown, window: Window, bytes: Uint8Array): void {
    const keys = this.indexOf(window);
    let cells = keys.get(key);
    if (cells === undefined) {
      cells = new KeyCells(this.source, key, window);
      keys.set(key, cells);
    }
    this.restoreInto(cells, name, bytes);
  }

  /** The step is to be told of a key when its window expires, as before. */
  restoreKey(key: unknown, window: Window): void {
    const keys = this.indexOf(window);
    if (!keys.has(key)) keys.set(key, undefined);
  }

  /** What changed since this was last asked, for the keeper (S6). @throws BeamError `E_ENCODE` */
  *takeKept(writer: ByteWriter): IterableIterator<KeptChange> {
    const { dropped, dirty, leaving } = this;
    this.dropped = [];
    this.dirty = [];
    this.leaving = [];
    for (const cells of leaving) if (!cells.isDirty && cells.isVacant) this.letGo(cells);
    for (const { window, keys } of dropped) yield { kind: 'drop', window, keys };
    for (const cells of dirty) {
      cells.isDirty = false;
      const { key, window } = cells;
      if (this.windows.get(windowKey(window))?.get(key) !== cells) continue;
      if (this.settings.keepsKeys) yield { kind: 'key', window, key };
      for (const cell of cells.made()) {
        const { isVacant, journal } = cell;
        const change = journal!.take(writer);
        if (change.clears || change.bytes.length > 0)
          yield { kind: 'cell', window, key, name: cell.plan.name, change, isVacant };
      }
      if (cells.isVacant) this.leaving.push(cells);
    }
    this.makeRoom(new Set(dirty));
  }

  /** The keys of a window: all that were seen when the step is told of them, else those that hold something. */
  keysOf(window: Window): unknown[] {
    const keys = this.windows.get(windowKey(window));
    const here = keys === undefined ? [] : Array.from(keys.entries(), ([key]) => key);
    const { keeper } = this.settings;
    if (!keeper?.isReadLater(window)) return here;
    for (const key of keeper.keysOf(window)) if (!keys?.has(key)) here.push(key);
    return here;
  }

  /** Lets go of all state of a window. */
  dropWindow(window: Window): void {
    const { keeper } = this.settings;
    if (keeper !== undefined) this.dropped.push({ window, keys: this.keysOf(window) });
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
      if (this.settings.keeper !== undefined) this.note(cells);
      else if (cells.isVacant) this.letGo(cells);
    }
  }

  /** How many keys have state, each counted in every window. */
  get size(): number {
    let size = 0;
    for (const keys of this.windows.values()) size += keys.size;
    return size;
  }

  private note(cells: KeyCells): void {
    if (cells.isDirty) return;
    cells.isDirty = true;
    this.dirty.push(cells);
  }

  private restoreInto(cells: KeyCells, name: string, bytes: Uint8Array): void {
    const cell = cells.cell(name);
    this.reader.reset(bytes);
    cell.journal!.read(this.reader);
    if (cell.plan.ttl === undefined || cell.isQueued) return;
    cell.isQueued = true;
    cell.plan.queue(cell);
  }

  /** Lets go of keys that can be read again, where there are too many. */
  private makeRoom(recent: ReadonlySet<KeyCells>): void {
    const { keeper } = this.settings;
    if (keeper === undefined || this.size <= keeper.keysOnHeap) return;
    for (const keys of this.windows.values()) {
      for (const [key, cells] of keys.entries()) {
        if (cells === undefined || recent.has(cells) || !keeper.isReadLater(cells.window)) continue;
        keys.delete(key);
      }
    }
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

  private planOf(name: string, use: StateUse<unknown>): CellPlan {
    const { coder, ttl } = use;
    const { now, encodes, watches, keeper } = this.settings;
    const queue = ttl === undefined ? undefined : new ExpiryQueue(ttl);
    if (queue !== undefined) this.queues.push(queue);
    // Bytes cannot be changed by who has the value.
    const watch = watches && !encodes ? new WatchedValues(name, coder) : undefined;
    if (watch !== undefined) this.watched.push(watch);
    const values = watch ?? (encodes ? new EncodedValues(coder) : LIVE_VALUES);
    return {
      name,
      values,
      use: watch && ((cell) => watch.use(cell)),
      ttl,
      now,
      queue: (cell) => queue?.add(cell),
      journal: keeper && journalForm(use, values, true),
    };
  }
}

const expires = ({ callback }: ParDoOperation): boolean =>
  callback.shape === 'doFn' && callback.doFn.onWindowExpiration !== undefined;

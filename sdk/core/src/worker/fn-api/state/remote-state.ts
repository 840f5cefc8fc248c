/**
 * The state of a step in one bundle, whose content the runner keeps.
 *
 * Owns: the cells that the bundle has in hand.
 * Does not own: the cells of earlier bundles (state-cache.ts), what a cell writes (worker/state/cell-journal.ts).
 *
 * Invariants:
 *  R1  what a bundle reads is what the runner had before it, and what the bundle wrote.
 *  R2  cells stay for other bundles only when the runner has acknowledged all that this one wrote to them, and only for
 *      bundles with the same token. Without one they end with the bundle.
 *  R3  a cell is in the hands of one bundle. Should two ask for the same one, the second reads it anew, and what the
 *      first has ends with it.
 */
import type { StateKey } from '@hornbeam/proto/services';
import { ByteReader } from '../../../model/coders/byte-reader.js';
import { ByteWriter } from '../../../model/coders/byte-writer.js';
import type { Coder } from '../../../model/coders/coder.js';
import { BeamError } from '../../../model/errors.js';
import { preview } from '../../../model/preview.js';
import type { Window } from '../../../model/window.js';
import type { KeyedState, StateCells } from '../../services.js';
import type { JournalChange } from '../../state/cell-journal.js';
import { CellSpace, WindowCells } from './cell-space.js';
import { RemoteCells } from './remote-cells.js';
import type { StateCache } from './state-cache.js';
import type { StateCall, StateChannel } from './state-channel.js';
import type { StepState } from './state-layout.js';

/** What a {@link RemoteState} is made from. */
export interface RemoteStateSettings {
  readonly step: StepState;
  readonly channel: StateChannel;
  readonly instructionId: string;
  readonly cache: StateCache;
  /** By which cells stay from bundle to bundle; undefined where they must not. */
  readonly token: string | undefined;
}

/** Something to be done to the state under a key. */
export interface StateChange {
  readonly key: StateKey;
  readonly call: StateCall;
}

/** See the head of this file. */
export class RemoteState implements KeyedState {
  private readonly settings: RemoteStateSettings;
  private space: CellSpace;
  /** Cells that another bundle has in hand as well (R3). */
  private apart: CellSpace | undefined;
  private held: RemoteCells[] = [];
  private readonly writer = new ByteWriter();

  constructor(settings: RemoteStateSettings) {
    this.settings = settings;
    this.space = spaceOf(settings);
  }

  cells(key: unknown, window: Window): StateCells | Promise<StateCells> {
    if (this.apart !== undefined) {
      const mine = this.apart.at(window)?.index.get(key);
      if (mine !== undefined) return mine.loading ?? mine;
    }
    const found = this.space.at(window)?.index.get(key);
    if (found === undefined) {
      // It may have become empty, and another have been begun under its name.
      if (this.space.isEmpty) this.space = spaceOf(this.settings);
      return this.load(this.space, key, window, false);
    }
    if (found.holder === this) return found.loading ?? found;
    if (found.holder === undefined) {
      found.holder = this;
      this.settings.cache.take(found);
      this.held.push(found);
      return found;
    }
    found.isStale = true;
    this.apart ??= new CellSpace(() => undefined);
    return this.load(this.apart, key, window, true);
  }

  /** What was written, all of a cell together, in the order in which it is to be sent. @throws BeamError `E_ENCODE` */
  takeChanges(): StateChange[] {
    const changes: StateChange[] = [];
    for (const cells of this.held) {
      if (!cells.isChanged) continue;
      cells.isChanged = false;
      for (const [at, cell] of cells.cells.entries()) {
        if (!cell.isChanged) continue;
        cell.isChanged = false;
        this.takeChange(cells, at, changes);
      }
    }
    return changes;
  }

  /** Sends changes. @returns when the runner has acknowledged them all @throws BeamError `E_SERVICE` */
  async send(changes: readonly StateChange[]): Promise<void> {
    const { step, channel, instructionId } = this.settings;
    try {
      await Promise.all(changes.map(({ key, call }) => channel.request(instructionId, key, call)));
    } catch (thrown) {
      throw BeamError.from(thrown).at(step.place);
    }
  }

  /** Gives the cells to the bundles after this one (R2): all is acknowledged. */
  release(): void {
    const { cache, token } = this.settings;
    for (const cells of this.held) {
      cells.holder = undefined;
      if (token === undefined || cells.isStale || cells.loading !== undefined) cells.evicted();
      else cache.keep(cells, cells.size());
    }
    this.held = [];
  }

  /** Lets go of the cells that the bundle had in hand: what they hold does not count. */
  drop(): void {
    for (const cells of this.held) {
      cells.holder = undefined;
      cells.evicted();
    }
    this.held = [];
  }

  private load(space: CellSpace, key: unknown, window: Window, isStale: boolean): Promise<StateCells> {
    const { step } = this.settings;
    const home = this.windowIn(space, window);
    const cells = new RemoteCells(step, home, key, this.encoded(step.keyCoder, key));
    cells.holder = this;
    cells.isStale = isStale;
    home.index.set(key, cells);
    this.held.push(cells);
    const loading = this.fill(cells);
    cells.loading = loading;
    return loading;
  }

  /** Reads all cells at once: a callback may read any of them, and cannot wait then. */
  private async fill(cells: RemoteCells): Promise<StateCells> {
    const { step, channel, instructionId } = this.settings;
    try {
      const contents = await Promise.all(
        step.names.map((_, at) => channel.readAll(instructionId, this.stateKey(cells, at))),
      );
      for (const [at, bytes] of contents.entries()) cells.cells[at]!.journal!.read(new ByteReader(bytes));
      cells.loading = undefined;
      return cells;
    } catch (thrown) {
      // The next to ask tries again.
      cells.evicted();
      throw BeamError.from(thrown).at(step.place);
    }
  }

  private takeChange(cells: RemoteCells, at: number, changes: StateChange[]): void {
    const { step } = this.settings;
    let change: JournalChange;
    try {
      change = cells.cells[at]!.journal!.take(this.writer);
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_ENCODE', {
        ...step.place,
        element: `state "${step.names[at]}" of key ${preview(cells.key)}`,
      });
    }
    const key = this.stateKey(cells, at);
    if (change.clears) changes.push({ key, call: { clear: {} } });
    if (change.bytes.length > 0) changes.push({ key, call: { append: { data: change.bytes } } });
  }

  private stateKey({ home, keyBytes }: RemoteCells, at: number): StateKey {
    const { transformId, names } = this.settings.step;
    return {
      bagUserState: { transformId, userStateId: names[at]!, window: home.bytes, key: keyBytes },
    };
  }

  private windowIn(space: CellSpace, window: Window): WindowCells {
    const known = space.at(window);
    if (known !== undefined) return known;
    const { windowCoder, keyCoder } = this.settings.step;
    const made = new WindowCells(space, window, this.encoded(windowCoder, window), keyCoder);
    space.add(made);
    return made;
  }

  private encoded<T>(coder: Coder<T>, value: T): Uint8Array<ArrayBuffer> {
    this.writer.reset();
    coder.encode(value, this.writer);
    return this.writer.finish();
  }
}

function spaceOf({ cache, step, token }: RemoteStateSettings): CellSpace {
  if (token === undefined) return new CellSpace(() => undefined);
  const name = `${token}\0${step.transformId}`;
  let space = cache.spaces.get(name);
  if (space === undefined) {
    space = new CellSpace(() => cache.spaces.delete(name));
    cache.spaces.set(name, space);
  }
  return space;
}

import { ByteWriter, type Coder, GLOBAL_WINDOW, type Window, windowKey } from '@hornbeam/sdk/model';
import type { CellKeeper, StateTable } from '@hornbeam/sdk/worker';
import type { EpochWriter } from '@hornbeam/store';
import type { Keeping, KeptPart } from './keeping.js';
import type { WindowedKeyForm } from './windowed-key.js';

/** The space of a cell of a step, and that of keys whose windows are announced when they expire. */
export const cellSpace = (step: string, name: string): string => `state ${step}: ${name}`;
export const keySpace = (step: string): string => `keys ${step}`;

/** What the cells of a step are kept by. */
export interface KeptCellsSettings {
  readonly step: string;
  /** The coders of its state by name. */
  readonly cells: ReadonlyMap<string, Coder<any>>;
  readonly form: WindowedKeyForm;
  readonly keeping: Keeping;
  /** No cell runs out: what is in the global window is read when it is asked for. */
  readonly readsLater: boolean;
}

/**
 * The cells of a step with state in a store: under window and key the journal of the cell
 * (sdk/core/src/worker/state/cell-journal.ts), a space for each name.
 */
export class KeptCells implements KeptPart, CellKeeper {
  readonly keysOnHeap: number;
  private readonly settings: KeptCellsSettings;
  private readonly keys: string;
  private readonly spaces: ReadonlyMap<string, string>;
  private readonly writer = new ByteWriter();
  private table!: StateTable;

  constructor(settings: KeptCellsSettings) {
    this.settings = settings;
    this.keys = keySpace(settings.step);
    this.spaces = new Map([...settings.cells.keys()].map((name) => [name, cellSpace(settings.step, name)]));
    this.keysOnHeap = settings.keeping.keysOnHeap;
  }

  /** Fills the table with what is not read later, and goes on keeping. */
  watch(table: StateTable): void {
    this.table = table;
    const { step, cells, form, keeping, readsLater } = this.settings;
    for (const { key: place } of keeping.claim(keySpace(step), ...form.coders)) {
      const { window, key } = form.decode(place);
      table.restoreKey(key, window);
    }
    for (const [name, coder] of cells) {
      const found = keeping.claim(cellSpace(step, name), ...form.coders, coder);
      if (readsLater && form.isGlobal) continue;
      for (const entry of found) {
        const { window, key } = form.decode(entry.key);
        if (!this.isReadLater(window)) table.restoreCell(name, key, window, entry.value);
      }
    }
    keeping.add(this);
  }

  isReadLater(window: Window): boolean {
    return this.settings.readsLater && isGlobal(window);
  }

  read(name: string, key: unknown, window: Window): Uint8Array | undefined {
    const { form, keeping } = this.settings;
    return keeping.get(this.spaceOf(name), form.encode(window, key));
  }

  *keysOf(window: Window): Iterable<unknown> {
    const { step, cells, form, keeping } = this.settings;
    const seen = form.table<true>();
    for (const [name, coder] of cells) {
      for (const { key: place } of keeping.claim(cellSpace(step, name), ...form.coders, coder)) {
        const found = form.decode(place);
        if (windowKey(found.window) !== windowKey(window)) continue;
        if (seen.has(found.key)) continue;
        seen.set(found.key, true);
        yield found.key;
      }
    }
  }

  private spaceOf(name: string): string {
    return this.spaces.get(name)!;
  }

  save(to: EpochWriter): void {
    const { form } = this.settings;
    for (const change of this.table.takeKept(this.writer)) {
      switch (change.kind) {
        case 'drop':
          for (const key of change.keys) {
            const place = form.encode(change.window, key);
            to.delete(this.keys, place);
            for (const space of this.spaces.values()) to.delete(space, place);
          }
          break;
        case 'key':
          to.put(this.keys, form.encode(change.window, change.key), NOTHING);
          break;
        case 'cell': {
          const space = this.spaceOf(change.name);
          const place = form.encode(change.window, change.key);
          const { clears, bytes } = change.change;
          if (change.isVacant) to.delete(space, place);
          else if (clears) to.put(space, place, bytes);
          else to.append(space, place, bytes);
        }
      }
    }
  }
}

const isGlobal = (window: Window): boolean => windowKey(window) === windowKey(GLOBAL_WINDOW);

const NOTHING = new Uint8Array();

import type { KeyIndex } from './key-index.js';
import type { KeySize } from './key-size.js';
import { hashKey, type KeyTable } from './key-table.js';
import type { StateEntry } from './state-store.js';
import type { StoreFiles } from './store-files.js';

/** Answers what is kept under keys, by an index and the files it points into. */
export class StoreReader {
  private readonly index: KeyIndex;
  private readonly files: StoreFiles;

  constructor(index: KeyIndex, files: StoreFiles) {
    this.index = index;
    this.files = files;
  }

  spaces(): readonly string[] {
    return [...this.index.spaces()].filter(({ table }) => table.count > 0).map(({ name }) => name);
  }

  /** @throws BeamError `E_STATE_DAMAGED` `E_DISK` */
  get(name: string, key: Uint8Array): Uint8Array | undefined {
    const space = this.index.named(name);
    if (space === undefined) return undefined;
    const row = space.table.find(hashKey(key, 0, key.length), key, 0, key.length);
    return row < 0 ? undefined : this.files.valueOf(space.table, row, space.number);
  }

  /** @throws BeamError `E_STATE_DAMAGED` `E_DISK` */
  *entries(name: string): Iterable<StateEntry> {
    const space = this.index.named(name);
    if (space === undefined) return;
    const { table, number } = space;
    for (let row = 0; row < table.rows; row++) {
      if (table.file[row] === 0) continue;
      yield new FoundEntry(table.keyOf(row).slice(), table, row, number, this.files);
    }
  }

  /** The keys of a space, without reading what is kept under them. */
  *keys(name: string): Iterable<KeySize> {
    const table = this.index.named(name)?.table;
    for (let row = 0; row < (table?.rows ?? 0); row++) {
      if (table!.file[row] !== 0) yield { key: table!.keyOf(row).slice(), bytes: table!.size[row]! };
    }
  }

  count(name: string): number {
    return this.index.named(name)?.table.count ?? 0;
  }
}

/** A key that was found; its value is read when it is asked for, since many ask for keys alone. */
class FoundEntry implements StateEntry {
  readonly key: Uint8Array;
  private readonly table: KeyTable;
  private readonly row: number;
  private readonly space: number;
  private readonly files: StoreFiles;

  constructor(key: Uint8Array, table: KeyTable, row: number, space: number, files: StoreFiles) {
    this.key = key;
    this.table = table;
    this.row = row;
    this.space = space;
    this.files = files;
  }

  get value(): Uint8Array {
    return this.files.valueOf(this.table, this.row, this.space);
  }
}

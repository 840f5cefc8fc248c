/**
 * Where everything is that a store has: the spaces with their tables of keys.
 *
 * Owns: names and numbers of spaces, a table each, the sums over all.
 *
 * Invariants:
 *  X1  the number of a space stands for one name for ever, also when nothing is kept in it.
 *  X2  `keys` and `liveBytes` are the sums over all rows.
 */
import { frameKinds } from './frame.js';
import { hashKey, KeyTable } from './key-table.js';

/** A space, by the number that frames have in place of its name. */
export interface Space {
  readonly name: string;
  readonly number: number;
  readonly table: KeyTable;
  /** Whether a committed frame says what the number stands for. */
  isDefined: boolean;
}

/** A change, and where its frame is. */
export interface IndexChange {
  readonly kind: number;
  /** Number of the space. */
  readonly space: number;
  /** Holds the key. */
  readonly bytes: Uint8Array;
  readonly keyStart: number;
  readonly keyEnd: number;
  /** The frame. */
  readonly file: number;
  readonly offset: number;
  readonly length: number;
  /** Bytes of the value, or those that were appended. */
  readonly size: number;
}

/** See the head of this file. */
export class KeyIndex {
  private readonly byName = new Map<string, Space>();
  private readonly byNumber: (Space | undefined)[] = [];
  keys = 0;
  liveBytes = 0;

  /** All spaces that have a number. */
  *spaces(): Iterable<Space> {
    yield* this.byName.values();
  }

  /** The space of a name, undefined when it has no number. */
  named(name: string): Space | undefined {
    return this.byName.get(name);
  }

  /** The space of a number, undefined when none has it. */
  numbered(number: number): Space | undefined {
    return this.byNumber[number];
  }

  /** The space of a name, with a new number when it had none. */
  obtain(name: string): Space {
    return this.byName.get(name) ?? this.add(name, this.byNumber.length, false);
  }

  /** A frame says what a number stands for. @returns false when the number has another name already */
  define(number: number, name: string): boolean {
    const known = this.byNumber[number] ?? this.byName.get(name);
    if (known === undefined) {
      // A writer that was given up leaves a number that no frame names.
      while (this.byNumber.length < number) this.byNumber.push(undefined);
      this.add(name, number, true);
      return true;
    }
    known.isDefined = true;
    return known.name === name && known.number === number;
  }

  /**
   * Brings in one change of a committed epoch.
   * @param isSnapshot whether a file is part of a snapshot: what an append found there is kept as its base
   * @returns false when the space is not known
   */
  apply(change: IndexChange, isSnapshot: (file: number) => boolean): boolean {
    const { bytes, keyStart, keyEnd, kind, size } = change;
    const table = this.byNumber[change.space]?.table;
    if (table === undefined) return false;
    const hash = hashKey(bytes, keyStart, keyEnd);
    let row = table.find(hash, bytes, keyStart, keyEnd);
    if (kind === frameKinds.delete) {
      if (row < 0) return true;
      this.keys--;
      this.liveBytes -= keyEnd - keyStart + table.size[row]!;
      table.remove(row);
      return true;
    }
    let before = 0;
    if (kind === frameKinds.append) table.hasAppends = true;
    if (row < 0) {
      row = table.insert(hash, bytes, keyStart, keyEnd);
      table.size[row] = 0;
      this.keys++;
      this.liveBytes += keyEnd - keyStart;
    } else {
      before = table.size[row]!;
      if (kind === frameKinds.append && isSnapshot(table.file[row]!)) {
        table.setBase(row, table.file[row]!, table.offset[row]!, table.length[row]!);
      }
    }
    const after = kind === frameKinds.append ? before + size : size;
    table.move(row, change.file, change.offset, change.length);
    table.size[row] = after;
    this.liveBytes += after - before;
    return true;
  }

  /** A change of the key will come soon: see {@link KeyTable.touch}. */
  touch(space: number, bytes: Uint8Array, keyStart: number, keyEnd: number): number {
    return this.byNumber[space]?.table.touch(hashKey(bytes, keyStart, keyEnd)) ?? 0;
  }

  private add(name: string, number: number, isDefined: boolean): Space {
    const space: Space = { name, number, table: new KeyTable(), isDefined };
    this.byName.set(name, space);
    this.byNumber[number] = space;
    return space;
  }
}

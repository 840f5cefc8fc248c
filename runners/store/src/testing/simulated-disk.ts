/**
 * A disk in memory that loses power, tears writes and fails, as chance has it.
 *
 * Owns: the files, what of them is durable, and the list of what is not yet.
 * Does not own: chance; the same chance and the same calls give the same disk.
 *
 * Invariants:
 *  M1  bytes that were synced, and names of a synced folder, are there after a crash.
 *  M2  everything else is there, or not, or in part, each for itself: writes of one file, of several, and names.
 *  M3  after a crash every file that was open and the disk itself refuse to do anything, until `restart`.
 *  M4  a sync that failed leaves what it should have made durable where no later sync makes it durable.
 */
import { BeamError } from '@hornbeam/sdk/model';
import type { Disk, DiskFile } from '../disk.js';

/** Draws numbers: the same ones for the same seed. */
export interface DiskChance {
  /** A whole number from 0 and below `end`. */
  below(end: number): number;
}

/** What an operation of a disk can end in: the power is lost, the program is killed, or the system says no. */
export type DiskFault = 'crash' | 'kill' | 'ENOSPC' | 'EIO' | 'EROFS';

/** What is written as one: a disk keeps it or does not. */
const SECTOR = 512;

interface Write {
  readonly at: number;
  readonly bytes: Uint8Array;
}

interface Inode {
  /** As a running program sees it. */
  content: Uint8Array;
  length: number;
  /** As it is after a crash, without what is not synced. */
  durable: Uint8Array;
  unsynced: Write[];
  /** Was to be synced when the sync failed. */
  doomed: Write[];
}

/** A change of the folder that is not durable yet. */
type NameChange = (names: Map<string, Inode>) => void;

/** See the head of this file. */
export class SimulatedDisk implements Disk {
  readonly folder: string;
  /** Operations so far: create, append, sync, rename, remove, syncFolder. */
  operations = 0;
  /** How often the power was lost or the program killed. */
  crashes = 0;
  private readonly chance: DiskChance;
  private names = new Map<string, Inode>();
  private durableNames = new Map<string, Inode>();
  private unsyncedNames: NameChange[] = [];
  private readonly faults = new Map<number, DiskFault>();
  private isDown = false;
  private isPowerLost = false;
  private life = 0;
  private capacity = Number.POSITIVE_INFINITY;

  constructor(chance: DiskChance, folder = 'simulated disk') {
    this.chance = chance;
    this.folder = folder;
  }

  /** The operation of this number, counted from 1 over the life of the disk, ends in a fault. */
  failAt(operation: number, fault: DiskFault): void {
    this.faults.set(operation, fault);
  }

  /** Nothing fails any more. */
  heal(): void {
    this.faults.clear();
  }

  /** There is room for so many bytes in all files together. */
  limit(bytes: number): void {
    this.capacity = bytes;
  }

  /** The power is lost now. */
  crash(): void {
    this.kill();
    this.isPowerLost = true;
  }

  /** The program ends now, and the machine does not: everything that was written is there. */
  kill(): void {
    this.isDown = true;
    this.life++;
    this.crashes++;
  }

  /** Whether the program has ended and {@link restart} was not called. */
  get hasCrashed(): boolean {
    return this.isDown;
  }

  /** Another program begins: what is there now is what a real disk might show. */
  restart(): void {
    this.isDown = false;
    this.life++;
    if (!this.isPowerLost) return;
    this.isPowerLost = false;
    const survivors = this.survivingNames();
    for (const inode of new Set(survivors.values())) this.settle(inode);
    this.names = survivors;
    this.durableNames = new Map(survivors);
    this.unsyncedNames = [];
  }

  /** Bytes of a file, to be looked at. */
  contentOf(name: string): Uint8Array {
    const inode = this.names.get(name);
    return inode === undefined ? new Uint8Array(0) : inode.content.slice(0, inode.length);
  }

  /** A bit of a file is another. */
  flip(name: string, bit: number): void {
    const inode = this.names.get(name)!;
    inode.content[bit >> 3]! ^= 1 << (bit & 7);
    if (bit >> 3 < inode.durable.length) inode.durable[bit >> 3]! ^= 1 << (bit & 7);
  }

  /** A file has these bytes, durable at once. */
  write(name: string, bytes: Uint8Array): void {
    const inode = {
      content: bytes.slice(),
      length: bytes.length,
      durable: bytes.slice(),
      unsynced: [],
      doomed: [],
    };
    this.names.set(name, inode);
    this.durableNames.set(name, inode);
  }

  /** A disk of its own with the same files, all durable. */
  copy(): SimulatedDisk {
    const disk = new SimulatedDisk(this.chance, this.folder);
    for (const name of this.names.keys()) disk.write(name, this.contentOf(name));
    return disk;
  }

  list(): readonly string[] {
    this.requirePower(this.life);
    return [...this.names.keys()].sort();
  }

  async create(name: string): Promise<DiskFile> {
    const inode: Inode = {
      content: new Uint8Array(64),
      length: 0,
      durable: new Uint8Array(0),
      unsynced: [],
      doomed: [],
    };
    await this.operate(this.life, () => this.rename_((names) => names.set(name, inode)), name);
    return this.handle(name, inode);
  }

  open(name: string): DiskFile | undefined {
    this.requirePower(this.life);
    const inode = this.names.get(name);
    return inode === undefined ? undefined : this.handle(name, inode);
  }

  async rename(from: string, to: string): Promise<void> {
    const inode = this.names.get(from);
    await this.operate(
      this.life,
      () =>
        this.rename_((names) => {
          if (inode === undefined) return;
          if (names.get(from) === inode) names.delete(from);
          names.set(to, inode);
        }),
      to,
    );
  }

  async remove(name: string): Promise<void> {
    await this.operate(this.life, () => this.rename_((names) => names.delete(name)), name);
  }

  async renew(name: string, from: number): Promise<void> {
    const inode = this.names.get(name)!;
    const bytes = inode.content.slice(from, inode.length);
    await this.operate(this.life, () => inode.unsynced.push({ at: from, bytes }), name);
    await this.operate(
      this.life,
      () => {
        this.makeDurable(inode);
        inode.doomed = inode.doomed.filter((write) => write.at + write.bytes.length <= from);
      },
      name,
    );
  }

  async syncFolder(): Promise<void> {
    await this.operate(
      this.life,
      () => {
        this.durableNames = new Map(this.names);
        this.unsyncedNames = [];
      },
      '',
    );
  }

  private rename_(change: NameChange): void {
    change(this.names);
    this.unsyncedNames.push(change);
  }

  private handle(name: string, inode: Inode): DiskFile {
    const disk = this;
    const { life } = this;
    let readable = inode.length;
    return {
      name,
      get length() {
        return readable;
      },
      async append(parts) {
        const at = readable;
        const size = parts.reduce((sum, { length }) => sum + length, 0);
        readable += size;
        await disk.operate(life, () => disk.add(inode, at, parts, size), name);
      },
      async sync() {
        const pending = inode.unsynced.length;
        try {
          await disk.operate(life, () => disk.makeDurable(inode), name);
        } catch (thrown) {
          if (!disk.isDown) inode.doomed.push(...inode.unsynced.splice(0, pending));
          throw thrown;
        }
      },
      read(position, target) {
        disk.requirePower(life);
        const part = inode.content.subarray(position, Math.min(inode.length, position + target.length));
        target.set(part);
        return part.length;
      },
      close() {},
    };
  }

  private add(inode: Inode, at: number, parts: readonly Uint8Array[], size: number): void {
    let used = size;
    for (const { length } of this.names.values()) used += length;
    if (used > this.capacity) throw this.error('ENOSPC', '');
    const bytes = new Uint8Array(size);
    let end = 0;
    for (const part of parts) {
      bytes.set(part, end);
      end += part.length;
    }
    inode.unsynced.push({ at, bytes });
    inode.length = Math.max(inode.length, at + size);
    if (inode.length > inode.content.length) {
      inode.content = grown(inode.content, Math.max(inode.length, inode.content.length * 2));
    }
    inode.content.set(bytes, at);
  }

  private makeDurable(inode: Inode): void {
    for (const { at, bytes } of inode.unsynced) {
      if (at + bytes.length > inode.durable.length) inode.durable = grown(inode.durable, at + bytes.length);
      inode.durable.set(bytes, at);
    }
    inode.unsynced = [];
  }

  /** @throws BeamError `E_DISK` when it is this operation's turn to fail */
  private async operate(life: number, effect: () => void, name: string): Promise<void> {
    this.requirePower(life);
    this.operations++;
    const fault = this.faults.get(this.operations);
    // A crash comes before, within or after what it strikes; within is what `restart` makes of it.
    const isEnd = fault === 'crash' || fault === 'kill';
    if (fault === undefined || (isEnd && this.chance.below(4) > 0)) effect();
    if (fault === 'crash') this.crash();
    if (fault === 'kill') this.kill();
    // How long it takes is chance too, so that what runs beside each other meets in every order.
    for (let turns = this.chance.below(12); turns >= 0; turns--) await undefined;
    this.requirePower(life);
    if (fault !== undefined) throw this.error(fault, name);
  }

  private requirePower(life: number): void {
    if (this.isDown || life !== this.life) throw this.error('crash', '');
  }

  private error(fault: DiskFault, name: string): BeamError {
    const what = {
      crash: 'the power is lost',
      kill: 'the program has ended',
      ENOSPC: 'the disk is full',
      EIO: 'the disk fails',
      EROFS: 'the file system is read-only',
    }[fault];
    return new BeamError('E_DISK', `${this.folder}/${name}: ${what}.`, {
      path: `${this.folder}/${name}`,
      help: 'it is simulated: look at the seed',
    });
  }

  /** The names that a crash leaves: all changes up to some moment, or any of them. */
  private survivingNames(): Map<string, Inode> {
    const names = new Map(this.durableNames);
    const changes = this.unsyncedNames;
    const isInOrder = this.chance.below(2) === 0;
    const until = this.chance.below(changes.length + 1);
    changes.forEach((change, i) => {
      if (isInOrder ? i < until : this.chance.below(2) === 0) change(names);
    });
    return names;
  }

  /** What a crash leaves of a file. */
  private settle(inode: Inode): void {
    const pending = [...inode.doomed, ...inode.unsynced];
    let left: Uint8Array = inode.durable.slice();
    for (const { at, bytes } of pending) {
      const fate = this.chance.below(4);
      if (fate === 0) continue;
      const size = fate === 1 ? this.chance.below(bytes.length + 1) : bytes.length;
      if (at + size > left.length) left = grown(left, at + size);
      if (fate !== 2) {
        left.set(bytes.subarray(0, size), at);
        continue;
      }
      for (let from = 0; from < size; ) {
        const to = Math.min(size, from + SECTOR - ((at + from) % SECTOR));
        const sector = this.chance.below(4);
        if (sector < 2) left.set(bytes.subarray(from, to), at + from);
        // What was on the disk before in the place of zeros; a sector that was durable is the old one, or the new one.
        else if (sector === 2) {
          for (let i = Math.max(from, inode.durable.length - at); i < to; i++) {
            left[at + i] = this.chance.below(256);
          }
        }
        from = to;
      }
    }
    inode.content = left;
    inode.length = left.length;
    inode.durable = left.slice();
    inode.unsynced = [];
    inode.doomed = [];
  }
}

function grown(bytes: Uint8Array, length: number): Uint8Array {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}

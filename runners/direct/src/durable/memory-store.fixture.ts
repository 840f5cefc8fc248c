import { BeamError } from '@hornbeam/sdk/model';
import type { EpochWriter, StateEntry, StateStore, StoreStats } from '@hornbeam/store';

type Change = (spaces: Map<string, Map<string, Uint8Array>>) => void;

/**
 * A store in memory for tests of runs: `disk` is what a process that is killed leaves. Every commit waits for `held`.
 */
export class MemoryDisk {
  spaces = new Map<string, Map<string, Uint8Array>>();
  epoch = 0;
  committedAt = 0;
  /** A test that sets it keeps commits waiting. */
  held: Promise<void> = Promise.resolve();
  /** Told of each commit before it counts. */
  onCommit: ((epoch: number) => void) | undefined;

  open(): StateStore {
    return new MemoryStore(this);
  }
}

class MemoryStore implements StateStore {
  private readonly disk: MemoryDisk;
  private isOpen = true;

  constructor(disk: MemoryDisk) {
    this.disk = disk;
  }

  get epoch(): number {
    return this.disk.epoch;
  }

  get committedAt(): number {
    return this.disk.committedAt;
  }

  spaces(): string[] {
    return [...this.disk.spaces].filter(([, keys]) => keys.size > 0).map(([name]) => name);
  }

  get(space: string, key: Uint8Array): Uint8Array | undefined {
    return this.disk.spaces.get(space)?.get(textOf(key));
  }

  *entries(space: string): Iterable<StateEntry> {
    for (const [key, value] of this.disk.spaces.get(space) ?? []) yield { key: bytesOf(key), value };
  }

  count(space: string): number {
    return this.disk.spaces.get(space)?.size ?? 0;
  }

  begin(): EpochWriter & { readonly changes: Change[] } {
    const changes: Change[] = [];
    const change = (space: string, what: (keys: Map<string, Uint8Array>) => void): void => {
      changes.push((spaces) => {
        const keys = spaces.get(space) ?? new Map<string, Uint8Array>();
        spaces.set(space, keys);
        what(keys);
      });
    };
    return {
      changes,
      bytes: 0,
      put(space, key, value) {
        const [name, copy] = [textOf(key), value.slice()];
        change(space, (keys) => keys.set(name, copy));
      },
      append(space, key, bytes) {
        const [name, copy] = [textOf(key), bytes.slice()];
        change(space, (keys) => keys.set(name, Uint8Array.of(...(keys.get(name) ?? []), ...copy)));
      },
      delete(space, key) {
        const name = textOf(key);
        change(space, (keys) => keys.delete(name));
      },
    };
  }

  async commit(changes: EpochWriter, at: number): Promise<number> {
    const { disk } = this;
    await disk.held;
    if (!this.isOpen) throw new BeamError('E_DISK', 'The store was closed.');
    disk.onCommit?.(disk.epoch + 1);
    for (const change of (changes as ReturnType<MemoryStore['begin']>).changes) change(disk.spaces);
    disk.committedAt = at;
    return ++disk.epoch;
  }

  stats(): StoreStats {
    return { liveBytes: 0, keys: 0, diskBytes: 0 };
  }

  async close(): Promise<void> {
    this.isOpen = false;
  }
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

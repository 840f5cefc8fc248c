/**
 * A store in memory, for runs and tests that need nothing to outlive the process.
 *
 * Owns: all values.
 */
import { BeamError } from '@hornbeam/sdk/model';
import { keyName } from './key-name.js';
import type { EpochWriter, StateEntry, StateStore, StoreStats } from './state-store.js';

interface Change {
  readonly kind: 'put' | 'append' | 'delete';
  readonly space: string;
  readonly key: Uint8Array;
  readonly bytes: Uint8Array;
}

class MemoryEpoch implements EpochWriter {
  readonly changes: Change[] = [];
  bytes = 0;

  constructor(readonly store: MemoryStore) {}

  put(space: string, key: Uint8Array, value: Uint8Array): void {
    this.add('put', space, key, value);
  }

  append(space: string, key: Uint8Array, bytes: Uint8Array): void {
    this.add('append', space, key, bytes);
  }

  delete(space: string, key: Uint8Array): void {
    this.add('delete', space, key, new Uint8Array(0));
  }

  private add(kind: Change['kind'], space: string, key: Uint8Array, bytes: Uint8Array): void {
    this.changes.push({ kind, space, key: key.slice(), bytes: bytes.slice() });
    this.bytes += key.length + bytes.length;
  }
}

/** See the head of this file. It forgets everything when the process ends, and outlives `close`: `reopen` goes on. */
export class MemoryStore implements StateStore {
  epoch = 0;
  committedAt = 0;
  private readonly kept = new Map<string, Map<string, StateEntry>>();
  private keys = 0;
  private liveBytes = 0;
  private isClosed = false;

  spaces(): readonly string[] {
    return [...this.kept.keys()];
  }

  get(space: string, key: Uint8Array): Uint8Array | undefined {
    return this.kept.get(space)?.get(keyName(key))?.value.slice();
  }

  *entries(space: string): Iterable<StateEntry> {
    for (const { key, value } of this.kept.get(space)?.values() ?? []) {
      yield { key: key.slice(), value: value.slice() };
    }
  }

  count(space: string): number {
    return this.kept.get(space)?.size ?? 0;
  }

  begin(): EpochWriter {
    return new MemoryEpoch(this);
  }

  async commit(changes: EpochWriter, at: number): Promise<number> {
    if (this.isClosed || !(changes instanceof MemoryEpoch) || changes.store !== this) {
      throw new BeamError('E_INTERNAL', 'A store was to commit what it did not begin.');
    }
    for (const change of changes.changes) this.apply(change);
    changes.changes.length = 0;
    this.epoch++;
    this.committedAt = at;
    return this.epoch;
  }

  stats(): StoreStats {
    return { liveBytes: this.liveBytes, keys: this.keys, diskBytes: 0 };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  /** Goes on after `close`, as a store on a disk that is opened again. */
  reopen(): void {
    this.isClosed = false;
  }

  private apply({ kind, space, key, bytes }: Change): void {
    const text = keyName(key);
    const keys = this.kept.get(space) ?? new Map<string, StateEntry>();
    const before = keys.get(text);
    if (before !== undefined) {
      keys.delete(text);
      this.keys--;
      this.liveBytes -= key.length + before.value.length;
    }
    if (kind !== 'delete') {
      const value = kind === 'put' || before === undefined ? bytes : joined(before.value, bytes);
      keys.set(text, { key, value });
      this.keys++;
      this.liveBytes += key.length + value.length;
    }
    if (keys.size === 0) this.kept.delete(space);
    else this.kept.set(space, keys);
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

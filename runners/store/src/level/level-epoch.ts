import { keyName } from '../key-name.js';
import type { EpochWriter } from '../state-store.js';

/** What an epoch does to one key: all its changes as one. */
export interface KeyOutcome {
  kind: 'put' | 'append' | 'delete';
  readonly key: Uint8Array;
  readonly pieces: Uint8Array[];
}

/** The changes of an epoch, as one change a key. */
export class LevelEpoch implements EpochWriter {
  readonly spaces = new Map<string, Map<string, KeyOutcome>>();
  bytes = 0;
  private readonly store: object;

  constructor(store: object) {
    this.store = store;
  }

  isFor(store: object): boolean {
    return this.store === store;
  }

  put(space: string, key: Uint8Array, value: Uint8Array): void {
    this.replace(space, key, 'put', value);
  }

  append(space: string, key: Uint8Array, bytes: Uint8Array): void {
    const known = this.spaces.get(space)?.get(keyName(key));
    if (known === undefined || known.kind === 'delete') {
      this.replace(space, key, known === undefined ? 'append' : 'put', bytes);
      return;
    }
    known.pieces.push(bytes.slice());
    this.bytes += key.length + bytes.length;
  }

  delete(space: string, key: Uint8Array): void {
    this.replace(space, key, 'delete', undefined);
  }

  private replace(
    space: string,
    key: Uint8Array,
    kind: KeyOutcome['kind'],
    bytes: Uint8Array | undefined,
  ): void {
    const keys = this.spaces.get(space) ?? new Map<string, KeyOutcome>();
    this.spaces.set(space, keys);
    keys.set(keyName(key), { kind, key: key.slice(), pieces: bytes === undefined ? [] : [bytes.slice()] });
    this.bytes += key.length + (bytes?.length ?? 0);
  }
}

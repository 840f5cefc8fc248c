import type { Coder } from '@hornbeam/sdk/model';
import type { EpochWriter, StateEntry, StateStore } from '@hornbeam/store';
import { coderText } from './coder-text.js';

/** A part of a run that is kept epoch by epoch. */
export interface KeptPart {
  /** Hands over what changed since this was last called. @throws BeamError `E_ENCODE` */
  save(to: EpochWriter): void;
}

/**
 * Where a run is kept. Each part names its own spaces of the store by the step or edge it belongs to, reads what an
 * earlier process left there when it is made, and adds itself here.
 */
export class Keeping {
  /** How many keys of a step with state may stay on the heap that could be read again. */
  readonly keysOnHeap: number;
  private readonly store: StateStore;
  private readonly parts: KeptPart[] = [];
  private readonly spaces = new Map<string, string>();

  constructor(store: StateStore, keysOnHeap: number) {
    this.store = store;
    this.keysOnHeap = keysOnHeap;
  }

  add(part: KeptPart): void {
    this.parts.push(part);
  }

  /**
   * Everything that was left in a space, which is the caller's from now on.
   * @param coders what its keys and values are written with: of a run whose coders are others nothing can be taken up
   */
  claim(space: string, ...coders: readonly Coder<any>[]): Iterable<StateEntry> {
    this.spaces.set(space, coders.map(coderText).join(', '));
    return this.store.entries(space);
  }

  /** What a space has under a key. */
  get(space: string, key: Uint8Array): Uint8Array | undefined {
    return this.store.get(space, key);
  }

  /** The spaces that were claimed, with what they are written with. */
  get claimed(): ReadonlyMap<string, string> {
    return this.spaces;
  }

  /** Hands over what changed in all parts. @throws BeamError `E_ENCODE` */
  save(to: EpochWriter): void {
    for (const part of this.parts) part.save(to);
  }
}

import type { Coder } from '../model/coders/coder.js';

/**
 * The coder of one collection, or of several that have to be written alike: runners may hand the bytes of a
 * flatten's or reshuffle's input on as its output. Whoever refines the coder of one refines it for all of them.
 */
export class CoderSlot {
  private current: Coder<any>;
  private settled: boolean;
  /** Once joined, a slot only points to the one that stands for both. */
  private joined: CoderSlot | undefined;

  constructor(coder: Coder<any>, isDefault: boolean) {
    this.current = coder;
    this.settled = !isDefault;
  }

  get coder(): Coder<any> {
    return this.root().current;
  }

  /** True while the coder is only the fallback, which nobody chose. */
  get isDefault(): boolean {
    return !this.root().settled;
  }

  /** Decides the coder of everything that shares the slot. */
  settle(coder: Coder<any>): void {
    const root = this.root();
    root.current = coder;
    root.settled = true;
  }

  /** Shares one coder from now on: a chosen one wins over a fallback, this one's over an equal one. */
  join(other: CoderSlot): void {
    const mine = this.root();
    const theirs = other.root();
    if (mine === theirs) return;
    const [kept, given] = mine.settled || !theirs.settled ? [mine, theirs] : [theirs, mine];
    given.joined = kept;
  }

  private root(): CoderSlot {
    let slot: CoderSlot = this;
    while (slot.joined !== undefined) slot = slot.joined;
    // Shortens the way for the next call: long chains of flattens would make it quadratic.
    if (this.joined !== undefined) this.joined = slot;
    return slot;
  }
}

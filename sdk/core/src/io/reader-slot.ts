import type { ItemReader } from './item-reader.js';

/**
 * Where the reader of a source stays between the calls of its step: a worker may run the step in several bundles, and
 * the one that goes on need not be the one that began.
 *
 * Owns: the reader while no call has it, and whose turn it is. Does not own: the reader in use.
 *
 * Invariants:
 *  L1  one call reads at a time. A runner may begin with what a split gave it before the call that was split has
 *      returned: it waits, since a second reader beside the first could be handed the items that the first one lacks.
 *  L2  when the last user has gone, the reader is closed.
 */
export class ReaderSlot<T> {
  private parked: ItemReader<T> | undefined;
  private users = 0;
  private isInUse = false;
  private readonly waiting: (() => void)[] = [];

  /** To be called by everyone who may take the reader. */
  enter(): this {
    this.users++;
    return this;
  }

  /** @throws BeamError `E_USER` what the iterator throws while it closes */
  async leave(): Promise<void> {
    if (--this.users === 0) await this.clear();
  }

  /**
   * Waits for its turn, which ends with `park`. Gives the reader, if it has not read beyond a position; one that has is
   * closed: the items behind are wanted again. Undefined where a reader is to be made.
   */
  async take(position: number): Promise<ItemReader<T> | undefined> {
    while (this.isInUse) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.isInUse = true;
    const reader = this.parked;
    this.parked = undefined;
    if (reader === undefined || reader.position <= position) return reader;
    try {
      await reader.close();
    } catch (thrown) {
      this.next();
      throw thrown;
    }
    return undefined;
  }

  /** Puts the reader back; the turn is over. */
  async park(reader: ItemReader<T>): Promise<void> {
    const isWanted = this.users > 0;
    if (isWanted) this.parked = reader;
    this.next();
    if (!isWanted) await reader.close();
  }

  private next(): void {
    this.isInUse = false;
    this.waiting.shift()?.();
  }

  private async clear(): Promise<void> {
    const reader = this.parked;
    this.parked = undefined;
    await reader?.close();
  }
}

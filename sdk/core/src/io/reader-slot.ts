import type { ItemReader } from './item-reader.js';

/**
 * Where the reader of a source stays between the calls of its step: a worker may run the step in several bundles, and
 * the one that goes on need not be the one that began.
 *
 * Owns: the reader while no call has it. Does not own: readers in use.
 *
 * Invariants:
 *  L1  one call has the reader at a time; another that comes meanwhile gets none, and makes its own.
 *  L2  when the last user has gone, the reader is closed.
 */
export class ReaderSlot<T> {
  private parked: ItemReader<T> | undefined;
  private users = 0;

  /** To be called by everyone who may take the reader. */
  enter(): this {
    this.users++;
    return this;
  }

  /** @throws BeamError `E_USER` what the iterator throws while it closes */
  async leave(): Promise<void> {
    if (--this.users === 0) await this.clear();
  }

  /** The reader, if it has not read beyond a position. One that has is closed: the items behind are wanted again. */
  async take(position: number): Promise<ItemReader<T> | undefined> {
    const reader = this.parked;
    if (reader !== undefined && reader.position > position) {
      await this.clear();
      return undefined;
    }
    this.parked = undefined;
    return reader;
  }

  /** Puts a reader back. One that is there already stays, and this one is closed. */
  async park(reader: ItemReader<T>): Promise<void> {
    if (this.parked === undefined && this.users > 0) this.parked = reader;
    else await reader.close();
  }

  private async clear(): Promise<void> {
    const reader = this.parked;
    this.parked = undefined;
    await reader?.close();
  }
}

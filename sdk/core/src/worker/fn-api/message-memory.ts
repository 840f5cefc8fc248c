/** So much memory is kept for messages to come, bytes. */
const KEPT_BYTES = 32 * 1024 * 1024;
/**
 * The memory that messages are written in, used again when one has been sent: large buffers come zeroed out of the
 * system and count towards the next garbage collection.
 *
 * Owns: memory that no message is in.
 */
export class MessageMemory {
  private readonly free: Uint8Array<ArrayBuffer>[] = [];
  private kept = 0;

  /**
   * Memory for a message, of whatever size; what was in it before still is.
   * @param bytes how much there should be when it must be made
   */
  take(bytes: number): Uint8Array<ArrayBuffer> {
    const memory = this.free.pop();
    if (memory === undefined) return new Uint8Array(bytes);
    this.kept -= memory.length;
    return memory;
  }

  /** Nobody reads or writes it any more. */
  give(memory: Uint8Array<ArrayBuffer>): void {
    if (this.kept + memory.length > KEPT_BYTES) return;
    this.free.push(memory);
    this.kept += memory.length;
  }
}

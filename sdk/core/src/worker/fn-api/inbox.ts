import type { Elements } from '@hornbeam/proto/services';

/** Some elements or timers of a bundle, in bytes. */
export interface Chunk {
  readonly transformId: string;
  /** Of timers: their family. */
  readonly family: string | undefined;
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

/** What has come for one bundle and is not read yet, in the order it came. */
export class Inbox {
  private chunks: Chunk[] = [];
  private taken = 0;
  private wake: (() => void) | undefined;
  private failure: Error | undefined;
  private readonly freed: (bytes: number) => void;

  /** @param freed is told of bytes that were read, or thrown away */
  constructor(freed: (bytes: number) => void) {
    this.freed = freed;
  }

  add(chunk: Chunk): void {
    this.chunks.push(chunk);
    this.wake?.();
  }

  /** The next chunk; undefined when none is there. @throws what the inbox failed with */
  take(): Chunk | undefined {
    if (this.failure !== undefined) throw this.failure;
    const chunk = this.chunks[this.taken];
    if (chunk === undefined) return undefined;
    if (++this.taken === this.chunks.length) {
      this.chunks = [];
      this.taken = 0;
    }
    this.freed(chunk.bytes.length);
    return chunk;
  }

  /** Resolves when there is something to take, or the inbox has failed. */
  ready(): Promise<void> {
    if (this.failure !== undefined || this.taken < this.chunks.length) return Promise.resolve();
    return new Promise((resolve) => {
      this.wake = () => {
        this.wake = undefined;
        resolve();
      };
    });
  }

  /** Nothing more will come. */
  fail(error: Error): void {
    this.failure ??= error;
    this.wake?.();
  }

  /** Throws away what was not read. */
  close(): void {
    let bytes = 0;
    for (let i = this.taken; i < this.chunks.length; i++) bytes += this.chunks[i]!.bytes.length;
    this.chunks = [];
    this.taken = 0;
    this.freed(bytes);
  }
}

/** The chunks of a message by instruction, in order. */
export function* chunksOf({ data, timers }: Elements): IterableIterator<[instructionId: string, Chunk]> {
  for (const { instructionId, transformId, data: bytes, isLast } of data) {
    yield [instructionId, { transformId, family: undefined, bytes, isLast }];
  }
  for (const { instructionId, transformId, timerFamilyId, timers: bytes, isLast } of timers) {
    yield [instructionId, { transformId, family: timerFamilyId, bytes, isLast }];
  }
}

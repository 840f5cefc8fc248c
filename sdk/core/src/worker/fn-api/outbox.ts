/**
 * What one bundle sends: elements of its sinks and the timers its steps set.
 *
 * Owns: bytes that are not sent yet.
 * Does not own: the form of a message (outbox-stream.ts), memory of messages on their way (data-channel.ts).
 *
 * Invariants:
 *  O1  an element never spans two messages.
 *  O2  each sink and each timer family ends with exactly one `isLast`, with or without elements before it.
 */
import { Elements } from '@hornbeam/proto/services';
import type { DataChannel } from './data-channel.js';
import { OutboxStream } from './outbox-stream.js';

/** So many bytes of one sink are sent as one message. */
const MESSAGE_BYTES = 1024 * 1024;
/** The memory of a sink's first message, which may be the only one, and of those after it: with room for the last element. */
const FIRST_MEMORY_BYTES = 4 * 1024;
const NEXT_MEMORY_BYTES = MESSAGE_BYTES + 64 * 1024;
/** What is left at the end of a bundle goes with its response when it is no more than this, where the runner takes it. */
const EMBEDDED_BYTES = 256 * 1024;

/** See the head of this file. */
export class Outbox {
  private readonly channel: DataChannel;
  private readonly instructionId: string;
  private streams: OutboxStream[] = [];
  private waiting: Promise<void> | undefined;
  private hasSent = false;

  constructor(channel: DataChannel, instructionId: string) {
    this.channel = channel;
    this.instructionId = instructionId;
  }

  /** Where the elements of a sink, or the timers of a family, are written; `written` is to be called after each. */
  open(transformId: string, family?: string): OutboxStream {
    const stream = new OutboxStream(
      this.instructionId,
      transformId,
      family,
      this.channel.memory.take(FIRST_MEMORY_BYTES),
    );
    this.streams.push(stream);
    return stream;
  }

  /** An element was written whole. */
  written(stream: OutboxStream): void {
    if (stream.writer.length >= MESSAGE_BYTES) this.flush(stream);
  }

  /** A promise while the runner does not keep up. */
  get full(): Promise<void> | undefined {
    return this.waiting;
  }

  /** Sends what is there, so that the runner sees it before a long wait. */
  flushAll(): void {
    for (const stream of this.streams) if (stream.length > 0) this.flush(stream);
  }

  /**
   * Ends all streams.
   * @param embeds the runner reads elements out of the response
   * @returns what the response is to carry; undefined when all was sent
   */
  finish(embeds: boolean): Elements | undefined {
    const { streams, instructionId } = this;
    const [first, ...others] = streams;
    if (first === undefined) return undefined;
    this.streams = [];
    const rest = streams.reduce((sum, { length }) => sum + length, 0);
    if (embeds && !this.hasSent && rest <= EMBEDDED_BYTES) {
      const message = Elements.create();
      for (const stream of streams) {
        const { transformId, family } = stream;
        const bytes = stream.elements();
        const isLast = true;
        if (family === undefined) message.data.push({ instructionId, transformId, data: bytes, isLast });
        else
          message.timers.push({ instructionId, transformId, timerFamilyId: family, timers: bytes, isLast });
        this.channel.memory.give(stream.close());
      }
      return message;
    }
    // Messages one behind the other are one message with the entries of both.
    first.end(true);
    for (const other of others) {
      first.writer.writeBytes(other.end(true));
      this.channel.memory.give(other.close());
    }
    this.send(first.writer.view(), first.close());
    return undefined;
  }

  private flush(stream: OutboxStream): void {
    const message = stream.end(false);
    this.send(message, stream.next(this.channel.memory.take(NEXT_MEMORY_BYTES)));
  }

  private send(message: Uint8Array, memory: Uint8Array<ArrayBuffer>): void {
    this.hasSent = true;
    const wait = this.channel.send(message, memory);
    if (wait === undefined) return;
    const waiting = wait.then(() => {
      if (this.waiting === waiting) this.waiting = undefined;
    });
    this.waiting = waiting;
  }
}

/**
 * What one bundle sends: elements of its sinks and the timers its steps set.
 *
 * Owns: bytes that are not sent yet.
 *
 * Invariants:
 *  O1  an element never spans two messages.
 *  O2  each sink and each timer family ends with exactly one `isLast`, with or without elements before it.
 */
import { Elements } from '@hornbeam/proto/services';
import { ByteWriter } from '../../model/coders/byte-writer.js';
import type { DataChannel } from './data-channel.js';

/** So many bytes of one sink are sent as one message. */
const MESSAGE_BYTES = 1024 * 1024;
/** What is left at the end of a bundle goes with its response when it is no more than this, where the runner takes it. */
const EMBEDDED_BYTES = 256 * 1024;

/** A sink or a timer family. */
export interface OutboxStream {
  readonly transformId: string;
  readonly family: string | undefined;
  readonly writer: ByteWriter;
}

/** See the head of this file. */
export class Outbox {
  private readonly channel: DataChannel;
  private readonly instructionId: string;
  private readonly streams: OutboxStream[] = [];
  private waiting: Promise<void> | undefined;
  private hasSent = false;

  constructor(channel: DataChannel, instructionId: string) {
    this.channel = channel;
    this.instructionId = instructionId;
  }

  /** Where the elements of a sink, or the timers of a family, are written; `written` is to be called after each. */
  open(transformId: string, family?: string): OutboxStream {
    const stream = { transformId, family, writer: new ByteWriter(64 * 1024) };
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
    for (const stream of this.streams) if (stream.writer.length > 0) this.flush(stream);
  }

  /**
   * Ends all streams.
   * @param embeds the runner reads elements out of the response
   * @returns what the response is to carry; undefined when all was sent
   */
  finish(embeds: boolean): Elements | undefined {
    if (this.streams.length === 0) return undefined;
    const rest = this.streams.reduce((sum, { writer }) => sum + writer.length, 0);
    const isSmall = embeds && !this.hasSent && rest <= EMBEDDED_BYTES;
    const message = Elements.create();
    for (const stream of this.streams) this.append(message, stream, isSmall, true);
    if (isSmall) return message;
    this.send(message);
    return undefined;
  }

  private flush(stream: OutboxStream): void {
    const message = Elements.create();
    this.append(message, stream, false, false);
    this.send(message);
    stream.writer.reset();
  }

  private append(
    message: Elements,
    { transformId, family, writer }: OutboxStream,
    copies: boolean,
    isLast: boolean,
  ): void {
    const { instructionId } = this;
    const bytes = copies ? writer.finish() : writer.view();
    if (family === undefined) message.data.push({ instructionId, transformId, data: bytes, isLast });
    else message.timers.push({ instructionId, transformId, timerFamilyId: family, timers: bytes, isLast });
  }

  private send(message: Elements): void {
    this.hasSent = true;
    const bytes = Elements.encode(message).finish();
    const wait = this.channel.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (wait === undefined) return;
    const waiting = wait.then(() => {
      if (this.waiting === waiting) this.waiting = undefined;
    });
    this.waiting = waiting;
  }
}

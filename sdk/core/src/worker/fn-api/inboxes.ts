/**
 * What has come for the bundles of a worker and is not read yet.
 *
 * Owns: one inbox for each bundle that is under way or about to begin.
 * Does not own: the streams it comes by (data-channel.ts), what the bytes mean (source-port.ts).
 *
 * Invariants:
 *  D1  bytes of a bundle that is over are thrown away; those of one that has not begun wait.
 *  D2  while more than `LIMIT` bytes wait in all inboxes, no more are read from any stream; but always while a stream
 *      does not take what bundles send. One stream carries all bundles: the runner may be unable to take what comes first
 *      in it before another stage has got rid of its input, which is what would not be read.
 */
import type { Elements } from '@hornbeam/proto/services';
import type { BeamError } from '../../model/errors.js';
import { type Chunk, chunksOf, Inbox } from './inbox.js';
import { RecentIds } from './recent-ids.js';

/** Bytes that may wait to be read by bundles. */
const LIMIT = 64 * 1024 * 1024;

/** A stream that can be told not to read. */
export interface PausableStream {
  pause(): void;
  resume(): void;
}

/** See the head of this file. */
export class Inboxes {
  private readonly open = new Map<string, Inbox>();
  private readonly finished = new RecentIds();
  private readonly streams = new Set<PausableStream>();
  private waitingBytes = 0;
  private isPaused = false;
  /** How many streams do not take what bundles send. */
  private blocked = 0;
  private failure: BeamError | undefined;

  /** The inbox of a bundle. */
  of(instructionId: string): Inbox {
    let inbox = this.open.get(instructionId);
    if (inbox === undefined) {
      inbox = new Inbox((bytes) => this.freed(bytes));
      this.open.set(instructionId, inbox);
      if (this.failure !== undefined) inbox.fail(this.failure);
    }
    return inbox;
  }

  /** A bundle is over (D1). */
  finish(instructionId: string): void {
    this.finished.add(instructionId);
    this.open.get(instructionId)?.close();
    this.open.delete(instructionId);
  }

  /** Takes a message. */
  arrived(elements: Elements): void {
    for (const [instructionId, chunk] of chunksOf(elements)) this.add(instructionId, chunk);
    if (this.isPaused || this.blocked > 0 || this.waitingBytes <= LIMIT) return;
    this.isPaused = true;
    for (const stream of this.streams) stream.pause();
  }

  /** A stream takes nothing more until it has been drained (D2). */
  async blockedUntil(drained: Promise<void>): Promise<void> {
    this.blocked++;
    this.resume();
    await drained;
    this.blocked--;
  }

  /** Makes a stream heed D2. */
  watch(stream: PausableStream): void {
    this.streams.add(stream);
    if (this.isPaused) stream.pause();
  }

  /** Nothing more will come, for any bundle. */
  fail(error: BeamError): void {
    this.failure ??= error;
    for (const inbox of this.open.values()) inbox.fail(error);
  }

  private add(instructionId: string, chunk: Chunk): void {
    if (this.finished.has(instructionId)) return;
    this.waitingBytes += chunk.bytes.length;
    this.of(instructionId).add(chunk);
  }

  private freed(bytes: number): void {
    this.waitingBytes -= bytes;
    if (this.waitingBytes < LIMIT / 2) this.resume();
  }

  private resume(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    for (const stream of this.streams) stream.resume();
  }
}

import type { ClientDuplexStream } from '@grpc/grpc-js';
import { BeamFnData, type Elements, type Method } from '@hornbeam/proto/services';
import { BeamError } from '../../model/errors.js';
import { type Endpoints, unreachable } from './endpoint.js';
import type { Inboxes } from './inboxes.js';
import { MessageMemory } from './message-memory.js';

/** The stream of elements, whose messages going out are written by hand. */
const dataMethod = {
  ...BeamFnData.data,
  requestSerialize: (bytes: Buffer) => bytes,
} as unknown as Method<Buffer, Elements>;

/**
 * For so long a bundle waits for a full stream to be drained, ms. Beam's Java runners read what a bundle sends only when
 * they have its response (SdkHarnessClient: after 100 messages their queue is full, and nobody empties it before). A
 * bundle that waits would wait for ever; so after the first such wait nothing waits on this stream any more, and what the
 * runner does not take yet stays in this process.
 */
const PATIENCE_MILLIS = 250;

/**
 * The data stream between a worker and one data endpoint of its runner.
 *
 * Owns: the stream, memory for messages. Does not own: what waits to be read (inboxes.ts) or to be sent (outbox.ts).
 */
export class DataChannel {
  private readonly stream: ClientDuplexStream<Buffer, Elements>;
  private failure: BeamError | undefined;
  private drained: Promise<void> | undefined;
  private readonly inboxes: Inboxes;
  /** For messages to be sent here. */
  readonly memory = new MessageMemory();
  /** The runner reads while bundles send. */
  private readsMeanwhile = true;

  constructor(endpoints: Endpoints, address: string, inboxes: Inboxes) {
    this.inboxes = inboxes;
    const broke = (error: BeamError): void => {
      if (this.failure !== undefined) return;
      this.failure = error;
      inboxes.fail(error);
    };
    this.stream = endpoints.duplex(address, dataMethod);
    this.stream.on('data', (elements: Elements) => inboxes.arrived(elements));
    this.stream.on('error', (error) => broke(unreachable(address, error)));
    this.stream.on('end', () => broke(unreachable(address, { message: 'it closed the stream of elements' })));
    inboxes.watch(this.stream);
  }

  /**
   * Sends a message.
   * @param memory what the message lies in: it is used again once gRPC has copied the message, at the latest when it has
   *   been written
   * @returns a promise when the stream is full: better wait for it before the next
   * @throws BeamError `E_SERVICE`
   */
  send(message: Uint8Array, memory: Uint8Array<ArrayBuffer>): Promise<void> | undefined {
    if (this.failure !== undefined) throw this.failure;
    const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
    if (this.stream.write(bytes, () => this.memory.give(memory)) || !this.readsMeanwhile) return undefined;
    this.drained ??= this.untilDrained();
    return this.drained;
  }

  close(): void {
    this.failure ??= new BeamError('E_CANCELLED', 'The worker is shut down.');
    this.stream.end();
  }

  private untilDrained(): Promise<void> {
    const drained = new Promise<void>((resolve) => {
      const patience = setTimeout(() => {
        this.readsMeanwhile = false;
        go();
      }, PATIENCE_MILLIS);
      const go = (): void => {
        clearTimeout(patience);
        this.drained = undefined;
        this.stream.off('drain', go);
        this.stream.off('close', go);
        resolve();
      };
      this.stream.on('drain', go);
      this.stream.on('close', go);
    });
    void this.inboxes.blockedUntil(drained);
    return drained;
  }
}

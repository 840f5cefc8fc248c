import {
  type ChannelOptions,
  Client,
  type ClientDuplexStream,
  credentials,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import type { Method } from '@hornbeam/proto/services';
import { BeamError } from '../../model/errors.js';

/**
 * What every channel and server of a worker is set to: messages of any size (the default of 4 MB breaks the first big
 * bundle), and pings that keep idle streams alive through NAT without taking a busy peer for a dead one. Runners refuse
 * pings more often than every 20 s.
 */
export const CHANNEL_OPTIONS: ChannelOptions = {
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 300_000,
  'grpc.keepalive_permit_without_calls': 0,
  // Each worker has connections of its own: workers of one process must not share flow control.
  'grpc.use_local_subchannel_pool': 1,
};

/** How long a runner may take to answer the first call, ms. */
const CONNECT_MILLIS = 60_000;

/**
 * The connections of one worker to its runner.
 *
 * Owns: one gRPC client an address.
 *
 * Invariant N1: every call carries the worker's id, by which runners tell workers apart on one port.
 */
export class Endpoints {
  private readonly workerId: string;
  private readonly clients = new Map<string, Client>();

  constructor(workerId: string) {
    this.workerId = workerId;
  }

  /** Opens a stream in both directions. */
  duplex<Q, R>(address: string, method: Method<Q, R>): ClientDuplexStream<Q, R> {
    return this.client(address).makeBidiStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      this.metadata(),
    );
  }

  /** Calls a method with one answer. @throws BeamError `E_SERVICE` */
  call<Q, R>(address: string, method: Method<Q, R>, request: Q): Promise<R> {
    return new Promise((resolve, reject) => {
      this.client(address).makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        this.metadata(),
        { deadline: Date.now() + CONNECT_MILLIS },
        (error, response) => {
          if (error !== null) reject(unreachable(address, error));
          else resolve(response as R);
        },
      );
    });
  }

  /** Calls a method that answers with a stream; the stream fails with the gRPC error. */
  stream<Q, R>(address: string, method: Method<Q, R>, request: Q): AsyncIterable<R> {
    return this.client(address).makeServerStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      this.metadata(),
    ) as AsyncIterable<R>;
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
    this.clients.clear();
  }

  private client(address: string): Client {
    let client = this.clients.get(address);
    if (client === undefined) {
      client = new Client(address, credentials.createInsecure(), CHANNEL_OPTIONS);
      this.clients.set(address, client);
    }
    return client;
  }

  private metadata(): Metadata {
    const metadata = new Metadata();
    metadata.set('worker_id', this.workerId);
    return metadata;
  }
}

/** The error of a call that its server did not answer well. */
export const unreachable = (address: string, error: Partial<ServiceError>): BeamError =>
  new BeamError('E_SERVICE', `The runner at ${address} does not answer: ${error.details || error.message}.`, {
    cause: error,
    help: 'check that the runner is up and that this machine may connect to it',
  });

import type { ClientDuplexStream } from '@grpc/grpc-js';
import {
  BeamFnWorkerStatus,
  type WorkerStatusRequest,
  type WorkerStatusResponse,
} from '@hornbeam/proto/services';
import type { Endpoints } from './endpoint.js';

/**
 * Tells a runner what its worker is at, as often as it asks.
 *
 * Owns: the stream. One that breaks is not opened again: nothing depends on it.
 */
export class StatusChannel {
  private readonly stream: ClientDuplexStream<WorkerStatusResponse, WorkerStatusRequest>;

  /** @param status what the worker is at, in words */
  constructor(endpoints: Endpoints, address: string, status: () => string) {
    this.stream = endpoints.duplex(address, BeamFnWorkerStatus.workerStatus);
    this.stream.on('data', ({ id }: WorkerStatusRequest) => {
      this.stream.write({ id, error: '', statusInfo: status() });
    });
    this.stream.on('error', () => undefined);
    this.stream.on('end', () => this.close());
  }

  close(): void {
    this.stream.end();
  }
}

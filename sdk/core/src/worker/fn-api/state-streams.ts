import type { ClientDuplexStream } from '@grpc/grpc-js';
import { BeamFnState, type StateRequest, type StateResponse } from '@hornbeam/proto/services';
import { BeamError } from '../../model/errors.js';
import { type Endpoints, unreachable } from './endpoint.js';
import { StateChannel } from './state/state-channel.js';

/** A state stream and who speaks on it. */
interface Open {
  readonly stream: ClientDuplexStream<StateRequest, StateResponse>;
  readonly channel: StateChannel;
}

/** The state streams of one worker, one an address. */
export class StateStreams {
  private readonly endpoints: Endpoints;
  private readonly open = new Map<string, Open>();

  constructor(endpoints: Endpoints) {
    this.endpoints = endpoints;
  }

  channel(address: string): StateChannel {
    const known = this.open.get(address);
    if (known !== undefined) return known.channel;
    const stream = this.endpoints.duplex(address, BeamFnState.state);
    const channel = new StateChannel({ send: (request) => void stream.write(request) });
    stream.on('data', (response: StateResponse) => channel.received(response));
    stream.on('error', (error) => channel.failed(unreachable(address, error)));
    stream.on('end', () =>
      channel.failed(new BeamError('E_SERVICE', `The runner at ${address} closed the stream of state.`)),
    );
    this.open.set(address, { stream, channel });
    return channel;
  }

  /** What waits for state will not get it. */
  fail(reason: BeamError): void {
    for (const { channel } of this.open.values()) channel.failed(reason);
  }

  close(): void {
    for (const { stream } of this.open.values()) stream.end();
    this.open.clear();
  }
}

import type { MessageType } from './message-type.js';

/**
 * One method of a gRPC service. A table of them has the shape of the `ServiceDefinition` of `@grpc/grpc-js`,
 * for `makeClientConstructor` and `Server.addService`, without this package knowing gRPC.
 */
export interface Method<Q, R> {
  /** `/package.Service/Method` */
  readonly path: string;
  readonly requestType: MessageType<Q>;
  readonly requestStream: boolean;
  readonly requestSerialize: (message: Q) => Buffer;
  readonly requestDeserialize: (bytes: Buffer) => Q;
  readonly responseType: MessageType<R>;
  readonly responseStream: boolean;
  readonly responseSerialize: (message: R) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => R;
}

/** Completes a method by the functions that follow from its types. */
export function method<Q, R>(
  table: Pick<Method<Q, R>, 'path' | 'requestType' | 'requestStream' | 'responseType' | 'responseStream'>,
): Method<Q, R> {
  return {
    ...table,
    requestSerialize: serializer(table.requestType),
    requestDeserialize: (bytes) => table.requestType.decode(bytes),
    responseSerialize: serializer(table.responseType),
    responseDeserialize: (bytes) => table.responseType.decode(bytes),
  };
}

function serializer<T>(type: MessageType<T>): (message: T) => Buffer {
  return (message) => {
    const bytes = type.encode(message as Parameters<typeof type.encode>[0]).finish();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
}

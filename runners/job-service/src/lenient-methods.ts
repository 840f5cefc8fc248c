import { type ServiceDefinition, status } from '@grpc/grpc-js';
import type { Method } from '@hornbeam/proto/services';
import { GrpcRefusal } from './grpc-refusal.js';

/** A request as it came: what it says, or why nobody can read it. */
export type Received<Q> = { readonly message: Q } | { readonly unreadable: unknown };

/** The methods of a service, by their name in it. */
export type Methods = Readonly<Record<string, Method<never, never>>>;

/**
 * Methods whose requests are decoded without an error: gRPC would answer bytes that do not decode as if the server were
 * broken, and a message that is nested too deep by ending the process.
 */
export const lenient = (methods: Readonly<Record<string, unknown>>): ServiceDefinition =>
  Object.fromEntries(
    Object.entries(methods).map(([name, method]) => {
      const { requestDeserialize, ...rest } = method as Method<unknown, unknown>;
      const read = (bytes: Buffer): Received<unknown> => {
        try {
          return { message: requestDeserialize(bytes) };
        } catch (unreadable) {
          return { unreadable };
        }
      };
      return [name, { ...rest, requestDeserialize: read }];
    }),
  ) as unknown as ServiceDefinition;

/** What a request says. @throws GrpcRefusal `INVALID_ARGUMENT` */
export function messageOf<Q>(received: Received<Q>): Q {
  if ('message' in received) return received.message;
  const { unreadable } = received;
  const why = unreadable instanceof Error ? unreadable.message : String(unreadable);
  throw new GrpcRefusal(status.INVALID_ARGUMENT, `The request does not decode: ${why}.`);
}

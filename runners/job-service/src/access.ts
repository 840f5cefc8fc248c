import { createHash, timingSafeEqual } from 'node:crypto';
import { ServerCredentials, ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js';

/** Certificates of a server, PEM. */
export interface TlsSettings {
  readonly cert: Uint8Array;
  readonly key: Uint8Array;
  /** With it only clients are let in whose certificate it signed. */
  readonly clientCa?: Uint8Array;
}

/** How a server proves who it is, where it does. @throws Error when the certificate and the key do not go together */
export function serverCredentials(tls: TlsSettings | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const { cert, key, clientCa } = tls;
  return ServerCredentials.createSsl(
    clientCa === undefined ? null : Buffer.from(clientCa),
    [{ cert_chain: Buffer.from(cert), private_key: Buffer.from(key) }],
    clientCa !== undefined,
  );
}

/** Lets only calls through that carry `authorization: Bearer <token>`; others end before a message of theirs is read. */
export function bearerOnly(token: string): ServerInterceptor {
  const wanted = digest(`Bearer ${token}`);
  return (_method, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, pass) => {
            const [given] = metadata.get('authorization');
            // Of equal length as hashes, so that the comparison takes equally long for every token.
            if (typeof given === 'string' && timingSafeEqual(digest(given), wanted)) pass(metadata);
            else call.sendStatus({ code: status.UNAUTHENTICATED, details: REFUSED });
          },
        }),
    });
}

const REFUSED =
  'This service wants a token: send the metadata "authorization: Bearer <token>" with each call.';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether only processes of this machine reach a host that a server listens on. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);

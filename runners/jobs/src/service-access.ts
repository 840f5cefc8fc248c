import { type ChannelCredentials, credentials, Metadata } from '@grpc/grpc-js';

/** How a client shows a service who it is. */
export interface ServiceAccess {
  /** Sent with each call as `authorization: Bearer <token>`. */
  readonly token?: string;
  /** With it calls are encrypted, else they are not. */
  readonly tls?: ClientTls;
}

/** What a client needs for encrypted calls, PEM. */
export interface ClientTls {
  /** What signed the service's certificate; what Node trusts by default. */
  readonly ca?: Uint8Array;
  /** The client's own certificate and key, for services that ask for one. */
  readonly cert?: Uint8Array;
  readonly key?: Uint8Array;
}

/** The credentials of a channel. */
export function channelCredentials({ tls }: ServiceAccess): ChannelCredentials {
  if (tls === undefined) return credentials.createInsecure();
  const { ca, cert, key } = tls;
  return credentials.createSsl(bufferOf(ca), bufferOf(key), bufferOf(cert));
}

/** What goes with each call. */
export function callMetadata({ token }: ServiceAccess): Metadata {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
  return metadata;
}

const bufferOf = (bytes: Uint8Array | undefined): Buffer | null =>
  bytes === undefined ? null : Buffer.from(bytes);

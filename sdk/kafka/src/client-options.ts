import type { ConnectionOptions as TlsOptions } from 'node:tls';

/** Name and password, or a token, for SASL. */
export type SaslOptions =
  | {
      readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
      readonly username: string;
      readonly password: string;
    }
  | {
      readonly mechanism: 'OAUTHBEARER';
      /** A token, or what fetches one. */
      readonly token: string | (() => string | Promise<string>);
    };

/** How Kafka is reached. */
export interface KafkaConnectionOptions {
  /** `host:port` of some brokers; the others are found. One text may name several, with commas. */
  readonly brokers: string | readonly string[];
  /** What the brokers' logs call us (default `hornbeam`). */
  readonly clientId?: string | undefined;
  /** TLS: true with the authorities of this machine, or Node's options (`ca`, `cert`, `key`, ...). */
  readonly tls?: boolean | TlsOptions | undefined;
  readonly sasl?: SaslOptions | undefined;
  /** How long one call tries again before it fails with `E_UNAVAILABLE`, ms (default 30,000). */
  readonly patience?: number | undefined;
}

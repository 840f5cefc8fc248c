import { BeamError } from '@hornbeam/sdk/model';
import type { ClientConfig } from 'pg';

/** How Postgres is reached. */
export interface PostgresConnectionOptions {
  /**
   * A URL, `postgres://user:password@host:5432/database?sslmode=require`, or the settings of the client `pg`: host, port,
   * database, user, password, ssl. What is left out comes from the environment (`PGHOST`, `PGUSER`, …).
   */
  readonly connection: string | ClientConfig;
  /** How long a connection may take, ms (default 10,000). */
  readonly connectTimeout?: number | undefined;
  /** How long an answer may take before the connection is given up, ms (default 60,000). */
  readonly answerTimeout?: number | undefined;
}

/** What the client is given. @throws BeamError `E_BAD_ARGUMENT` for an address that is none */
export function clientConfig(
  { connection, connectTimeout = 10_000, answerTimeout = 60_000 }: PostgresConnectionOptions,
  applicationName: string,
): ClientConfig {
  checkAddress(connection);
  return {
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    connectionTimeoutMillis: connectTimeout,
    query_timeout: answerTimeout,
    keepAlive: true,
    application_name: applicationName,
  };
}

/** Where it is, for messages: without user and password. */
export function addressOf(connection: string | ClientConfig): string {
  if (typeof connection === 'string') {
    const { hostname, port, pathname } = checkAddress(connection);
    return `${hostname || 'localhost'}:${port || 5432}${pathname}`;
  }
  const { host = 'localhost', port = 5432, database = '' } = connection;
  return `${host}:${port}/${database}`;
}

function checkAddress(connection: string | ClientConfig): URL {
  if (typeof connection !== 'string') return new URL('postgres://localhost');
  try {
    const url = new URL(connection);
    if (url.protocol === 'postgres:' || url.protocol === 'postgresql:') return url;
  } catch {
    // Said below.
  }
  throw new BeamError('E_BAD_ARGUMENT', 'The address of Postgres is no URL of a database.', {
    help: "write connection: 'postgres://user:password@localhost:5432/database'",
  });
}

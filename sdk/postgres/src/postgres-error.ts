import { BeamError, type ErrorCode, preview } from '@hornbeam/sdk/model';

/** The parts of an error of the client or the server that are looked at. */
interface Refusal {
  readonly message: string;
  /** SQLSTATE of the server, five characters, or what Node calls a failure of the network. */
  readonly code?: string;
  readonly detail?: string;
  readonly constraint?: string;
}

/**
 * What the server says when it is not there for now: it starts, ends, has too many clients or a disk that fails, ended us
 * for taking too long, or another waits for us.
 */
const AWAY = /^(08...|57P0[1235]|57014|53...|40001|40P01|55P03|25006|25P03|58030)$/;
/** What Node says of a network, and the client of a connection that has ended. */
const CUT =
  /^(ECONN|ETIMEDOUT|EPIPE|EHOST|ENET|ENOTFOUND|EAI_)|Connection terminated|timeout|not queryable|Client was closed/;
const DENIED = /^(28...|42501)$/;
const NO_PASSWORD = /password must be/;

/** What to do about refusals that users meet. */
const REMEDIES: Readonly<Record<string, string>> = {
  '3D000': 'make the database first, or mend its name in the address',
  '42P01':
    "make the table first, mend its name, or let the sink make it (create: 'id bigint primary key, …')",
  '42703': 'name the columns of the table in columns: […]',
  '42P10': 'onConflict needs a unique index, or the primary key, over exactly its columns',
  '23505': "use onConflict: { columns: ['id'], action: 'update' } where rows come again",
  '23502': 'give the column a value in every row, or a default in a table that is written without it',
  '22P05': 'Postgres keeps no character 0 in text: take it out',
};

/**
 * A failure as the runner must know it: `E_UNAVAILABLE` when trying again may help, `E_AUTH`, else `E_SINK`.
 * @param row the row that was refused, where it is known
 */
export function postgresError(thrown: unknown, address: string, doing: string, row?: unknown): BeamError {
  if (thrown instanceof BeamError) return thrown;
  const { message = String(thrown), code = '', detail, constraint } = thrown as Partial<Refusal>;
  const [kind, said]: [ErrorCode, string] =
    DENIED.test(code) || NO_PASSWORD.test(message)
      ? ['E_AUTH', 'does not let us in']
      : AWAY.test(code) || CUT.test(code) || (code === '' && CUT.test(message))
        ? ['E_UNAVAILABLE', 'is away']
        : ['E_SINK', 'refuses it'];
  const more = [detail, constraint && `constraint ${constraint}`].filter(Boolean).join('; ');
  const remedy = {
    E_AUTH: 'check user, password and grants, and what pg_hba.conf lets in',
    E_UNAVAILABLE: 'check that the server is up and the address is right',
    E_SINK:
      REMEDIES[code] ??
      "let the table take such rows and go on with --resume, or leave them out with onRefused: 'skip'",
  }[kind as 'E_AUTH' | 'E_UNAVAILABLE' | 'E_SINK'];
  return new BeamError(kind, `${doing}: Postgres at ${address} ${said}: ${message}${more && ` (${more})`}`, {
    path: address,
    help: remedy,
    cause: thrown,
    ...(row !== undefined && { element: preview(row) }),
  });
}

/** Whether one statement was to replace a row twice. */
export const isDouble = (thrown: unknown): boolean => (thrown as Partial<Refusal>).code === '21000';

/** Whether the server refused what a row holds, so that leaving the row out would mend it. */
export const isAboutRow = (thrown: unknown): boolean =>
  /^(22|23|P0001)/.test(String((thrown as Partial<Refusal>).code));

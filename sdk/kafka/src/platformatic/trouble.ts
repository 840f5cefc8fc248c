import { BeamError } from '@hornbeam/sdk/model';
import {
  AuthenticationError,
  NetworkError,
  ProtocolError,
  TimeoutError,
  UnsupportedCompressionError,
} from '@platformatic/kafka';

/** What a failed request says. */
export interface Trouble {
  /** Kafka's name of the error; undefined where no broker has answered. */
  readonly id: string | undefined;
  readonly message: string;
  readonly kind: 'network' | 'auth' | 'answer' | 'other';
  readonly cause: unknown;
}

const PERMISSION = /AUTHORIZATION_FAILED|^SASL_|_SASL_/;
const LEADER_MOVED = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
  'REPLICA_NOT_AVAILABLE',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'UNKNOWN_TOPIC_ID',
  'INCONSISTENT_TOPIC_ID',
  'KAFKA_STORAGE_ERROR',
]);
const COORDINATOR_MOVED = new Set([
  'NOT_COORDINATOR',
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'NOT_CONTROLLER',
]);
const PASSES = new Set([
  'CONCURRENT_TRANSACTIONS',
  'REQUEST_TIMED_OUT',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'BROKER_NOT_AVAILABLE',
  'NETWORK_EXCEPTION',
  'OFFSET_NOT_AVAILABLE',
  'UNSTABLE_OFFSET_COMMIT',
  // One of several partitions had it already; the others are still to be sent.
  'DUPLICATE_SEQUENCE_NUMBER',
  'THROTTLING_QUOTA_EXCEEDED',
]);
const FENCED = new Set(['PRODUCER_FENCED', 'INVALID_PRODUCER_EPOCH', 'TRANSACTION_COORDINATOR_FENCED']);
/** The transaction or the producer is over; a new one can do it again. */
const OVER = new Set([
  'INVALID_TXN_STATE',
  'INVALID_PRODUCER_ID_MAPPING',
  'UNKNOWN_PRODUCER_ID',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'TRANSACTION_ABORTABLE',
  'OPERATION_NOT_ATTEMPTED',
]);
const REFUSED_RECORD = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'CORRUPT_MESSAGE',
  'POLICY_VIOLATION',
]);

/** Reads what the library threw: its errors hold others. */
export function troubleOf(thrown: unknown): Trouble {
  const all = [...nested(thrown)];
  // The library names both of these alike: the class counts.
  const auth = all.find((each) => each instanceof AuthenticationError);
  if (auth !== undefined) return { id: undefined, message: messageOf(auth), kind: 'auth', cause: thrown };
  const answer = all.find((each): each is ProtocolError => each instanceof ProtocolError);
  if (answer !== undefined) {
    const { apiId, serverErrorMessage } = answer as ProtocolError & {
      apiId: string;
      serverErrorMessage?: string;
    };
    const kind = PERMISSION.test(apiId) ? 'auth' : 'answer';
    return { id: apiId, message: serverErrorMessage || messageOf(answer), kind, cause: thrown };
  }
  const certificate = all.find(
    (each) => each instanceof Error && /CERT|TLS|SSL/.test(`${(each as { code?: unknown }).code ?? ''}`),
  );
  if (certificate !== undefined) {
    return { id: undefined, message: messageOf(certificate), kind: 'auth', cause: thrown };
  }
  const network = all.some((each) => each instanceof NetworkError || each instanceof TimeoutError);
  const deepest = all.at(-1);
  return { id: undefined, message: messageOf(deepest), kind: network ? 'network' : 'other', cause: thrown };
}

/** What the library says of records packed in a way that it, or this Node, does not know. */
export function unknownPacking(thrown: unknown): string | undefined {
  const found = [...nested(thrown)].find((each) => each instanceof UnsupportedCompressionError);
  return found === undefined ? undefined : messageOf(found);
}

function* nested(thrown: unknown): Iterable<unknown> {
  if (thrown === undefined || thrown === null) return;
  yield thrown;
  for (const each of (thrown as { errors?: Iterable<unknown> }).errors ?? []) yield* nested(each);
  yield* nested((thrown as { cause?: unknown }).cause);
}

const messageOf = (thrown: unknown): string =>
  thrown instanceof Error && thrown.message !== '' ? thrown.message : String(thrown);

/** The leader of a partition is another now, or metadata are old. */
export const isLeaderMoved = ({ id, kind }: Trouble): boolean =>
  kind === 'network' || (id !== undefined && LEADER_MOVED.has(id));

/** The coordinator is another now, or not ready. */
export const isCoordinatorMoved = ({ id, kind }: Trouble): boolean =>
  kind === 'network' || (id !== undefined && COORDINATOR_MOVED.has(id));

/** The same request may succeed later. */
export const mayPass = (trouble: Trouble): boolean =>
  isLeaderMoved(trouble) || isCoordinatorMoved(trouble) || PASSES.has(trouble.id ?? '');

/**
 * The error for whoever called.
 * @param what could not be done, in words: `write to topic a`
 * @param address the brokers
 */
export function errorOf(trouble: Trouble, what: string, address: string): BeamError {
  const { id, kind, message, cause } = trouble;
  const said = id === undefined ? message : `${id}: ${message}`;
  const text = `Kafka at ${address} could not ${what} (${said.replace(/\.$/, '')}).`;
  const place = { path: address, cause };
  if (kind === 'auth') {
    return new BeamError('E_AUTH', text, {
      ...place,
      help: 'check the options sasl and tls, the port of the brokers, and what this user may do there',
    });
  }
  if (id === 'UNKNOWN_TOPIC_OR_PARTITION' || id === 'UNKNOWN_TOPIC_ID' || id === 'INVALID_TOPIC_EXCEPTION') {
    return new BeamError('E_TOPIC', text, {
      ...place,
      help: 'make the topic first, or mend its name; topics are not made by themselves',
    });
  }
  if (id === 'OFFSET_OUT_OF_RANGE' || id === 'TOPIC_ALREADY_EXISTS') {
    return new BeamError('E_TOPIC', text, { ...place, help: 'look at the topic with the tools of Kafka' });
  }
  if (FENCED.has(id ?? '')) {
    return new BeamError('E_FENCED', text, {
      ...place,
      help: 'only one run of a job may write; end the other one',
    });
  }
  if (mayPass(trouble) || OVER.has(id ?? '')) {
    return new BeamError('E_UNAVAILABLE', text, {
      ...place,
      help: 'check that the brokers are up and the address is right',
    });
  }
  if (REFUSED_RECORD.has(id ?? '')) {
    return new BeamError('E_SINK', text, {
      ...place,
      help: 'make the record smaller, or raise max.message.bytes of the topic',
    });
  }
  if (id === 'UNSUPPORTED_VERSION') {
    return new BeamError('E_SERVICE', text, { ...place, help: 'use brokers of Kafka 3.1 or newer' });
  }
  return new BeamError('E_SERVICE', text, { ...place, help: "look into the brokers' logs" });
}

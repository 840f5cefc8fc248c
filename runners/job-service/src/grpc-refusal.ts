import { status } from '@grpc/grpc-js';
import { BeamError, type ErrorCode } from '@hornbeam/sdk/model';
import { explained } from './explained.js';

/** The failure of a call as gRPC has it. */
export interface Refusal {
  readonly code: status;
  readonly details: string;
}

/** Error texts travel in a header, escaped; gRPC's C core (Python) takes no more than 8 KB of headers, characters. */
const DETAILS_CHARACTERS = 2000;

/** A failure of our own making. */
export class GrpcRefusal extends Error implements Refusal {
  readonly code: status;
  readonly details: string;

  constructor(code: status, details: string) {
    super(details);
    this.name = 'GrpcRefusal';
    this.code = code;
    this.details = details;
  }
}

/** What whoever sent a plan or option can mend; all else is the server's. */
const mendable: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'E_BAD_PLAN',
  'E_UNSUPPORTED',
  'E_BAD_OPTION',
  'E_BAD_ARGUMENT',
  'E_BAD_DURATION',
  'E_DECODE',
  'E_NO_CODER',
  'E_NOT_DETERMINISTIC',
  'E_NOT_KEYED',
]);

/** How a call that failed is answered. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof GrpcRefusal) return thrown;
  const error = BeamError.from(thrown, 'E_INTERNAL');
  const code = mendable.has(error.code) ? status.INVALID_ARGUMENT : status.INTERNAL;
  return { code, details: explained(error).slice(0, DETAILS_CHARACTERS) };
}

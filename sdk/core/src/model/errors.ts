import { preview } from './preview.js';

/**
 * The catalogue of errors. A code never changes its meaning; docs/errors.md explains each one (a test keeps
 * both equal). `exit` is what `beam-run` ends with: 1 pipeline failed, 2 usage, 3 graph or coder, 4 an endpoint, 5 state does not match the graph.
 */
export const errorCodes = {
  E_USER: { exit: 1, title: 'A callback of the pipeline threw' },
  E_IO: { exit: 1, title: 'A file could not be read or written' },
  E_NO_INPUT: { exit: 1, title: 'No file matches the input pattern' },
  E_BAD_RECORD: { exit: 1, title: 'A record of the input is broken' },
  E_NO_CODER: { exit: 3, title: 'No coder takes this value' },
  E_DECODE: { exit: 3, title: 'Bytes do not decode' },
  E_ENCODE: { exit: 3, title: 'A value does not fit its coder' },
  E_NOT_DETERMINISTIC: { exit: 3, title: 'A key whose bytes are not canonical' },
  E_SIDE_INPUT: { exit: 1, title: 'A side input does not have the shape its view asks for' },
  E_TIMESTAMP: { exit: 1, title: 'An output is earlier than its element allows' },
  E_TIMER: { exit: 1, title: 'A timer was set to a moment that it may not have' },
  E_UNDECLARED: {
    exit: 1,
    title: 'A callback asked its context for something that its step does not declare',
  },
  E_SPLITTABLE: { exit: 1, title: 'A splittable step and what it has claimed do not agree' },
  E_EXPECTATION: { exit: 1, title: 'A test expected other elements' },
  E_STUCK: { exit: 1, title: 'The run was to end and came no further' },
  E_ENVIRONMENT: { exit: 1, title: 'This machine lacks a program that the command needs' },
  E_DOWNLOAD: { exit: 1, title: 'Files of a server could not be fetched, or are not the expected ones' },
  E_SERVICE: { exit: 4, title: 'A server that the run needs does not answer, or broke off' },
  E_WORKER: { exit: 4, title: 'A worker in another process failed, hangs or broke the contract' },
  E_UNAVAILABLE: { exit: 4, title: 'A server cannot be reached, or is too busy, for now' },
  E_FENCED: { exit: 4, title: 'Another run writes in the place of this one' },
  E_SINK: { exit: 1, title: 'The target of a sink does not take what is written' },
  E_TOPIC: { exit: 1, title: 'A topic is missing, or no longer has what is to be read' },
  E_AUTH: { exit: 4, title: 'A server does not accept the credentials, or not for this' },
  E_STATE_DIR: { exit: 5, title: 'A state directory cannot be used for this run' },
  E_STATE_DAMAGED: { exit: 5, title: 'Bytes of a state directory are damaged or missing' },
  E_DISK: { exit: 1, title: 'A disk is full, read-only or failing' },
  E_EXPANSION: { exit: 4, title: 'An expansion service refused a transform, or does not answer' },
  E_CANCELLED: { exit: 130, title: 'The run was cancelled' },
  E_USAGE: { exit: 2, title: 'The command line or an option is wrong' },
  E_BAD_OPTION: { exit: 2, title: 'A pipeline option does not pass its schema' },
  E_NO_PIPELINE: { exit: 2, title: 'The file is missing or exports no pipeline' },
  E_BUILD: { exit: 3, title: 'The pipeline file does not compile or its build function threw' },
  E_BAD_DURATION: { exit: 3, title: 'A text that is no duration' },
  E_NOT_KEYED: { exit: 3, title: 'A keyed transform on elements that are not { key, value }' },
  E_FOREIGN_PCOLLECTION: { exit: 3, title: 'A PCollection of another pipeline was used' },
  E_DUPLICATE_OUTPUT: { exit: 3, title: 'Two sinks write to the same path' },
  E_BAD_ARGUMENT: { exit: 3, title: 'A transform was given an argument it cannot use' },
  E_BAD_PLAN: { exit: 3, title: 'The plan breaks a rule of the Beam model' },
  E_UNSUPPORTED: { exit: 3, title: 'The runner cannot run this plan' },
  E_GRAPH_DIFFERS: { exit: 5, title: 'Two builds of one pipeline differ' },
  E_INTERNAL: { exit: 1, title: 'A broken invariant of hornbeam itself' },
} as const satisfies Record<string, { exit: number; title: string }>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof errorCodes;

/** Where an error happened, as far as it is known. */
export interface ErrorPlace {
  /** Full name of the step, composites separated by `/`. */
  step?: string;
  /** The user's call that made the step, `file:line:column`. */
  callSite?: string;
  /** The element in hand, already printed and cut to a readable length. */
  element?: string;
  /** File, byte or line of the input or output in question. */
  path?: string;
}

/** What a BeamError may know beside its message. */
export interface BeamErrorOptions extends ErrorPlace {
  /** What to do about it, in one sentence without a full stop. */
  help?: string;
  cause?: unknown;
}

/**
 * The only error class of hornbeam. `message` says what happened, the place says where, `help` what to do.
 */
export class BeamError extends Error {
  readonly code: ErrorCode;
  readonly help: string | undefined;
  readonly place: ErrorPlace;

  constructor(code: ErrorCode, message: string, options: BeamErrorOptions = {}) {
    const { help, cause, ...place } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BeamError';
    this.code = code;
    this.help = help;
    this.place = place;
  }

  /** The exit code that `beam-run` gives this error. */
  get exitCode(): number {
    return errorCodes[this.code].exit;
  }

  /** The same error with what is newly known about its place; facts already there stay. */
  at(place: ErrorPlace): BeamError {
    const known = Object.fromEntries(Object.entries(this.place).filter(([, value]) => value !== undefined));
    const moved = new BeamError(this.code, this.message, {
      help: this.help,
      cause: this.cause,
      ...place,
      ...known,
    });
    if (this.stack !== undefined) moved.stack = this.stack;
    return moved;
  }

  /** Any thrown thing as a BeamError: itself, with its own help, or wrapped under `code`. */
  static from(thrown: unknown, code: ErrorCode = 'E_INTERNAL', options: BeamErrorOptions = {}): BeamError {
    if (!(thrown instanceof BeamError)) {
      return new BeamError(code, messageOf(thrown), { ...options, cause: thrown });
    }
    const { help: _help, cause: _cause, ...place } = options;
    return thrown.at(place);
  }
}

/** What a thrown thing says, in words: a callback may throw anything, also nothing at all. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  if (typeof thrown === 'string' && thrown !== '') return thrown;
  return `what was thrown is no error but ${preview(thrown)}`;
}

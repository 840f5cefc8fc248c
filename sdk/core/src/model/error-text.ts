import { BeamError, type ErrorCode, type ErrorPlace, errorCodes } from './errors.js';

/** What stands before the part that a program reads. */
const MARK = 'hornbeam-error: ';

/**
 * An error as text that survives other programs: readable, and in its last line everything that
 * {@link errorFromText} needs. Only ASCII letters, digits and a few signs stand in that part, so that it comes through
 * whatever quotes or escapes it on its way (Java's stack traces, JSON).
 */
export function errorToText(error: BeamError): string {
  const { code, message, help, place } = error;
  const lines = [`${code}: ${message}`];
  if (place.step !== undefined) lines.push(`  step: ${place.step}`);
  if (place.callSite !== undefined) lines.push(`  at: ${place.callSite}`);
  if (place.element !== undefined) lines.push(`  element: ${place.element}`);
  if (place.path !== undefined) lines.push(`  path: ${place.path}`);
  if (help !== undefined) lines.push(`  -> ${help}`);
  const facts = { code, message, help, ...place, cause: causeOf(error) };
  lines.push(MARK + encodeURIComponent(JSON.stringify(facts)));
  return lines.join('\n');
}

/** The error that {@link errorToText} wrote somewhere in a text, the first if there are several; undefined when there is none. */
export function errorFromText(text: string): BeamError | undefined {
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
    const error = parse(text.slice(at + MARK.length));
    if (error !== undefined) return error;
  }
  return undefined;
}

/** What an error may say about itself on its way. */
interface ErrorFacts extends ErrorPlace {
  readonly code: ErrorCode;
  readonly message: string;
  readonly help?: string;
  readonly cause?: { readonly name: string; readonly message: string; readonly stack?: string };
}

function parse(text: string): BeamError | undefined {
  const end = text.search(/[^A-Za-z0-9%\-_.!~*'()]/);
  try {
    const facts = JSON.parse(decodeURIComponent(end < 0 ? text : text.slice(0, end))) as ErrorFacts;
    const { code, message, help, cause, ...place } = facts;
    if (!Object.hasOwn(errorCodes, code) || typeof message !== 'string') return undefined;
    return new BeamError(code, message, { help, cause: cause && revived(cause), ...place });
  } catch {
    return undefined; // cut off on its way
  }
}

function causeOf({ cause }: BeamError): ErrorFacts['cause'] {
  if (!(cause instanceof Error)) return undefined;
  return { name: cause.name, message: cause.message, stack: cause.stack };
}

function revived({ name, message, stack }: NonNullable<ErrorFacts['cause']>): Error {
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}

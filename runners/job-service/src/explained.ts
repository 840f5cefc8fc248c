import type { BeamError } from '@hornbeam/sdk/model';

/** Causes that are told of an error. */
const MAX_CAUSES = 5;

/** An error in words for people: what happened, where, what to do, and what it came of. */
export function explained(error: BeamError): string {
  const { code, message, help, place } = error;
  const lines = [`${code}: ${message}`];
  for (const [name, value] of Object.entries({
    step: place.step,
    at: place.callSite,
    element: place.element,
    path: place.path,
  })) {
    if (value !== undefined) lines.push(`  ${name}: ${value}`);
  }
  if (help !== undefined) lines.push(`  -> ${help}`);
  let cause = error.cause;
  for (let depth = 0; cause instanceof Error && depth < MAX_CAUSES; depth += 1) {
    // An error that was only wrapped says the same as its wrapper.
    if (!message.includes(cause.message)) lines.push(`  cause: ${cause.name}: ${cause.message}`);
    cause = cause.cause;
  }
  return lines.join('\n');
}

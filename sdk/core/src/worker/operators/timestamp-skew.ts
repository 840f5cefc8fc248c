import { BeamError } from '../../model/errors.js';
import type { Metadata } from '../../model/metadata.js';
import { formatInstant, type Instant, isElementTime } from '../../model/timestamp.js';

/**
 * Refuses a moment that no element may be at. Checked where it is said: else it would be found out much later, and only
 * by elements that are written to disk.
 * @throws BeamError `E_BAD_ARGUMENT`
 */
export function requireMoment(at: unknown): asserts at is Instant {
  if (isElementTime(at)) return;
  throw new BeamError('E_BAD_ARGUMENT', `An element cannot be at ${String(at)}, which is no moment.`, {
    help: 'pass whole milliseconds since 1970 (Math.floor cuts fractions off), a Date, or a Temporal instant',
  });
}

/**
 * Refuses an output that is further before its element than its step allows: event time may have passed that moment.
 * @param skew how far an output may be moved back, ms
 * @throws BeamError `E_TIMESTAMP`
 */
export function requireSkew(output: Instant, element: Instant, skew: number): void {
  // Between two border moments there is no difference to take.
  if (output >= element || output >= element - skew) return;
  const allowed = skew === 0 ? '' : `, further back than the ${skew} ms that its step allows`;
  throw new BeamError(
    'E_TIMESTAMP',
    `An output at ${formatInstant(output)} is earlier than its element at ${formatInstant(element)}${allowed}.`,
    {
      help: "give timestamps where elements are read; to move them back, say how far: allowedSkew: '1d'",
    },
  );
}

/** The metadata of an output at a moment of its own. @throws BeamError `E_TIMESTAMP` `E_BAD_ARGUMENT` */
export function movedTo(at: Instant, element: Metadata, skew: number): Metadata {
  requireMoment(at);
  requireSkew(at, element.timestamp, skew);
  return { timestamp: at, windows: element.windows, pane: element.pane };
}

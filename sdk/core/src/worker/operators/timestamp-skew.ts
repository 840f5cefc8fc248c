import { BeamError } from '../../model/errors.js';
import type { Metadata } from '../../model/metadata.js';
import { formatInstant, type Instant } from '../../model/timestamp.js';

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
  if (typeof at !== 'number' || Number.isNaN(at)) {
    throw new BeamError('E_BAD_ARGUMENT', `An output was emitted at ${String(at)}, which is no moment.`, {
      help: 'pass milliseconds since 1970, a Date, or a Temporal instant',
    });
  }
  requireSkew(at, element.timestamp, skew);
  return { timestamp: at, windows: element.windows, pane: element.pane };
}

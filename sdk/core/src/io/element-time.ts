import { BeamError } from '../model/errors.js';
import { type Instant, type InstantLike, toInstant } from '../model/timestamp.js';

/**
 * The function of a source's user that says when an element happened, checked.
 * @param source the name of the source, for messages
 * @throws BeamError (what comes back) `E_BAD_ARGUMENT` when it says what is no moment
 */
export function timeOf<A extends readonly unknown[]>(
  timestamp: (...args: A) => InstantLike,
  source: string,
): (...args: A) => Instant {
  return (...args) => {
    const said: unknown = timestamp(...args);
    const moment: unknown = typeof said === 'number' ? said : toInstant((said ?? Number.NaN) as InstantLike);
    if (typeof moment === 'number' && !Number.isNaN(moment)) return moment;
    throw new BeamError(
      'E_BAD_ARGUMENT',
      `The timestamp of an element of ${source} is no moment: ${String(said)}.`,
      {
        help: 'return milliseconds since 1970, a Date, or a Temporal instant from timestamp',
      },
    );
  };
}

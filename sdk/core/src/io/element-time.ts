import { BeamError } from '../model/errors.js';
import { preview } from '../model/preview.js';
import { type Instant, type InstantLike, toInstant } from '../model/timestamp.js';

/**
 * The function of a source's user that says when an element happened, checked. Its first argument is the element, which
 * errors show.
 * @param source the name of the source, for messages
 * @throws BeamError (what comes back) `E_BAD_ARGUMENT` when it says what is no moment, `E_USER` for what it throws
 */
export function timeOf<A extends readonly [element: unknown, ...rest: unknown[]]>(
  timestamp: (...args: A) => InstantLike,
  source: string,
): (...args: A) => Instant {
  return (...args) => {
    let said: unknown;
    try {
      said = timestamp(...args);
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_USER', {
        element: preview(args[0]),
        help: `mend the function "timestamp" of ${source}, or leave such elements out before it`,
      });
    }
    const moment: unknown = typeof said === 'number' ? said : toInstant((said ?? Number.NaN) as InstantLike);
    if (typeof moment === 'number' && !Number.isNaN(moment)) return moment;
    throw new BeamError(
      'E_BAD_ARGUMENT',
      `The timestamp of an element of ${source} is no moment: ${preview(said)}.`,
      {
        element: preview(args[0]),
        help: 'return milliseconds since 1970, a Date, or a Temporal instant from timestamp',
      },
    );
  };
}

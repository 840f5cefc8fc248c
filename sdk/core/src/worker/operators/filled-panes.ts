import type { Receiver } from '../receiver.js';
import type { Operator, OperatorSite } from './operator.js';

/**
 * Passes groups on, but for empty ones that are the first pane of their window: a window begins with an element, so
 * that such a pane can only come of a window that the runner has forgotten already.
 */
export function filledPanesOperator(site: OperatorSite, main: Receiver): Operator {
  const { stats, bundle } = site;
  const isSpurious = (values: unknown): boolean =>
    bundle.cursor.metadata.pane.isFirst && isEmpty(values as Iterable<unknown>);
  return {
    site,
    input: {
      push(element) {
        stats.elementsIn++;
        if (isSpurious((element as { value: unknown }).value)) return;
        stats.elementsOut++;
        main.push(element);
      },
      pushPair(key, value) {
        stats.elementsIn++;
        if (isSpurious(value)) return;
        stats.elementsOut++;
        main.pushPair(key, value);
      },
    },
  };
}

function isEmpty(values: Iterable<unknown>): boolean {
  if (Array.isArray(values)) return values.length === 0;
  for (const _ of values) return false;
  return true;
}

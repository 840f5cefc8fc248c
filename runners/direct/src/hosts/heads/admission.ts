import { expiryOf, type Instant, type Metadata, type Window } from '@hornbeam/sdk/model';
import type { Cursor, Receiver } from '@hornbeam/sdk/worker';

/** What decides whether an element still goes into a stage. */
export interface Admission {
  /** How long after its end a window still takes elements, ms. */
  readonly allowedLateness: number;
  /** An element came too late for one of its windows. */
  readonly onLate: (element: () => unknown, metadata: Metadata) => void;
  /** A window of an element that is let in. */
  readonly onWindow?: (window: Window) => void;
}

/**
 * Lets in the elements whose windows have not expired by the watermark: what a step kept for them, or could read for
 * them as a side input, is gone.
 */
export function admitting(
  stage: Receiver,
  cursor: Cursor,
  watermark: Instant,
  { allowedLateness, onLate, onWindow }: Admission,
): Receiver {
  let lastWindows: readonly Window[] | undefined;
  let taken: readonly Window[] = [];
  const admit = (push: () => void, element: () => unknown): void => {
    const { metadata } = cursor;
    if (metadata.windows !== lastWindows) {
      lastWindows = metadata.windows;
      taken = metadata.windows.filter((window) => expiryOf(window, allowedLateness) >= watermark);
      if (onWindow !== undefined) for (const window of taken) onWindow(window);
    }
    for (let late = metadata.windows.length - taken.length; late > 0; late--) onLate(element, metadata);
    if (taken.length === 0) return;
    if (taken.length < metadata.windows.length) cursor.metadata = { ...metadata, windows: taken };
    push();
    cursor.metadata = metadata;
  };
  return {
    push: (value) =>
      admit(
        () => stage.push(value),
        () => value,
      ),
    pushPair: (key, value) =>
      admit(
        () => stage.pushPair(key, value),
        () => ({ key, value }),
      ),
  };
}

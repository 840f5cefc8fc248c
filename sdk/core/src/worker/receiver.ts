import type { Metadata } from '../model/metadata.js';

/**
 * The input side of an operator. Elements are pushed one by one as live values; what they carry beside the
 * value (timestamp, windows, pane) stands in the bundle's {@link Cursor}, so that passing an element on is one
 * function call without an allocation.
 */
export interface Receiver {
  readonly push: (value: any) => void;
  /** The same for a pair `{ key, value }`: operators that only take it apart never see the object made. */
  readonly pushPair: (key: any, value: any) => void;
}

/** Makes a receiver of a push function: pairs become objects. */
export function receiver(push: (value: any) => void): Receiver {
  return { push, pushPair: (key, value) => push({ key, value }) };
}

/** Sends every element to several receivers; one receiver is used as it is. */
export function tee(receivers: readonly Receiver[]): Receiver {
  if (receivers.length === 1) return receivers[0]!;
  const list = [...receivers];
  return {
    push(value) {
      for (const next of list) next.push(value);
    },
    pushPair(key, value) {
      for (const next of list) next.push({ key, value });
    },
  };
}

/**
 * The metadata of the element in hand, one for each bundle processor.
 *
 * Invariants:
 *  C1  whoever starts or resumes pushing (a feed, an async completion) sets `metadata` first.
 *  C2  an operator that changes `metadata` for its outputs restores it before it returns.
 */
export interface Cursor {
  metadata: Metadata;
}

import { sameBytes } from '@hornbeam/sdk/model';
import { keyName } from './key-name.js';
import type { StateView } from './state-view.js';

/** A key that one of two views has otherwise than the other. */
export interface KeyChange {
  readonly space: string;
  readonly kind: 'added' | 'changed' | 'removed';
  readonly key: Uint8Array;
  /** Bytes of the value before and after; undefined where there is none. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/**
 * What is different between two views, space by space. Values are read where they are equally long; none is kept.
 * @throws BeamError `E_STATE_DAMAGED` `E_DISK`
 */
export function* compareViews(from: StateView, to: StateView): Iterable<KeyChange> {
  for (const space of new Set([...from.spaces(), ...to.spaces()])) {
    const sizes = new Map<string, number>();
    for (const { key, bytes } of from.keys(space)) sizes.set(keyName(key), bytes);
    for (const { key, bytes: after } of to.keys(space)) {
      const name = keyName(key);
      const before = sizes.get(name);
      sizes.delete(name);
      if (before === undefined) yield { space, kind: 'added', key, before, after };
      else if (before !== after || !sameBytes(from.get(space, key), to.get(space, key)!)) {
        yield { space, kind: 'changed', key, before, after };
      }
    }
    if (sizes.size === 0) continue;
    for (const { key, bytes: before } of from.keys(space)) {
      if (sizes.has(keyName(key))) yield { space, kind: 'removed', key, before, after: undefined };
    }
  }
}

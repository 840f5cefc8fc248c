import { isView, type ParDoOperation } from '../../construction/index.js';
import type { Window } from '../../model/window.js';
import type { OperatorSite } from './operator.js';

/**
 * Fetches the side inputs of a step in a window, where they are far away: a promise until they have come. Undefined for
 * steps that have none, and on hosts that have them at hand.
 */
export function sideInputLoader(
  { bundle, transformId }: OperatorSite,
  { uses }: ParDoOperation,
): ((window: Window) => Promise<unknown> | undefined) | undefined {
  const load = bundle.services.loadSideInput;
  const names = Object.keys(uses).filter((name) => isView(uses[name]));
  if (load === undefined || names.length === 0) return undefined;
  return (window) => {
    let waits: Promise<void>[] | undefined;
    for (const name of names) {
      const wait = load(transformId, name, window);
      if (wait === undefined) continue;
      waits ??= [];
      waits.push(wait);
    }
    return waits && Promise.all(waits);
  };
}

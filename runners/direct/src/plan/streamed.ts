import { type Components, IsBounded, type PTransform } from '@hornbeam/proto';

/**
 * Whether a grouping of this collection goes pane by pane, by watermarks and triggers. Others wait for all of
 * their bounded input, which may be larger than memory then.
 * @param streaming groups everything pane by pane
 */
export function isStreamed(collectionId: string, components: Components, streaming: boolean): boolean {
  const collection = components.pcollections[collectionId];
  if (collection === undefined) return false;
  if (streaming || collection.isBounded === IsBounded.UNBOUNDED) return true;
  const strategy = components.windowingStrategies[collection.windowingStrategyId];
  if (strategy === undefined) return false;
  const { trigger } = strategy;
  const isDefault = trigger === undefined || trigger.default !== undefined || isPlainEnd(trigger);
  return !isDefault;
}

/** Fires once at the end of the window: there are no late elements in bounded input. */
const isPlainEnd = ({
  afterEndOfWindow,
}: NonNullable<Components['windowingStrategies'][string]['trigger']>): boolean =>
  afterEndOfWindow !== undefined && afterEndOfWindow.earlyFirings === undefined;

/** The first main input of a transform. */
export const inputOf = (transform: PTransform): string => Object.values(transform.inputs)[0] ?? '';

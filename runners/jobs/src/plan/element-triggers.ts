import type { Pipeline, Trigger } from '@hornbeam/proto';

/**
 * Whether groupings of a plan fire as elements come, by their number or at each: then the panes are a result of their own,
 * which runners that group bounded input in one go do not make. Triggers that go by the clock alone fire nothing early where
 * the input is there at once.
 */
export const firesByElements = ({ components }: Pipeline): boolean =>
  Object.values(components?.windowingStrategies ?? {}).some(({ trigger }) => goesByElements(trigger));

function goesByElements(trigger: Trigger | undefined): boolean {
  if (trigger === undefined) return false;
  const { always, elementCount, repeat, orFinally, afterEndOfWindow, afterAll, afterAny, afterEach } =
    trigger;
  if (always !== undefined || elementCount !== undefined) return true;
  return [
    repeat?.subtrigger,
    orFinally?.main,
    orFinally?.finally,
    // What comes late is none of a bounded run's.
    afterEndOfWindow?.earlyFirings,
    ...[afterAll, afterAny, afterEach].flatMap((several) => several?.subtriggers ?? []),
  ].some(goesByElements);
}

import type { Trigger } from '@hornbeam/proto';

/** A trigger and all triggers that it is made of. */
export function triggersIn(trigger: Trigger | undefined): Trigger[] {
  if (trigger === undefined) return [];
  const { repeat, orFinally, afterEndOfWindow, afterAll, afterAny, afterEach } = trigger;
  const parts = [
    repeat?.subtrigger,
    orFinally?.main,
    orFinally?.finally,
    afterEndOfWindow?.earlyFirings,
    afterEndOfWindow?.lateFirings,
    ...[afterAll, afterAny, afterEach].flatMap((several) => several?.subtriggers ?? []),
  ];
  return [trigger, ...parts.flatMap(triggersIn)];
}

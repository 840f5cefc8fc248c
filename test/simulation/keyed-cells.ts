/**
 * State and timers of a step as the reference has them: plain values by key and window, and timers of event time that
 * fire, in their order, when the whole input has been seen. The clock stands still: its timers never fire.
 */
import { isState, isTimer, type StateUse, type Uses } from '@hornbeam/sdk/construction';

/** What a callback is handed for one key and window, and the timers that it has set. */
export interface Cells {
  readonly given: Readonly<Record<string, unknown>>;
  /** Takes the event timer that is due first. */
  nextTimer(): { readonly name: string; readonly at: number } | undefined;
}

/** New cells: all of them empty, no timer set. */
export function cellsOf(uses: Uses): Cells {
  const timers = new Map<string, number>();
  const given: Record<string, unknown> = {};
  for (const [name, use] of Object.entries(uses)) {
    if (isState(use)) given[name] = cellOf(use);
    else if (isTimer(use)) {
      const set = (at: number): void => void (use.domain === 'event' && timers.set(name, at));
      given[name] = { set, clear: () => timers.delete(name), now: () => 0 };
    }
  }
  return {
    given,
    nextTimer() {
      const [first] = [...timers].sort(([, a], [, b]) => a - b);
      if (first === undefined) return undefined;
      timers.delete(first[0]);
      return { name: first[0], at: first[1] };
    },
  };
}

function cellOf({ kind, combineFn }: StateUse<unknown>): object {
  let values: unknown[] = [];
  const cell = {
    add: (value: unknown): void => void values.push(value),
    clear(): void {
      values = [];
    },
    get isEmpty() {
      return values.length === 0;
    },
  };
  switch (kind) {
    case 'value':
      return {
        read: () => values[0],
        write(value: unknown): void {
          values = [value];
        },
        clear: cell.clear,
      };
    case 'bag':
      return Object.assign(cell, { read: () => [...values] });
    case 'combining':
      return Object.assign(cell, {
        read: () => combineFn!.extract(values.reduce(combineFn!.add, combineFn!.create())),
      });
    default:
      throw new TypeError(`The reference has no ${kind} state.`);
  }
}

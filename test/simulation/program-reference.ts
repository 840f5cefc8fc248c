/**
 * What a program of state and timers must make of a script: each key and window is played through by itself, with the
 * rules of Beam. An event timer fires when the watermark is later than its moment, one of the clock when the clock has
 * come to it; a window that expires takes its state and timers along; what is left on the clock when the input has
 * ended fires then, before event time comes to its end.
 */
import { GLOBAL_WINDOW } from '@hornbeam/sdk/model';
import { type Cells, cellsOf, type SetTimer } from './keyed-cells.js';
import { programStep } from './keyed-program.js';
import type { Event, Item, Scenario } from './scenario.js';

/** Something that the step has made, and when in event time. */
export interface Told {
  readonly value: string;
  readonly at: number;
}

/** What the reference must be told of a window. */
export interface ProgramWindow {
  /** Whether it is one of those of an element. */
  holds(item: Item): boolean;
  /** The last moment of the window. */
  readonly last: number;
  readonly isGlobal: boolean;
}

/** Plays one key and window through. @param late takes the values of elements that come when the window has expired */
export function programPlayed(
  key: string,
  { holds, last, isGlobal }: ProgramWindow,
  { program, lateness, events, source }: Scenario,
  late: (value: number) => void,
): Told[] {
  const step = programStep(program!, lateness);
  const window = isGlobal ? GLOBAL_WINDOW : { maxTimestamp: last };
  const expiry = last + (isGlobal ? 0 : lateness);
  const around = { now: 0, timestamp: 0 };
  const made: Told[] = [];
  let cells: Cells | undefined;
  let watermark = Number.NEGATIVE_INFINITY;

  const call = (
    callback: (...args: never[]) => unknown,
    timestamp: number,
    more: object,
    element?: { readonly key: string; readonly value: number },
  ): void => {
    around.timestamp = timestamp;
    const ctx = { ...cells!.given, key, window, timestamp, ...more };
    const results = callback(...((element === undefined ? [ctx] : [element, ctx]) as never[]));
    for (const { value } of results as Iterable<{ value: string }>) made.push({ value, at: timestamp });
  };
  const fire = ({ name, tag, at, output }: SetTimer): void =>
    call(step.onTimer![name as 'alarm']!, output, { fireAt: at, tag });
  const ring = (upTo: number): void => {
    for (const bell of cells?.bells(upTo) ?? []) if (cells!.take(bell)) fire(bell);
  };
  const fireAlarms = (): void => {
    for (let timer = cells?.nextTimer(watermark); timer !== undefined; timer = cells?.nextTimer(watermark))
      fire(timer);
  };
  const pass = (event: Event): void => {
    if (event.kind === 'clock') {
      around.now += event.by;
      ring(around.now);
      return;
    }
    if (event.kind === 'add') {
      for (const item of event.items) {
        if (item.key !== key || !holds(item)) continue;
        if (expiry < watermark) {
          late(item.value);
          continue;
        }
        cells ??= cellsOf(step.uses!, () => around);
        call(step.process, item.time, {}, item);
      }
    } else {
      watermark = event.to;
    }
    fireAlarms();
    if (cells === undefined || expiry >= watermark) return;
    if (step.onWindowExpiration !== undefined) call(step.onWindowExpiration, last, {});
    cells = undefined;
  };

  for (const event of events) if (source === 'script' || event.kind === 'add') pass(event);
  ring(Number.POSITIVE_INFINITY);
  pass({ kind: 'watermark', to: Number.MAX_VALUE });
  return made;
}

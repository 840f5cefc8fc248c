/** What one seed of the simulation is about: a script of events, windows, a trigger, and what is made of them. */
import type { Trigger } from '@hornbeam/sdk/model';
import { Chance } from './chance.js';
import { drawProgram, drawQuietProgram, type Program } from './keyed-program.js';

/** An element: a key, a value that no other element has, and its event time in ms. */
export interface Item {
  readonly key: string;
  readonly value: number;
  readonly time: number;
}

export type Event =
  | { readonly kind: 'add'; readonly items: readonly Item[] }
  | { readonly kind: 'watermark'; readonly to: number }
  | { readonly kind: 'clock'; readonly by: number };

export type Windows =
  | { readonly kind: 'global' }
  | { readonly kind: 'fixed'; readonly size: number; readonly offset: number }
  | { readonly kind: 'sliding'; readonly size: number; readonly period: number }
  | { readonly kind: 'sessions'; readonly gap: number }
  /**
   * Of a function of our own, by the value too. Without `gap` side by side, of one size or twice that, and none for every
   * seventh value; with it as long as `gap` or some more, and those that overlap grow together.
   */
  | { readonly kind: 'custom'; readonly size: number; readonly gap?: number }
  /** In UTC, counted from 1970-01-01. */
  | { readonly kind: 'calendar'; readonly unit: 'days' | 'weeks' | 'months' | 'years'; readonly every: 1 };

export interface Scenario {
  /** What the elements come from: a script, a bounded collection, or a source that is split, in order of time. */
  readonly source: 'script' | 'bounded' | 'splittable';
  readonly streaming: boolean;
  readonly events: readonly Event[];
  readonly windows: Windows;
  readonly trigger: Trigger;
  readonly accumulating: boolean;
  readonly lateness: number;
  readonly onTime: 'always' | 'if-non-empty';
  readonly closing: 'always' | 'if-non-empty';
  readonly timestamps: 'end-of-window' | 'earliest' | 'latest';
  /**
   * `side`: a sum of values to each of which the sum of all values of the window was added. `flatten`: groups of two
   * branches that come together again. `cogroup`: even values and odd ones. `twice`: sums that
   * are summed again, which come late the second time if event time is not held for them. `state` is a bag, `value` one
   * number, `program` what `program` says; `told` are groups of what a program emits, late if event time is not held for
   * its timers. `distinct`: the values, of which there are three.
   */
  readonly operation:
    | 'group'
    | 'sum'
    | 'count'
    | 'flatten'
    | 'twice'
    | 'cogroup'
    | 'state'
    | 'value'
    | 'program'
    | 'told'
    | 'distinct'
    | 'side';
  readonly program?: Program;
  /** How a run of the endless source ends; `never`: by itself, when the source does. */
  readonly ending: 'never' | 'drain' | 'stop';
  /** Steps whose callbacks settle at chosen moments. */
  readonly isSlow: boolean;
}

const countTrigger = (chance: Chance): Trigger => ({ kind: 'after-count', count: 1 + chance.below(3) });

function clockTrigger(chance: Chance): Trigger {
  const align = { period: 50 + chance.below(200), offset: 0 };
  return {
    kind: 'after-processing-time',
    delay: 50 * chance.below(12),
    ...(chance.below(3) === 0 ? { align } : {}),
  };
}

/** A trigger that fires once. */
const onceTrigger = (chance: Chance): Trigger =>
  [countTrigger, clockTrigger, (): Trigger => ({ kind: 'after-watermark' })][chance.below(3)]!(chance);

const someOnce = (chance: Chance): Trigger[] =>
  Array.from({ length: 2 + chance.below(2) }, () => onceTrigger(chance));

/** A trigger for panes before or after the end of the window. */
const part = (chance: Chance): Trigger => (chance.below(3) === 0 ? clockTrigger : countTrigger)(chance);

function drawTrigger(chance: Chance): Trigger {
  const repeat = (trigger: Trigger): Trigger => ({ kind: 'repeat', trigger });
  switch (chance.below(12)) {
    case 0:
      return { kind: 'default' };
    case 1:
      return { kind: 'never' };
    case 2:
      return onceTrigger(chance);
    case 3:
      return repeat(onceTrigger(chance));
    case 4:
      return { kind: 'or-finally', trigger: repeat(part(chance)), until: onceTrigger(chance) };
    case 5:
      return { kind: 'after-each', triggers: [...someOnce(chance), repeat(part(chance))] };
    case 6: {
      const all: Trigger = { kind: chance.of('after-all', 'after-any'), triggers: someOnce(chance) };
      return chance.below(2) === 0 ? all : repeat(all);
    }
    case 7:
      return { kind: 'always' };
    default:
      return {
        kind: 'after-watermark',
        ...(chance.below(2) === 0 ? {} : { early: part(chance) }),
        ...(chance.below(2) === 0 ? {} : { late: part(chance) }),
      };
  }
}

function drawWindows(chance: Chance): Windows {
  switch (chance.below(6)) {
    case 5:
      return { kind: 'custom', size: 5 + chance.below(30), ...(chance.below(2) === 0 ? { gap: 5 } : {}) };
    case 0:
      return { kind: 'global' };
    case 1:
      return { kind: 'sliding', size: 20 + chance.below(20), period: 5 + chance.below(15) };
    case 2:
      return { kind: 'sessions', gap: 1 + chance.below(20) };
    case 3:
      return { kind: 'calendar', unit: chance.of('days', 'weeks', 'months', 'years'), every: 1 };
    default:
      return { kind: 'fixed', size: 5 + chance.below(30), offset: chance.below(5) };
  }
}

/** The sources that are drawn: most of what can go wrong needs a script. */
const SOURCES: readonly Scenario['source'][] = ['script', 'script', 'script', 'bounded', 'splittable'];

/** The same scenario for the same seed. */
export function scenarioOf(seed: number, sources: readonly Scenario['source'][] = SOURCES): Scenario {
  const chance = new Chance(seed);
  const source = chance.of(...sources);
  const windows = drawWindows(chance);
  const operation = isMerging(windows)
    ? chance.of('group', 'sum', 'count', 'flatten', 'cogroup', 'distinct')
    : chance.of(
        ...(['group', 'group', 'sum', 'count', 'flatten', 'twice', 'cogroup', 'distinct'] as const),
        ...(['state', 'value', 'program', 'program', 'told'] as const),
        ...(windows.kind === 'fixed'
          ? (['side', 'side', 'side', 'side', 'side', 'side', 'side', 'side'] as const)
          : (['program'] as const)),
      );
  const hasProgram = operation === 'program' || operation === 'told';
  // Elements that wait for a side input hold event time by the least of their batch: what is late behind them is told by
  // the schedule, unless they come one by one. So is whether a timer that is due when it is set fires before the next
  // element.
  const isSingle =
    (operation === 'program' || operation === 'side') && source === 'script' && chance.below(2) === 0;
  // Where elements come in more than one way, or windows grow, panes that are early or late depend on the schedule.
  const isPlain =
    source !== 'script' ||
    isMerging(windows) ||
    !(
      operation === 'group' ||
      operation === 'sum' ||
      operation === 'count' ||
      (operation === 'side' && isSingle)
    );
  const lateness = isPlain && !(hasProgram && isSingle) ? 0 : chance.of(0, 5, 30);
  // See `paneShown`: nothing may depend on whether a window ends and expires at one moment.
  const isStepwise = isPlain || (operation === 'side' && lateness > 0);
  return {
    source,
    streaming: source !== 'bounded' || chance.below(2) === 0,
    events: drawEvents(chance, { isPunctual: !isSingle && (operation === 'side' || hasProgram), isSingle }),
    windows,
    trigger: isPlain ? { kind: 'default' } : drawTrigger(chance),
    accumulating: !isPlain && chance.below(2) === 0,
    lateness,
    onTime: isPlain ? 'always' : isStepwise ? 'if-non-empty' : chance.of('always', 'if-non-empty'),
    closing: isStepwise ? 'if-non-empty' : chance.of('always', 'if-non-empty'),
    timestamps:
      isPlain && operation !== 'twice' ? 'end-of-window' : chance.of('end-of-window', 'earliest', 'latest'),
    operation,
    isSlow: chance.below(2) === 0,
    ending: source === 'splittable' ? chance.of('never', 'drain', 'stop') : 'never',
    // When a timer fires between two elements is sure only where a script says it.
    ...(hasProgram ? { program: source === 'script' ? drawProgram(chance) : drawQuietProgram(chance) } : {}),
  };
}

/** Whether windows of one key grow together. */
export const isMerging = (windows: Windows): boolean =>
  windows.kind === 'sessions' || (windows.kind === 'custom' && windows.gap !== undefined);

/** `isPunctual`: no element is behind event time; `isSingle`: they come one by one. */
function drawEvents(
  chance: Chance,
  { isPunctual, isSingle }: { readonly isPunctual: boolean; readonly isSingle: boolean },
): Event[] {
  const events: Event[] = [];
  let watermark = -60;
  let value = 0;
  const length = (3 + chance.below(15)) * (isSingle ? 2 : 1);
  for (let i = 0; i < length; i++) {
    switch (chance.below(5)) {
      case 0:
      case 1:
        watermark += chance.below(30);
        events.push({ kind: 'watermark', to: watermark });
        break;
      case 2:
        events.push({ kind: 'clock', by: 50 * chance.below(20) });
        break;
      default:
        events.push({
          kind: 'add',
          items: Array.from({ length: isSingle ? 1 : 1 + chance.below(5) }, () => ({
            key: chance.of('a', 'b', 'c'),
            value: value++,
            time: watermark + chance.below(60) - (isPunctual ? 0 : isSingle ? 35 : 25),
          })),
        });
    }
  }
  return events;
}

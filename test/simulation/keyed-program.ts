/**
 * What a step with state and timers does in the simulation, said as data: drawn by the seed, and carried out by the
 * step that {@link programStep} makes of it, in the runner and in the reference.
 */
import {
  bagState,
  combiningState,
  type DoFn,
  eventTimer,
  GLOBAL_WINDOW,
  type KV,
  mapState,
  multimapState,
  orderedListState,
  processingTimer,
  setState,
  sum,
  valueState,
  type Window,
} from '@hornbeam/sdk';
import type { Chance } from './chance.js';

const USES = {
  last: valueState<number>(),
  bag: bagState<number>(),
  total: combiningState(sum),
  kinds: setState<number>(),
  newest: mapState<string, number>(),
  all: multimapState<string, number>(),
  times: orderedListState<number>(),
  alarm: eventTimer(),
  bell: processingTimer(),
};

/** The cells of a program, one of each kind of state. */
export type CellName = 'last' | 'bag' | 'total' | 'kinds' | 'newest' | 'all' | 'times';

const CELLS: readonly CellName[] = ['last', 'bag', 'total', 'kinds', 'newest', 'all', 'times'];

/** `alarm` is a timer in event time, `bell` one on the clock. */
export type TimerName = 'alarm' | 'bell';

/** One thing that a callback does. What needs an element does nothing where there is none. */
export type Act =
  | { readonly kind: 'add' | 'remove' | 'clear'; readonly cell: CellName }
  | {
      readonly kind: 'set';
      readonly timer: TimerName;
      readonly tag: string;
      /** ms after the element or the timer in hand, or the clock's moment; `end`: when the window expires. */
      readonly after: number | 'end';
      /** What the alarm emits is at the element's timestamp, and event time waits there. */
      readonly isEarly: boolean;
    }
  | { readonly kind: 'unset'; readonly timer: TimerName; readonly tag: string };

export interface Program {
  /** What is done for an element: the list at the remainder of its value. */
  readonly onElement: readonly (readonly Act[])[];
  readonly onAlarm: readonly Act[];
  readonly onBell: readonly Act[];
  /** Tells of its cells behind each element. */
  readonly tellsElements: boolean;
  /** Tells of its cells when a window expires. */
  readonly tellsExpiry: boolean;
}

function drawAct(chance: Chance, at: 'element' | TimerName, cells: readonly CellName[]): Act {
  const tag = chance.of('', '', 'x', 'y');
  const timer = at === 'bell' ? 'bell' : chance.of('alarm', 'bell');
  const cell = chance.of(...cells);
  switch (chance.below(9)) {
    case 0:
    case 1:
      return { kind: 'add', cell };
    case 2:
      return { kind: 'add', cell };
    case 3:
      return { kind: chance.of('remove', 'remove', 'remove', 'clear'), cell };
    case 4:
      return { kind: 'unset', timer: chance.of('alarm', 'bell'), tag };
    default:
      return {
        kind: 'set',
        timer,
        tag,
        after:
          timer === 'bell' ? 50 * (1 + chance.below(10)) : chance.of<number | 'end'>(1, 7, 30, 90, 'end'),
        isEarly: at === 'element' && chance.below(3) === 0,
      };
  }
}

/** The same program for the same chance. */
export function drawProgram(chance: Chance): Program {
  // Few, so that a cell sees much.
  const cells = [chance.of(...CELLS), chance.of(...CELLS)];
  const acts = (at: 'element' | TimerName, most: number): Act[] =>
    Array.from({ length: 1 + chance.below(most) }, () => drawAct(chance, at, cells));
  return {
    onElement: Array.from({ length: 1 + chance.below(5) }, () => acts('element', 4)),
    onAlarm: acts('alarm', 2),
    onBell: acts('bell', 2),
    tellsElements: true,
    tellsExpiry: chance.below(2) === 0,
  };
}

/** A program whose results do not depend on the order of elements, and without timers. */
export const drawQuietProgram = (chance: Chance): Program => ({
  // Of some elements a step notes nothing: their keys are told of at the end all the same.
  onElement: Array.from({ length: 1 + chance.below(4) }, () =>
    chance.below(3) === 0 ? [] : [{ kind: 'add', cell: chance.of('total', 'kinds') }],
  ),
  onAlarm: [],
  onBell: [],
  tellsElements: false,
  tellsExpiry: true,
});

/** Alarms set alarms no later than this: all moments of a script are before, while windows may last for ever. */
const LAST_CHAIN = 200;

/** The last moment at which something may happen in a window. */
const expiryOf = (window: Window, lateness: number): number =>
  window.maxTimestamp + (window === GLOBAL_WINDOW ? 0 : lateness);

type Context = Parameters<DoFn<KV<string, number>, KV<string, string>, typeof USES>['process']>[1];
/** Of the callbacks of timers only. */
interface Firing {
  readonly fireAt: number;
  readonly tag: string;
}

/** The step that carries a program out. @param lateness the allowed lateness of its windows, ms */
export function programStep(
  program: Program,
  lateness: number,
): DoFn<KV<string, number>, KV<string, string>, typeof USES> {
  const callback = (name: string, acts: readonly Act[]) =>
    function* (ctx: Context & Firing & { readonly key: string }): Iterable<KV<string, string>> {
      const moment = ctx.fireAt >= GLOBAL_WINDOW.maxTimestamp ? 'end' : ctx.fireAt;
      yield told(ctx.key, `${name} ${ctx.tag}@${moment}`, ctx);
      for (const act of acts) carryOut(act, ctx, undefined, ctx.fireAt);
    };
  const carryOut = (act: Act, ctx: Context, value: number | undefined, moment: number): void => {
    switch (act.kind) {
      case 'unset':
        ctx[act.timer].clear(act.tag);
        return;
      case 'set': {
        const tag = act.tag === '' ? {} : { tag: act.tag };
        if (act.timer === 'bell') {
          ctx.bell.set(ctx.bell.now() + (act.after as number), tag);
          return;
        }
        const expiry = expiryOf(ctx.window, lateness);
        const at = act.after === 'end' ? expiry : Math.min(moment + act.after, expiry);
        if (value === undefined && (at <= moment || at > LAST_CHAIN)) return;
        ctx.alarm.set(at, act.isEarly ? { ...tag, output: ctx.timestamp } : tag);
        return;
      }
      default:
        change(act.kind, act.cell, ctx, value, moment);
    }
  };
  return {
    uses: USES,
    *process({ key, value }, ctx) {
      const acts = program.onElement[value % program.onElement.length]!;
      for (const act of acts) carryOut(act, ctx, value, ctx.timestamp);
      if (program.tellsElements) yield told(key, `element ${value}`, ctx);
    },
    onTimer: {
      alarm: callback('alarm', program.onAlarm) as never,
      bell: callback('bell', program.onBell) as never,
    },
    ...(program.tellsExpiry
      ? {
          *onWindowExpiration(ctx) {
            yield told(ctx.key as string, 'expired', ctx);
          },
        }
      : {}),
  };
}

function change(
  kind: 'add' | 'remove' | 'clear',
  cell: CellName,
  ctx: Context,
  value: number | undefined,
  moment: number,
): void {
  if (kind === 'clear') ctx[cell].clear();
  else if (value === undefined) return;
  else if (kind === 'add') add(cell, ctx, value, moment);
  else if (cell === 'kinds') ctx.kinds.delete(value % 2);
  else if (cell === 'newest') ctx.newest.delete(`m${value % 2}`);
  else if (cell === 'all') ctx.all.delete(`m${value % 2}`);
  else if (cell === 'times') ctx.times.clear(moment - 10, moment + 10);
}

function add(cell: CellName, ctx: Context, value: number, moment: number): void {
  if (cell === 'last') ctx.last.write((ctx.last.read() ?? 0) * 2 + value);
  else if (cell === 'bag') ctx.bag.add(value);
  else if (cell === 'total') ctx.total.add(value);
  else if (cell === 'kinds') ctx.kinds.add(value % 2);
  else if (cell === 'newest') ctx.newest.set(`m${value % 2}`, value);
  else if (cell === 'all') ctx.all.add(`m${value % 2}`, value);
  else ctx.times.add(moment, value);
}

/** All that the cells hold; in no order where none is promised. */
function told(key: string, what: string, { last, bag, total, kinds, newest, all, times }: Context) {
  const pairs = (entries: Iterable<readonly [string, unknown]>): string =>
    [...entries].map(String).sort().join(';');
  const listed = (found: Iterable<{ at: number; value: number }>): string =>
    Array.from(found, ({ at, value }) => `${at}:${value}`).join();
  const held = [
    last.read(),
    [...bag.read()].join(),
    `${total.read()} ${total.isEmpty}`,
    `${[...kinds.read()].sort().join()} ${kinds.size} ${kinds.has(1)}`,
    `${pairs(newest.entries())} ${newest.get('m1')} ${newest.size}`,
    `${[...all.keys()].sort().map((each) => `${each}=${[...all.get(each)].join()}`)} ${all.has('m1')}`,
    `${listed(times.read())} ${listed(times.read(0, 30))}`,
  ];
  return { key, value: `${what}: ${held.join(' / ')}` };
}

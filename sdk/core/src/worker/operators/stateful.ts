/**
 * The callbacks of a DoFn with state or timers: `process`, `onTimer`, `onWindowExpiration`.
 *
 * Owns: which callback an element, a timer or an expiring window goes to, and with which key and cells.
 * Does not own: cells and timers (the host), when timers fire (the host), how a callback is called (callback.ts).
 *
 * Invariants:
 *  F1  elements and timers of one key are handled one after another, in the order they came.
 *  F2  a callback runs when the cells of its key and window are there.
 *  F3  where the runner does not tell of windows that expire, each key that was seen in a window has a timer at its
 *      end, and its cells are emptied behind the callback.
 */
import { type DoFn, isState, type ParDoOperation, WINDOW_EXPIRATION } from '../../construction/index.js';
import type { Coder } from '../../model/coders/coder.js';
import { BeamError } from '../../model/errors.js';
import { preview } from '../../model/preview.js';
import { expiryOf } from '../../model/windowing.js';
import { type Receiver, receiver } from '../receiver.js';
import type { KeyedState, StateCells, TimerFiring } from '../services.js';
import { type CallbackOperator, type CallbackSettings, callbackOperator } from './callback.js';
import { notKeyed } from './combine.js';
import { type KeyedContext, KeyedContexts } from './keyed-context.js';
import type { Operator, OperatorSite } from './operator.js';

/** What is to be known of the input of a step with state or timers. */
export interface KeyedInput {
  readonly keyCoder: Coder<any>;
  /** Of its windows, ms. */
  readonly allowedLateness: number;
  /** The runner does not tell of windows that expire: the step sets a timer for that itself. */
  readonly expiresByTimer?: boolean;
}

/** What {@link statefulCallbacks} is made from. */
export interface StatefulSettings {
  readonly site: OperatorSite;
  readonly operation: ParDoOperation;
  readonly doFn: DoFn<any, any, any, any, any, any>;
  readonly outputs: ReadonlyMap<string, Receiver>;
  readonly deliver: CallbackSettings['deliver'];
  readonly input: KeyedInput;
}

/** A timer on its way to its callback. */
class Fired {
  readonly firing: TimerFiring;
  constructor(firing: TimerFiring) {
    this.firing = firing;
  }
}

/** See the head of this file. */
export function statefulCallbacks(
  settings: StatefulSettings,
): CallbackOperator & Required<Pick<Operator, 'fire'>> {
  const { site, operation, doFn, outputs, deliver, input } = settings;
  const { services } = site.bundle;
  const hasState = Object.values(operation.uses).some(isState);
  let state: KeyedState | undefined;

  /** Runs the callback of an element or timer whose cells are there. */
  const run = (item: unknown, ctx: KeyedContext): unknown => {
    if (!(item instanceof Fired)) {
      ctx.fireAt = undefined;
      ctx.tag = undefined;
      ctx['~isExpiring'] = false;
      if (input.expiresByTimer) expectEnd(ctx);
      return doFn.process(item, ctx as never);
    }
    const { family, fireAt, tag } = item.firing;
    if (services.timers(site.transformId).supersedes?.(item.firing)) return [];
    ctx.fireAt = fireAt;
    ctx.tag = tag;
    ctx['~isExpiring'] = family === WINDOW_EXPIRATION;
    const result = callbackOf(family)(ctx as never);
    return input.expiresByTimer && family === WINDOW_EXPIRATION ? emptied(result, ctx) : result;
  };

  /** Sets the timer at the end of the window (F3); one that is set already is set to the same moment. */
  const expectEnd = ({ key, window }: KeyedContext): void => {
    const fireAt = expiryOf(window, input.allowedLateness);
    services.timers(site.transformId).set({
      family: WINDOW_EXPIRATION,
      tag: '',
      key,
      window,
      domain: 'event',
      fireAt,
      outputTimestamp: Math.min(window.maxTimestamp, fireAt),
    });
  };

  /** Lets go of the state of a window that has expired, once its callback is done. */
  const emptied = (result: unknown, { '~cells': cells }: KeyedContext): unknown => {
    const empty = (): void => {
      for (const [name, use] of Object.entries(operation.uses)) {
        if (isState(use)) (cells!.cell(name) as { clear(): void }).clear();
      }
    };
    if (isLazy(result)) return emptiedBehind(result, empty);
    if (result instanceof Promise) {
      return result.then((value: unknown) => {
        empty();
        return value;
      });
    }
    empty();
    return result;
  };

  const callbackOf = (family: string) => {
    const callback = family === WINDOW_EXPIRATION ? doFn.onWindowExpiration : doFn.onTimer?.[family as never];
    if (callback === undefined) {
      throw new BeamError('E_INTERNAL', `The step was told of a timer "${family}" that it does not have.`);
    }
    // A method: its `this` is the object it is written in, as that of `process` is.
    return (ctx: never): unknown => callback.call(family === WINDOW_EXPIRATION ? doFn : doFn.onTimer, ctx);
  };

  const fn = (item: unknown, ctx: KeyedContext): unknown => {
    const key = keyOf(item);
    ctx.key = key;
    if (!hasState) return run(item, ctx);
    state ??= services.state(site.transformId);
    const cells = state.cells(key, ctx.window);
    if (cells instanceof Promise) {
      return cells.then((come: StateCells) => {
        ctx['~cells'] = come;
        return run(item, ctx);
      });
    }
    ctx['~cells'] = cells;
    return run(item, ctx);
  };

  const core = callbackOperator({
    site,
    operation,
    outputs,
    fn,
    deliver,
    contexts: new KeyedContexts(site, operation, outputs, input.allowedLateness),
    keyed: { keyCoder: input.keyCoder, keyOf, partOf },
  });

  return {
    ...core,
    input: receiver((element) => {
      if (typeof element !== 'object' || element === null || !('key' in element) || !('value' in element)) {
        const { step, callSite } = site;
        throw site.bundle.fail(notKeyed(element).at({ step, callSite }));
      }
      core.input.push(element);
    }),
    fire(firing) {
      const { outputTimestamp, window, pane } = firing;
      const { cursor } = site.bundle;
      const before = cursor.metadata;
      const metadata = { timestamp: outputTimestamp, windows: [window], pane };
      cursor.metadata = metadata;
      core.accept(new Fired(firing), metadata);
      cursor.metadata = before;
    },
  };
}

/** A generator, whose body runs while its outputs are taken. */
const isLazy = (result: unknown): result is Iterator<unknown> & Iterable<unknown> =>
  typeof result === 'object' && result !== null && 'next' in result && Symbol.iterator in result;

function* emptiedBehind(outputs: Iterable<unknown>, empty: () => void): Iterable<unknown> {
  yield* outputs;
  empty();
}

const keyOf = (item: any): unknown => (item instanceof Fired ? item.firing.key : item.key);

/** What to call the callback of a timer in errors. */
function partOf(item: unknown): string | undefined {
  if (!(item instanceof Fired)) return undefined;
  const { family, key } = item.firing;
  const name = family === WINDOW_EXPIRATION ? 'onWindowExpiration' : `onTimer.${family}`;
  return `${name} of key ${preview(key)}`;
}

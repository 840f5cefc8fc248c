import { isTimer, type ParDoOperation } from '../../construction/index.js';
import type { Instant } from '../../model/timestamp.js';
import type { Receiver } from '../receiver.js';
import type { StateCells } from '../services.js';
import { type CallbackContext, CallbackContexts } from './callback-context.js';
import type { OperatorSite } from './operator.js';
import { TimerHandle } from './timer-handle.js';

/** The context of a step with state or timers: of an element, a timer that fires, or a window that expires. */
export interface KeyedContext extends CallbackContext {
  key: unknown;
  '~cells': StateCells | undefined;
  /** The moment a timer was set to, and its tag; undefined for elements. */
  fireAt: Instant | undefined;
  tag: string | undefined;
  /** The window is about to be let go of: no timer can be set any more. */
  '~isExpiring': boolean;
}

/** Makes contexts with a key, state and timers. */
export class KeyedContexts extends CallbackContexts {
  private readonly timers: readonly (readonly [name: string, make: (context: KeyedContext) => TimerHandle])[];

  constructor(
    site: OperatorSite,
    operation: ParDoOperation,
    outputs: ReadonlyMap<string, Receiver>,
    allowedLateness: number,
  ) {
    super(site, operation, outputs);
    this.timers = Object.entries(operation.uses).flatMap(([family, use]) =>
      isTimer(use)
        ? [
            [
              family,
              (context: KeyedContext) =>
                new TimerHandle(context, { site, family, domain: use.domain, allowedLateness }),
            ] as const,
          ]
        : [],
    );
  }

  override create(): KeyedContext {
    const context = super.create() as KeyedContext & Record<string, unknown>;
    context.key = undefined;
    context['~cells'] = undefined;
    context.fireAt = undefined;
    context.tag = undefined;
    context['~isExpiring'] = false;
    for (const [name, make] of this.timers) context[name] = make(context);
    return context;
  }
}

import {
  isMetric,
  isState,
  isTimer,
  isView,
  type Log,
  type ParDoOperation,
} from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import type { Metadata } from '../../model/metadata.js';
import { type InstantLike, toInstant } from '../../model/timestamp.js';
import { GLOBAL_WINDOW, type Window } from '../../model/window.js';
import type { Receiver } from '../receiver.js';
import type { StateCells } from '../services.js';
import { SideInputView } from '../side-input-views.js';
import type { OperatorSite } from './operator.js';
import { movedTo } from './timestamp-skew.js';
import { undeclaredNames } from './undeclared-names.js';

/**
 * The context object a callback is handed. `point` sets it to an element; one object serves all elements of an
 * operator until a callback turns out to be asynchronous: then that call keeps the object and the operator
 * goes on with a new one, so that a late read still sees its own element.
 */
export interface CallbackContext {
  timestamp: number;
  window: Window;
  pane: Metadata['pane'];
  setup: unknown;
  // Not for callbacks: no declared name begins like these.
  '~metadata': Metadata;
  /** Outputs held until it is their turn: where a failing element must leave none, or order is kept. */
  '~held': { readonly to: Receiver; readonly value: unknown; readonly metadata: Metadata }[] | undefined;
}

/** Makes contexts for one operator. */
export class CallbackContexts {
  protected readonly site: OperatorSite;
  private readonly prototype: object;
  private readonly outputs: ReadonlyMap<string, Receiver>;
  private readonly holds: boolean;
  private readonly allowedSkew: number;
  private readonly operation: ParDoOperation;
  /** What `setup` returned. */
  setup: unknown;

  constructor(site: OperatorSite, operation: ParDoOperation, outputs: ReadonlyMap<string, Receiver>) {
    this.site = site;
    this.outputs = outputs;
    this.allowedSkew = operation.allowedSkew ?? 0;
    this.holds = operation.onError !== 'fail' || operation.ordered;
    this.operation = operation;
    this.prototype = declarations(site, operation);
  }

  create(): CallbackContext {
    const { bundle, stats } = this.site;
    const { number } = bundle;
    const context = Object.create(this.prototype) as CallbackContext & Record<string, unknown>;
    context['~metadata'] = bundle.cursor.metadata;
    context.timestamp = context['~metadata'].timestamp;
    context.window = GLOBAL_WINDOW;
    context.pane = context['~metadata'].pane;
    context.setup = this.setup;
    context['~held'] = this.holds ? [] : undefined;
    const emitter =
      (to: Receiver) =>
      (value: unknown, at?: InstantLike): void => {
        if (bundle.number !== number) throw emittedLate(this.site);
        if (bundle.failure !== undefined) throw bundle.failure;
        const metadata =
          at === undefined
            ? context['~metadata']
            : movedTo(toInstant(at), context['~metadata'], this.allowedSkew);
        if (context['~held'] !== undefined) {
          context['~held'].push({ to, value, metadata });
          return;
        }
        stats.elementsOut++;
        const before = bundle.cursor.metadata;
        bundle.cursor.metadata = metadata;
        try {
          to.push(value);
        } catch (thrown) {
          throw bundle.fail(BeamError.from(thrown)); // B1: the callback may swallow it
        }
        bundle.cursor.metadata = before;
      };
    const out: Record<string, unknown> = {};
    for (const [tag, to] of this.outputs) {
      if (tag === 'main') context.emit = emitter(to);
      else if (!isHidden(tag, this.operation)) out[tag] = emitter(to);
    }
    context.out = out;
    return context;
  }
}

/** Whether an output is none that a callback emits to. */
export const isHidden = (tag: string, { onError, hasLateOutput }: ParDoOperation): boolean =>
  (tag === 'errors' && onError === 'output') || (tag === 'late' && hasLateOutput === true);

/** The error of an `emit`, or something like it, that was called when its bundle had ended. */
export const emittedLate = ({ step, callSite }: OperatorSite, what = 'emitted an element'): BeamError =>
  new BeamError('E_BAD_ARGUMENT', `A callback ${what} after its bundle had ended.`, {
    step,
    callSite,
    help: 'await asynchronous work before the callback returns',
  });

/** Points a context at the element in hand. */
export function point(context: CallbackContext, metadata: Metadata): void {
  if (context['~metadata'] === metadata) {
    context.window = metadata.windows[0]!;
    return;
  }
  context['~metadata'] = metadata;
  context.timestamp = metadata.timestamp;
  context.window = metadata.windows[0]!;
  context.pane = metadata.pane;
}

/** A context of a step with state. */
interface WithCells {
  readonly '~cells': StateCells;
}

/**
 * The prototype of a step's contexts, with what is the same for every element: constants, metrics, side inputs, log;
 * and where to find state.
 */
export function declarations(site: OperatorSite, operation: ParDoOperation): object {
  const { services, pressure } = site.bundle;
  const prototype: Record<string, unknown> = Object.create(undeclaredNames(site, operation));
  Object.assign(prototype, {
    signal: services.signal,
    step: site.step,
    log: stepLog(site),
    ready: () => pressure.ready(site.index),
  });
  if (operation.usesAfterCommit) {
    prototype.afterCommit = (callback: () => void | Promise<void>) => {
      site.bundle.afterCommit.push(callback);
    };
  }
  for (const [name, use] of Object.entries(operation.uses)) {
    if (isView(use)) {
      const view = new SideInputView(name, use, {
        elements: (window) => services.sideInput(site.transformId, name, window),
        version: () => services.sideInputVersion(site.transformId, name),
      });
      Object.defineProperty(prototype, name, {
        enumerable: true,
        get(this: CallbackContext) {
          try {
            return view.get(this.window, site.bundle.number);
          } catch (thrown) {
            // Not the element's fault, so no matter for a dead-letter policy.
            const { step, callSite } = site;
            throw site.bundle.fail(BeamError.from(thrown, 'E_INTERNAL', { step, callSite }));
          }
        },
      });
    } else if (isState(use)) {
      Object.defineProperty(prototype, name, {
        enumerable: true,
        get(this: WithCells) {
          return this['~cells'].cell(name);
        },
      });
    } else if (isTimer(use)) {
      // Each context has its own: a timer belongs to the key in hand.
    } else if (isMetric(use)) {
      prototype[name] = services.metrics.handle(site.step, use.name ?? name, use.kind, services.now);
    } else {
      prototype[name] = use;
    }
  }
  return prototype;
}

/** A log whose records carry the step. */
export function stepLog(site: OperatorSite): Log {
  const { log } = site.bundle.services;
  const at =
    (severity: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, details?: Record<string, unknown>): void =>
      log({ severity, message, step: site.step, details });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

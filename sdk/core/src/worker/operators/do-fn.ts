import type { BundleContext, DoFn, ParDoOperation } from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import { ROOT_METADATA } from '../../model/metadata.js';
import { type InstantLike, MIN_TIMESTAMP, toInstant } from '../../model/timestamp.js';
import { GLOBAL_WINDOW, type Window } from '../../model/window.js';
import type { Receiver } from '../receiver.js';
import { callbackOperator } from './callback.js';
import { stepLog } from './callback-context.js';
import { manyDelivery } from './flat-map.js';
import { type Operator, type OperatorSite, userError } from './operator.js';

/** A DoFn with its whole life cycle. */
export function doFnOperator(
  site: OperatorSite,
  operation: ParDoOperation,
  doFn: DoFn<any, any, any, any, any>,
  outputs: ReadonlyMap<string, Receiver>,
): Operator {
  const { bundle, stats } = site;
  const deliver = manyDelivery(site);
  const core = callbackOperator({
    site,
    operation,
    outputs,
    fn: (element, ctx) => doFn.process(element, ctx),
    deliver,
  });
  let made: unknown;
  let isSetUp = false;

  const emitter =
    (to: Receiver) =>
    (value: unknown, at?: InstantLike, window: Window = GLOBAL_WINDOW): void => {
      stats.elementsOut++;
      const before = bundle.cursor.metadata;
      bundle.cursor.metadata = {
        timestamp: at === undefined ? MIN_TIMESTAMP : toInstant(at),
        windows: window === GLOBAL_WINDOW ? ROOT_METADATA.windows : [window],
        pane: ROOT_METADATA.pane,
      };
      to.push(value);
      bundle.cursor.metadata = before;
    };

  const bundleContext = (): BundleContext<any, any, any> => {
    const out: Record<string, unknown> = {};
    for (const [tag, to] of outputs) if (tag !== 'main' && tag !== 'errors') out[tag] = emitter(to);
    return {
      setup: made,
      signal: bundle.services.signal,
      log: stepLog(site),
      step: site.step,
      emit: emitter(outputs.get('main')!),
      out: out as BundleContext<any, any, any>['out'],
    };
  };

  /** Runs a part of the life cycle; what it throws is the user's error. */
  const lifeCycle = async (part: string, body: () => unknown): Promise<void> => {
    try {
      await body();
    } catch (thrown) {
      if (thrown === bundle.failure && thrown !== undefined) throw thrown;
      throw bundle.fail(BeamError.from(userError(site, thrown), 'E_USER', { element: `(in ${part})` }));
    }
  };

  return {
    ...core,
    async setup() {
      await lifeCycle('setup', async () => {
        made = await doFn.setup?.();
        isSetUp = true;
      });
      core.contexts.setup = made;
    },
    startBundle: () =>
      doFn.startBundle === undefined
        ? undefined
        : lifeCycle('startBundle', () => doFn.startBundle!(bundleContext())),
    async finishBundle() {
      await core.finishBundle!();
      bundle.check();
      if (doFn.finishBundle !== undefined)
        await lifeCycle('finishBundle', () => doFn.finishBundle!(bundleContext()));
    },
    async teardown() {
      if (!isSetUp) return;
      isSetUp = false;
      await doFn.teardown?.(made);
      await dispose(made);
    },
  };
}

/** Closes what `setup` made, if it knows how to be closed. */
async function dispose(made: unknown): Promise<void> {
  if (typeof made !== 'object' || made === null) return;
  const disposable = made as {
    [Symbol.asyncDispose]?: () => PromiseLike<void>;
    [Symbol.dispose]?: () => void;
  };
  if (Symbol.asyncDispose !== undefined && typeof disposable[Symbol.asyncDispose] === 'function') {
    await disposable[Symbol.asyncDispose]!();
  } else if (Symbol.dispose !== undefined && typeof disposable[Symbol.dispose] === 'function') {
    disposable[Symbol.dispose]!();
  }
}

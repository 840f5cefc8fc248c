import type { BundleContext, DoFn, ParDoOperation } from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import { ROOT_METADATA } from '../../model/metadata.js';
import { type InstantLike, MIN_TIMESTAMP, toInstant } from '../../model/timestamp.js';
import { GLOBAL_WINDOW, type Window } from '../../model/window.js';
import type { Receiver } from '../receiver.js';
import { callbackOperator } from './callback.js';
import { emittedLate, isHidden, stepLog } from './callback-context.js';
import { manyDelivery } from './flat-map.js';
import { lifeCycleError, type Operator, type OperatorSite } from './operator.js';
import { SetUp } from './set-up.js';
import { type KeyedInput, statefulCallbacks } from './stateful.js';
import { requireMoment } from './timestamp-skew.js';

/** What {@link doFnOperator} is made from. */
export interface DoFnSettings {
  readonly site: OperatorSite;
  readonly operation: ParDoOperation;
  readonly doFn: DoFn<any, any, any, any, any>;
  readonly outputs: ReadonlyMap<string, Receiver>;
  /** Elements are in the global window, so that outputs around a bundle need not name one. */
  readonly isGlobal: boolean;
  /** Of a step with state or timers: what it reads. */
  readonly keyedInput?: KeyedInput | undefined;
}

/** A DoFn with its whole life cycle. */
export function doFnOperator(settings: DoFnSettings): Operator {
  const { site, operation, doFn, outputs, isGlobal, keyedInput } = settings;
  const { bundle, stats } = site;
  const deliver = manyDelivery(site);
  const core =
    keyedInput === undefined
      ? callbackOperator({
          site,
          operation,
          outputs,
          fn: (element, ctx) => doFn.process(element, ctx),
          deliver,
        })
      : statefulCallbacks({ site, operation, doFn, outputs, deliver, input: keyedInput });
  const setUp = new SetUp(site, doFn);

  const emitter = (to: Receiver) => {
    const { number } = bundle;
    return (value: unknown, at?: InstantLike, window?: Window): void => {
      if (bundle.number !== number) throw emittedLate(site);
      bundle.check();
      if (window === undefined && !isGlobal) throw bundle.fail(withoutWindow(site));
      const timestamp = at === undefined ? MIN_TIMESTAMP : toInstant(at);
      try {
        requireMoment(timestamp);
      } catch (thrown) {
        throw bundle.fail(BeamError.from(thrown, 'E_INTERNAL', { step: site.step, callSite: site.callSite }));
      }
      stats.elementsOut++;
      const before = bundle.cursor.metadata;
      bundle.cursor.metadata = {
        timestamp,
        windows: window === undefined || window === GLOBAL_WINDOW ? ROOT_METADATA.windows : [window],
        pane: ROOT_METADATA.pane,
      };
      try {
        to.push(value);
      } catch (thrown) {
        throw bundle.fail(BeamError.from(thrown)); // B1: the callback may swallow it
      }
      bundle.cursor.metadata = before;
    };
  };

  const bundleContext = (): BundleContext<any, any, any> => {
    const out: Record<string, unknown> = {};
    for (const [tag, to] of outputs) if (tag !== 'main' && !isHidden(tag, operation)) out[tag] = emitter(to);
    return {
      setup: setUp.value,
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
      throw bundle.fail(lifeCycleError(site, part, thrown));
    }
  };

  return {
    ...core,
    async setup() {
      await setUp.begin();
      core.contexts.setup = setUp.value;
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
    teardown: () => setUp.end(),
  };
}

const withoutWindow = ({ step, callSite }: OperatorSite): BeamError =>
  new BeamError('E_BAD_ARGUMENT', 'An output around a bundle does not say its window.', {
    step,
    callSite,
    help: 'the PCollection is windowed: write emit(value, timestamp, window)',
  });

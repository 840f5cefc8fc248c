import { BeamError } from '../../model/errors.js';
import type { Metadata } from '../../model/metadata.js';
import { preview } from '../../model/preview.js';
import { type Receiver, receiver } from '../receiver.js';
import { type CallbackSettings, callbackOperator } from './callback.js';
import { type Operator, type OperatorSite, userError } from './operator.js';
import { requireMoment, requireSkew } from './timestamp-skew.js';

type Settings = Omit<CallbackSettings, 'deliver'>;

/** One output for each input. */
export function mapOperator(settings: Settings): Operator {
  const { push } = settings.outputs.get('main')!;
  const { stats } = settings.site;
  return callbackOperator({
    ...settings,
    deliver(result) {
      stats.elementsOut++;
      push(result);
      return undefined;
    },
  });
}

/** Keeps the inputs for which the callback is true. */
export function filterOperator(settings: Settings): Operator {
  const { push } = settings.outputs.get('main')!;
  const { stats } = settings.site;
  return callbackOperator({
    ...settings,
    deliver(keep, element) {
      if (keep) {
        stats.elementsOut++;
        push(element);
      }
      return undefined;
    },
  });
}

/** Pairs each input with its key. The pair is pushed in two halves: a combine behind it never makes the object. */
export function keyByOperator(
  site: OperatorSite,
  fn: (element: unknown) => unknown,
  main: Receiver,
): Operator {
  const { pushPair } = main;
  const { bundle, stats } = site;
  return {
    site,
    input: receiver((element) => {
      stats.elementsIn++;
      let key: unknown;
      try {
        key = fn(element);
      } catch (thrown) {
        throw bundle.fail(userError(site, thrown, preview(element)));
      }
      if (key instanceof Promise) {
        key.catch(() => undefined);
        const error = new BeamError(
          'E_BAD_ARGUMENT',
          'The callback of keyBy returned a promise; a key cannot wait.',
          {
            help: 'make the key in an async map first',
          },
        );
        throw bundle.fail(userError(site, error, preview(element)));
      }
      stats.elementsOut++;
      pushPair(key, element);
    }),
  };
}

/** What {@link timestampsOperator} is made from. */
export interface TimestampsSettings {
  readonly site: OperatorSite;
  readonly fn: (element: unknown) => number;
  /** How far back an element may be moved, ms. */
  readonly allowedSkew: number;
  readonly main: Receiver;
}

/** Sets the event time of each input. */
export function timestampsOperator({ site, fn, allowedSkew, main }: TimestampsSettings): Operator {
  const { bundle, stats } = site;
  const { cursor } = bundle;
  return {
    site,
    input: receiver((element) => {
      stats.elementsIn++;
      const before = cursor.metadata;
      let timestamp: number;
      try {
        timestamp = fn(element);
        requireMoment(timestamp);
        if (timestamp < before.timestamp) requireSkew(timestamp, before.timestamp, allowedSkew);
      } catch (thrown) {
        throw bundle.fail(userError(site, thrown, preview(element)));
      }
      const metadata: Metadata = { timestamp, windows: before.windows, pane: before.pane };
      cursor.metadata = metadata;
      stats.elementsOut++;
      main.push(element);
      cursor.metadata = before;
    }),
  };
}

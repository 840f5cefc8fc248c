import { BeamError } from '../../model/errors.js';
import type { Metadata } from '../../model/metadata.js';
import { preview } from '../../model/preview.js';
import { type Receiver, receiver } from '../receiver.js';
import { type CallbackSettings, callbackOperator, plainInput } from './callback.js';
import { type Operator, type OperatorSite, userError } from './operator.js';
import { requireMoment, requireSkew } from './timestamp-skew.js';

type Settings = Omit<CallbackSettings, 'deliver'>;

/** One output for each input. */
export function mapOperator(settings: Settings): Operator {
  const { push } = settings.outputs.get('main')!;
  const { stats } = settings.site;
  const send = (result: unknown): undefined => {
    stats.elementsOut++;
    push(result);
  };
  const operator = callbackOperator({ ...settings, deliver: send });
  if (settings.operation.observesContext) return operator;
  return { ...operator, input: plainInput(operator, settings.fn, send) };
}

/** Keeps the inputs for which the callback is true. */
export function filterOperator(settings: Settings): Operator {
  const { push } = settings.outputs.get('main')!;
  const { stats } = settings.site;
  const send = (keep: unknown, element: unknown): undefined => {
    if (!keep) return;
    stats.elementsOut++;
    push(element);
  };
  const operator = callbackOperator({ ...settings, deliver: send });
  if (settings.operation.observesContext) return operator;
  return { ...operator, input: plainInput(operator, settings.fn, send) };
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

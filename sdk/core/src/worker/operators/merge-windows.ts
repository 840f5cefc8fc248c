import type { CustomWindowFn } from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import type { KV } from '../../model/kv.js';
import { type Window, windowKey } from '../../model/window.js';
import { type Receiver, receiver } from '../receiver.js';
import type { Operator, OperatorSite } from './operator.js';

/**
 * Says to a runner which windows become one (`beam:transform:merge_windows:v1`): of the windows behind each nonce those
 * that stay as they are, and those that are made of others.
 */
export function mergeWindowsOperator(site: OperatorSite, fn: CustomWindowFn<any>, main: Receiver): Operator {
  const { stats, bundle } = site;
  return {
    site,
    input: receiver((element) => {
      const { key, value } = element as KV<unknown, Iterable<Window>>;
      stats.elementsIn++;
      const windows = [...value];
      try {
        const merges = fn.merge?.(windows) ?? [];
        const gone = new Set(merges.flatMap(({ from }) => from.map(windowKey)));
        stats.elementsOut++;
        main.pushPair(key, {
          key: windows.filter((window) => !gone.has(windowKey(window))),
          value: merges.map(({ into, from }) => ({ key: into, value: from })),
        });
      } catch (thrown) {
        bundle.fail(BeamError.from(thrown, 'E_USER', { step: site.step, callSite: site.callSite }));
      }
    }),
  };
}

import type { WindowFn } from '../../construction/index.js';
import { preview } from '../../model/preview.js';
import type { Window } from '../../model/window.js';
import type { Receiver } from '../receiver.js';
import { receiver } from '../receiver.js';
import { windowAssigner } from '../window-assign.js';
import { type Operator, type OperatorSite, userError } from './operator.js';

/** Puts each element into the windows of its timestamp (`beam:transform:window_into:v1`); in none, it is dropped. */
export function windowIntoOperator(site: OperatorSite, windowFn: WindowFn, main: Receiver): Operator {
  const { bundle, stats } = site;
  const { cursor } = bundle;
  const assign = windowAssigner(windowFn);
  return {
    site,
    input: receiver((element) => {
      stats.elementsIn++;
      const before = cursor.metadata;
      let windows: readonly Window[];
      try {
        windows = assign(before.timestamp, element);
      } catch (thrown) {
        throw bundle.fail(userError(site, thrown, preview(element)));
      }
      if (windows.length === 0) return;
      cursor.metadata = { timestamp: before.timestamp, windows, pane: before.pane };
      stats.elementsOut++;
      main.push(element);
      cursor.metadata = before;
    }),
  };
}

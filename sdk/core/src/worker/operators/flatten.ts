import type { Receiver } from '../receiver.js';
import type { Operator, OperatorSite } from './operator.js';

/** Passes elements on: several producers point to one of these (`beam:transform:flatten:v1` inside a stage). */
export function flattenOperator(site: OperatorSite, main: Receiver): Operator {
  const { stats } = site;
  return {
    site,
    input: {
      push(element) {
        stats.elementsIn++;
        stats.elementsOut++;
        main.push(element);
      },
      pushPair(key, value) {
        stats.elementsIn++;
        stats.elementsOut++;
        main.pushPair(key, value);
      },
    },
  };
}

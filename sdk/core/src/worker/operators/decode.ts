import { ByteReader } from '../../model/coders/byte-reader.js';
import type { Coder } from '../../model/coders/coder.js';
import { type Receiver, receiver } from '../receiver.js';
import type { Operator, OperatorSite } from './operator.js';

/** Reads elements from bytes: those of a source that another runner plays without knowing their coder. */
export function decodeOperator(site: OperatorSite, coder: Coder<unknown>, main: Receiver): Operator {
  const { stats } = site;
  return {
    site,
    input: receiver((bytes: Uint8Array) => {
      stats.elementsIn++;
      stats.elementsOut++;
      main.push(coder.decode(new ByteReader(bytes)));
    }),
  };
}

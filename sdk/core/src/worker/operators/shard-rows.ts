import type { EpochSink } from '../../construction/index.js';
import { messageOf } from '../../model/errors.js';
import { preview } from '../../model/preview.js';
import { type Receiver, receiver } from '../receiver.js';
import { type Operator, type OperatorSite, userError } from './operator.js';

/** How many write side by side, where the sink does not say. */
const USUAL_SHARDS = 4;

/** Pairs each row of a sink with the number of the writer it goes to: rows of one key go to one. */
export function shardRowsOperator(site: OperatorSite, sink: EpochSink<unknown>, main: Receiver): Operator {
  const { bundle, stats } = site;
  const { pushPair } = main;
  const { keyOf, shards = USUAL_SHARDS } = sink;
  let turn = 0;
  const shardOf = (row: unknown): number => {
    if (keyOf === undefined) return 0;
    const key = keyOf(row);
    if (key !== undefined) return hash(key) % shards;
    turn = (turn + 1) % shards;
    return turn;
  };
  return {
    site,
    input: receiver((row) => {
      stats.elementsIn++;
      let shard: number;
      try {
        shard = shardOf(row);
      } catch (thrown) {
        throw bundle.fail(userError(site, thrown, preview(row), `the key of a row: ${messageOf(thrown)}`));
      }
      stats.elementsOut++;
      pushPair(shard, row);
    }),
  };
}

/** FNV-1a over 32 bits (draft-eastlake-fnv-17): spreads short keys, and is the same in every process. */
function hash(key: string | Uint8Array): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) {
    state ^= typeof key === 'string' ? key.charCodeAt(at) : key[at]!;
    state = Math.imul(state, 0x01000193);
  }
  return state >>> 0;
}

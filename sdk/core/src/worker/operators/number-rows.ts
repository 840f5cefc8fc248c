import { type DoFn, type ParDoOperation, valueState } from '../../construction/index.js';
import type { KV } from '../../model/kv.js';

/** Where a row of a sink is: which writer it goes to, and the how many-th of that writer it is. */
export type NumberedRow = KV<
  number,
  { readonly key: { readonly key: string; readonly value: number }; readonly value: unknown }
>;

/** How far the numbers of a writer are. `run` tells those of a job that begins anew from those of the one before. */
interface Position {
  readonly run: string;
  readonly last: number;
}

/** What {@link numberRows} declares. */
export const numberRowsUses = { position: valueState<Position>() };

/**
 * Numbers the rows of each writer of a sink, from 1. What has a number goes on only when a checkpoint holds it, so that
 * a row keeps its number for ever.
 * @param newName tells the runs of a job apart
 */
export function numberRows(newName: () => string) {
  const doFn: DoFn<KV<number, unknown>, NumberedRow, typeof numberRowsUses> = {
    name: 'number rows',
    uses: numberRowsUses,
    process({ key: shard, value: row }, { position }) {
      const { run, last } = position.read() ?? { run: newName().slice(0, RUN_NAME), last: 0 };
      position.write({ run, last: last + 1 });
      return [{ key: shard, value: { key: { key: run, value: last + 1 }, value: row } }];
    },
  };
  return {
    kind: 'parDo',
    callback: { shape: 'doFn', doFn },
    uses: numberRowsUses,
    onError: 'fail',
    concurrency: 1,
    ordered: false,
    observesContext: true,
  } as const satisfies ParDoOperation;
}

/** Characters: enough for the runs of one job. */
const RUN_NAME = 8;

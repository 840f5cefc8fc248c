import type { EpochInfo } from '@hornbeam/store';
import type { Host } from '../host.js';
import { amount, byteSize, counted } from '../terminal/amounts.js';
import { columns } from '../terminal/columns.js';
import { writeJson, writeLines } from './output.js';
import type { StateFolder } from './state-folder.js';

/** How many of the last epochs are shown where nobody asks for all; those with a snapshot always are. */
const SHOWN = 20;

/** Lists the epochs that can be looked at. @returns 0 */
export async function listEpochs(
  state: StateFolder,
  { all, json }: { readonly all?: boolean; readonly json?: boolean },
  host: Host,
): Promise<number> {
  const epochs = state.epochs();
  if (json) {
    const listed = epochs.map(({ at, ...rest }) => ({ ...rest, committedAt: new Date(at).toISOString() }));
    return writeJson(host, { folder: state.path, epochs: listed });
  }
  if (epochs.length === 0) return writeLines(host, ['no epochs yet']);
  const first = all ? 0 : Math.max(0, epochs.length - SHOWN);
  const shown = epochs.filter(({ isSnapshot }, i) => isSnapshot || i >= first);
  const rows = columns(
    [['epoch', 'committed', 'changes', 'bytes', ''], ...shown.map(rowOf)],
    ['right', 'left', 'right', 'right'],
  );
  const left = epochs.length - shown.length;
  return writeLines(host, left === 0 ? rows : [...rows, `${counted(left, 'earlier epoch')} more: --all`]);
}

const rowOf = ({ epoch, at, changes, bytes, isSnapshot }: EpochInfo): string[] => [
  String(epoch),
  new Date(at).toISOString(),
  changes === undefined ? '' : amount(changes),
  bytes === undefined ? '' : byteSize(bytes),
  isSnapshot ? 'snapshot' : '',
];

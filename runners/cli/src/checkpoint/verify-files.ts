import { BeamError } from '@hornbeam/sdk/model';
import type { Damage } from '@hornbeam/store';
import type { Host } from '../host.js';
import { byteSize, counted } from '../terminal/amounts.js';
import { writeJson, writeLines } from './output.js';
import type { StateFolder } from './state-folder.js';

/**
 * Reads every byte and says where one is not as it was written. An index that is not whole is no damage: it is made anew.
 * @returns 0
 * @throws BeamError `E_STATE_DAMAGED` when data is damaged
 */
export async function verifyFiles(
  state: StateFolder,
  { json }: { readonly json?: boolean },
  host: Host,
): Promise<number> {
  const found = state.verify();
  const damage = found.filter(({ isData }) => isData);
  const isWhole = damage.length === 0;
  if (json) await writeJson(host, { folder: state.path, isWhole, found });
  else await writeLines(host, [...found.map(lineOf), ...(isWhole ? [summary(state)] : [])]);
  if (isWhole) return 0;
  const files = [...new Set(damage.map(({ file }) => file))];
  throw new BeamError(
    'E_STATE_DAMAGED',
    `${state.path} is damaged in ${counted(damage.length, 'place')} of ${files.join(', ')}.`,
    {
      path: `${state.path}/${damage[0]!.file}:${damage[0]!.offset}`,
      help: 'restore the directory from a copy, or begin anew in an empty one; see whether the disk fails',
    },
  );
}

const lineOf = ({ file, offset, what, isData }: Damage): string =>
  isData ? `damaged  ${file}  byte ${offset}: ${what}` : `stale    ${file}: ${what}`;

function summary(state: StateFolder): string {
  const epochs = state.epochs();
  const range = epochs.length === 0 ? 'no epochs' : `epochs ${epochs[0]!.epoch} to ${epochs.at(-1)!.epoch}`;
  return `whole: ${byteSize(state.bytes())}, ${range}`;
}

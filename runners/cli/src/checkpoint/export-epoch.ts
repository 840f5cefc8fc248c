import type { StateView } from '@hornbeam/store';
import type { Host } from '../host.js';
import { writeLines } from './output.js';
import type { StateFolder } from './state-folder.js';

/**
 * Writes everything that an epoch has as lines of JSON:
 *
 *     {"type":"epoch","v":1,"epoch":4711,"committedAt":"2026-11-23T12:00:00.000Z"}    first
 *     {"type":"entry","space":"state Total: sum","key":"…","value":"…"}               each key; bytes in base64
 *     {"type":"end","entries":1234}                                                   last: what lacks it was cut off
 *
 * @returns 0
 */
export async function exportEpoch(
  state: StateFolder,
  { epoch }: { readonly epoch?: number },
  host: Host,
): Promise<number> {
  const view = state.at(epoch);
  try {
    return await writeLines(host, linesOf(view));
  } finally {
    view.close();
  }
}

function* linesOf(view: StateView): Iterable<string> {
  const committedAt = new Date(view.committedAt).toISOString();
  yield JSON.stringify({ type: 'epoch', v: 1, epoch: view.epoch, committedAt });
  let entries = 0;
  for (const space of [...view.spaces()].sort()) {
    for (const { key, value } of view.entries(space)) {
      entries++;
      yield JSON.stringify({ type: 'entry', space, key: base64(key), value: base64(value) });
    }
  }
  yield JSON.stringify({ type: 'end', entries });
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');

import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byteSize } from '../terminal/amounts.js';
import type { Finding } from './finding.js';

/** Below this there is little room for groups that do not fit into memory. */
const LITTLE = 1024 ** 3;

/** Writes into the temporary folder and looks how much room it has. */
export function examineDisk(folder: string = tmpdir()): Finding[] {
  try {
    const made = mkdtempSync(join(folder, 'hornbeam-'));
    try {
      writeFileSync(join(made, 'probe'), 'x');
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  } catch (thrown) {
    return [
      {
        level: 'fail',
        what: `the temporary folder ${folder} cannot be written: ${(thrown as Error).message}`,
        fix: 'set TMPDIR to a folder that can',
      },
    ];
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const what = `the temporary folder ${folder} has ${byteSize(free)} free`;
  if (free >= LITTLE) return [{ level: 'ok', what }];
  return [{ level: 'warn', what, fix: 'make room, or set TMPDIR to a folder on a larger disk' }];
}

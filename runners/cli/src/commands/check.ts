import type { RunFlags } from '../args/run-flags.js';
import type { Session } from '../session.js';

export async function checkCommand(
  _files: readonly string[],
  _flags: RunFlags,
  _session: Session,
): Promise<number> {
  return 0;
}

import type { Host } from '../host.js';
export async function initCommand(
  _a: string | undefined,
  _f: { template?: string; force?: boolean },
  _h: Host,
): Promise<number> {
  return 0;
}

import type { Host } from '../host.js';
export async function listCommand(_a: string | undefined, _f: { json?: boolean }, _h: Host): Promise<number> {
  return 0;
}

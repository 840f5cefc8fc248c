import type { Host } from '../host.js';
export async function doctorCommand(_f: { json?: boolean }, _h: Host): Promise<number> {
  return 0;
}

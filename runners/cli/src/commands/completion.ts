import type { Host } from '../host.js';
export async function completionCommand(_a: string, _h: Host): Promise<number> {
  return 0;
}

import type { Host } from '../host.js';

/** Writes lines to stdout, in pieces that a slow reader can keep up with. @returns 0 */
export async function writeLines(host: Host, lines: Iterable<string>): Promise<number> {
  let piece = '';
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < PIECE) continue;
    await host.stdout.write(piece);
    piece = '';
  }
  if (piece !== '') await host.stdout.write(piece);
  return 0;
}

/** Writes one JSON text to stdout. @returns 0 */
export const writeJson = (host: Host, value: unknown): Promise<number> =>
  writeLines(host, [JSON.stringify(value, null, 2)]);

const PIECE = 64 * 1024;

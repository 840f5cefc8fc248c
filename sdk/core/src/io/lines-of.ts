import { openBytes } from './byte-source.js';
import { codecOf, decompress } from './compression.js';
import { LineSplitter } from './line-splitter.js';
import { localFileSystem } from './local-file-system.js';
import { localPath } from './location.js';

/**
 * The lines of a local text file in order, without their ends, as many at a time as were read at once. Compressed
 * files by the end of their name.
 * @throws BeamError `E_IO`
 */
export async function* linesOf(location: string): AsyncGenerator<readonly string[], void, void> {
  const path = localPath(location);
  let lines: string[] = [];
  const splitter = new LineSplitter(
    { start: 0, end: Number.POSITIVE_INFINITY },
    { path, onLine: (line) => lines.push(line) },
  );
  const taken = (): string[] => {
    const some = lines;
    lines = [];
    return some;
  };
  const raw = await openBytes(localFileSystem, path, { start: undefined, end: Number.POSITIVE_INFINITY });
  const source = decompress(raw, codecOf('auto', path), path);
  try {
    for (let chunk = await source.next(); chunk !== undefined; chunk = await source.next()) {
      splitter.push(chunk);
      yield taken();
    }
    splitter.finish();
    yield taken();
  } finally {
    await source.close();
  }
}

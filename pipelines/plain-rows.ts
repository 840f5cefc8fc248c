import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * The rows of a CSV file without quotes as arrays of texts, the head left out: for the plain loops that tests compare
 * a pipeline with, so that they share nothing with it.
 */
export function plainRows(path: string): string[][] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

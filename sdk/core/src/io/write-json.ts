import type { PCollection, Sink } from '../api/index.js';
import { jsonText } from './json-text.js';
import { fileSink, type RollingOptions, type WriteOptions } from './write-files.js';

/**
 * Writes each element as one line of JSON (JSON Lines, NDJSON). Hands back the names of the files, once they are in
 * place; with `rolling`, for rows without end, nothing. See `json-text.ts` for values that JSON lacks.
 *
 * @example alerts.write(writeJson('out/alerts', { suffix: '.jsonl.gz' }))
 * @throws BeamError `E_DUPLICATE_OUTPUT`, and at run time `E_IO`, or `E_ENCODE` for what cannot be JSON
 */
export function writeJson<T>(path: string, options: RollingOptions): Sink<T, void>;
export function writeJson<T>(path: string, options?: WriteOptions): Sink<T, PCollection<string>>;
export function writeJson<T>(path: string, options: WriteOptions | RollingOptions = {}): Sink<T, any> {
  return fileSink('writeJson', path, options, () => () => ({
    begin: () => '',
    encode: (element) => `${jsonText(element)}\n`,
    end: () => '',
  }));
}

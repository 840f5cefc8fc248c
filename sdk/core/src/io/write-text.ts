import type { PCollection, Sink } from '../api/index.js';
import { BeamError } from '../model/errors.js';
import { preview } from '../model/preview.js';
import { fileSink, type RollingOptions, type WriteOptions } from './write-files.js';

/** What stands around the lines of {@link writeText}. */
export interface TextFrame {
  /** A line, or several, at the beginning of each file. */
  readonly header?: string | readonly string[];
  /** A line, or several, at the end of each file. */
  readonly footer?: string | readonly string[];
}

/** Options of {@link writeText}. */
export interface WriteTextOptions extends WriteOptions, TextFrame {}

/**
 * Writes strings as lines of text files in UTF-8: `counts-00000-of-00001` for `writeText('counts')`. The files get
 * their names when all of them are complete. Hands back their names; with `rolling`, for rows without end, nothing.
 *
 * @example counts.map(({ key, value }) => `${key}: ${value}`).write(writeText('out/counts', { suffix: '.txt' }))
 * @throws BeamError `E_DUPLICATE_OUTPUT`, and at run time `E_IO`, or `E_BAD_ARGUMENT` for an element that is no string
 */
export function writeText(path: string, options: RollingOptions & TextFrame): Sink<string, void>;
export function writeText(path: string, options?: WriteTextOptions): Sink<string, PCollection<string>>;
export function writeText(
  path: string,
  options: WriteTextOptions | (RollingOptions & TextFrame) = {},
): Sink<string, any> {
  const header = linesOf(options.header);
  const footer = linesOf(options.footer);
  return fileSink('writeText', path, options, () => () => ({
    begin: () => header,
    encode(element) {
      if (typeof element !== 'string') throw noString(element, path);
      return `${element}\n`;
    },
    end: () => footer,
  }));
}

const linesOf = (lines: string | readonly string[] = []): string =>
  (typeof lines === 'string' ? [lines] : lines).map((line) => `${line}\n`).join('');

const noString = (element: unknown, path: string): BeamError =>
  new BeamError('E_BAD_ARGUMENT', 'writeText was given an element that is no string.', {
    path,
    element: preview(element),
    help: 'map elements to strings first, or use writeJson or writeCsv',
  });

import type { PCollection, Source } from '../api/index.js';
import { StringUtf8Coder } from '../model/coders/string-utf8.js';
import { BeamError } from '../model/errors.js';
import type { FileMatch } from './file-system.js';
import { type LineFormat, type Paths, type ReadOptions, readFiles, readMatches } from './read-files.js';

/** Options of {@link text}. */
export interface TextOptions extends ReadOptions {
  /** Lines at the beginning of each file that are passed over (default 0). */
  readonly skipHeaderLines?: number;
}

/**
 * The lines of text files, without their line ends. Large files are split and read in parallel; compressed ones
 * are read as a stream. Lines end with LF or CRLF.
 *
 * @example p.read(text('logs/*.txt'))
 * @throws BeamError at run time: `E_NO_INPUT` without a file, `E_IO`, `E_BAD_RECORD` for text that is no UTF-8
 */
export function text(paths: Paths, options: TextOptions = {}): Source<string> {
  const format = lines(options);
  return {
    name: 'text',
    expand: (root) => readFiles(root, paths, format, options, new StringUtf8Coder()),
  };
}

/**
 * A transform that reads the lines of text files that were found, as `text` does; with `watchFiles`, of files that come
 * while the pipeline runs. Lines have the timestamps of their files.
 *
 * @example p.read(watchFiles('inbox/*.log')).apply(readText())
 * @throws BeamError at run time: `E_IO`, `E_BAD_RECORD` for text that is no UTF-8
 */
export function readText(
  options: Omit<TextOptions, 'emptyMatch'> = {},
): (input: PCollection<FileMatch>) => PCollection<string> {
  const format = lines(options);
  return function readText(input) {
    return readMatches(input, format, options, new StringUtf8Coder());
  };
}

/** Each line is a record. @throws BeamError `E_BAD_ARGUMENT` */
function lines({ skipHeaderLines: headLines = 0 }: TextOptions): LineFormat<string> {
  if (!Number.isInteger(headLines) || headLines < 0) {
    throw new BeamError(
      'E_BAD_ARGUMENT',
      `skipHeaderLines must be a whole number of at least 0, not ${headLines}.`,
      { help: 'leave it out to read every line' },
    );
  }
  return {
    splittable: true,
    headLines,
    open(site, head) {
      const { emit } = site;
      let toSkip = head === undefined ? headLines : 0;
      if (toSkip === 0) return { line: (text) => emit(text) };
      return {
        line(text) {
          if (toSkip > 0) toSkip--;
          else emit(text);
        },
      };
    },
  };
}

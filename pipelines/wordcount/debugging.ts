import { counter, distribution, type Failure, type PCollection, pipeline } from '@hornbeam/sdk';
import { print, text, writeJson } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { sampleData } from '../sample-data.js';
import { words } from './words.js';

const options = z.object({
  input: z.string().default(sampleData('moby-dick.txt')).describe('The text: a path or a glob'),
  filter: z
    .string()
    .default('^(ahab|ishmael|queequeg|starbuck)$')
    .refine(isPattern, 'must be a regular expression')
    .describe('Count only words that match this regular expression'),
  refused: z.string().optional().describe('A file for the lines that cannot be used, as JSON'),
});

/** DebuggingWordCount: what a pipeline shows of itself. Counts the words that match a pattern and prints them. */
export default pipeline({ name: 'debugging-wordcount', options }, (p, o) => {
  const pattern = new RegExp(o.filter);

  p.read(text(o.input))
    .flatMap(
      function split(line, { emptyLines, wordsPerLine }) {
        // What text() puts in the place of bytes that are no UTF-8: a part of a word would be counted as a word.
        if (line.includes('\uFFFD')) throw new Error('the line is not UTF-8');
        const found = words(line);
        if (found.length === 0) emptyLines.inc();
        wordsPerLine.update(found.length);
        return found;
      },
      {
        emptyLines: counter(),
        wordsPerLine: distribution(),
        onError: (failures) => refuse(failures, o.refused),
      },
    )
    .filter(
      function matching(word, { matched, unmatched, log }) {
        const matches = pattern.test(word);
        if (matches) log.debug('matched', { word });
        (matches ? matched : unmatched).inc();
        return matches;
      },
      { matched: counter(), unmatched: counter() },
    )
    .countPerElement()
    .map(({ key, value }) => `${key}: ${value}`)
    .named('Format')
    .write(print());
});

/** Dead letters are a PCollection like any other: counted and logged here, and kept when there is a file for them. */
function refuse(failures: PCollection<Failure<string>>, file: string | undefined): void {
  const lines = failures.map(
    function refused({ element, error }, { refusedLines, log }) {
      refusedLines.inc();
      log.warn(error.message, { line: element });
      return { line: element, reason: error.message };
    },
    { refusedLines: counter() },
  );
  if (file !== undefined) lines.write(writeJson(file, { singleFile: true }));
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

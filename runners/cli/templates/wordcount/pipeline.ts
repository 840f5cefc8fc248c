import { fileURLToPath } from 'node:url';
import { pipeline } from '@hornbeam/sdk';
import { print, text } from '@hornbeam/sdk/io';
import { z } from 'zod';

const options = z.object({
  input: z
    .string()
    .default(fileURLToPath(new URL('data/sonnet.txt', import.meta.url)))
    .describe('The text: a path or a pattern'),
  top: z.int().positive().default(10).describe('How many words to show'),
});

/** The words of a line, without marks, in lower case. */
export const words = (line: string): string[] => line.toLowerCase().match(/[a-z']+/g) ?? [];

/** Counts the words of a text and prints the most frequent ones. */
export default pipeline({ name: 'wordcount', options }, (p, o) => {
  p.read(text(o.input))
    .flatMap(words)
    .countPerElement()
    .top(o.top, (a, b) => a.value - b.value || (a.key < b.key ? 1 : -1))
    .flatMap((top) => top.map(({ key, value }) => ({ word: key, count: value })))
    .named('Rows')
    .write(print());
});

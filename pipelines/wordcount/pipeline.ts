import { pipeline } from '@hornbeam/sdk';
import { text, writeText } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { sampleData } from '../sample-data.js';
import { words } from './words.js';

const options = z.object({
  input: z.string().default(sampleData('moby-dick.txt')).describe('The text: a path or a glob'),
  output: z.string().default('counts').describe('Where the counts go: the beginning of the names of files'),
});

/** WordCount: counts the words of any text and writes lines `word: count`. */
export default pipeline({ name: 'wordcount', options }, (p, o) => {
  p.read(text(o.input))
    .flatMap(words)
    .countPerElement()
    .map(({ key, value }) => `${key}: ${value}`)
    .named('Format')
    .write(writeText(o.output));
});

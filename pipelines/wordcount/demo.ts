import { type KV, pipeline } from '@hornbeam/sdk';
import { print, text } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { sampleData } from '../sample-data.js';
import { textTable } from '../text-table.js';
import { words } from './words.js';

const options = z.object({
  input: z.string().default(sampleData('moby-dick.txt')).describe('The text: a path or a glob'),
  top: z.int().positive().default(20).describe('How many words to show'),
  letters: z.int().positive().default(1).describe('Leave out words with fewer letters'),
});

/** Shows the most frequent words of a text as a table. */
export default pipeline({ name: 'top-words', options }, (p, o) => {
  const all = p.read(text(o.input)).flatMap(words);
  all
    .filter((word) => word.length >= o.letters)
    .countPerElement()
    .top(o.top, byCount)
    .map((top, { total }) => table(top, total).join('\n'), { total: all.count().asSingleton() })
    .named('Table')
    .write(print());
});

type WordCount = KV<string, number>;

/** The more frequent word is the greater one; of equally frequent ones, the one earlier in the alphabet. */
const byCount = (a: WordCount, b: WordCount): number => a.value - b.value || (a.key < b.key ? 1 : -1);

const BAR_WIDTH = 40;

function table(top: readonly WordCount[], total: number): string[] {
  const most = top[0]?.value ?? 0;
  const rows = top.map(({ key: word, value: count }, i) => [
    String(i + 1),
    word,
    count.toLocaleString('en'),
    `${((100 * count) / total).toFixed(2)}%`,
    '█'.repeat(Math.ceil((BAR_WIDTH * count) / most)),
  ]);
  return textTable(
    [
      { title: '', align: 'right' },
      { title: 'word' },
      { title: 'count', align: 'right' },
      { title: 'share', align: 'right' },
      { title: '' },
    ],
    rows,
  );
}

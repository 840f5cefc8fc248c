import { expect, test } from 'vitest';
import { anchorsOf, blocksOf, matchesOutput, proseOf } from './markdown.js';

const page = [
  '# One',
  '```ts run --n 3',
  'a',
  '',
  'b',
  '```',
  'words',
  '````md',
  '```ts',
  'x',
  '```',
  '````',
].join('\n');

test('blocks have their info words, their text and their line', () => {
  expect(blocksOf(page)).toEqual([
    { info: ['ts', 'run', '--n', '3'], text: 'a\n\nb', line: 2, end: 6 },
    { info: ['md'], text: '```ts\nx\n```', line: 8, end: 12 },
  ]);
});

test('a fence that is never closed is an error', () => {
  expect(() => blocksOf('```ts\nx')).toThrow('line 1');
});

test('prose is the page without its blocks, on the same lines', () => {
  expect(proseOf(page).split('\n')).toEqual(['# One', '', '', '', '', '', 'words', '', '', '', '', '']);
});

test('an empty block hides nothing after it', () => {
  expect(proseOf('a\n```sh\n```\nb')).toBe('a\n\n\nb');
});

test('anchors are what hosts make of headings', () => {
  const anchors = anchorsOf('# A b, c!\n## E_USER\n## `x` & [y](z.md)\n## A b c\n```\n# no\n```\n## Über 2');
  expect([...anchors]).toEqual(['a-b-c', 'e_user', 'x--y', 'a-b-c-1', 'über-2']);
});

test('output is compared line by line with wildcards', () => {
  expect(matchesOutput('a\nb  \n', 'a\nb')).toBe(true);
  expect(matchesOutput('took 3.2 s (fast)\n', 'took ... s (fast)')).toBe(true);
  expect(matchesOutput('a\n1\n2\n3\nz\n', 'a\n...\nz')).toBe(true);
  expect(matchesOutput('a\nz\n', 'a\n...\nz')).toBe(true);
  expect(matchesOutput('a\nb\nc\n', 'a\n...')).toBe(true);
  expect(matchesOutput('a\nb\n', 'a')).toBe(false);
  expect(matchesOutput('took 3 m\n', 'took ... s')).toBe(false);
  expect(matchesOutput('a.b\n', 'a+b')).toBe(false);
  expect(matchesOutput('b\na\nz\n', 'a\n...\nz')).toBe(false);
});

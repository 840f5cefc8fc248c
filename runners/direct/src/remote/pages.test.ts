import { expect, test } from 'vitest';
import { Pages } from './pages.js';

const megabytes = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => new Uint8Array(1024 * 1024).fill(i));

test('what is large comes in pages, each with a token for the next, and the last without', () => {
  const pages = new Pages();
  const sizes: number[] = [];
  const seen = new Set<number>();
  for (let page = pages.first(megabytes(10)); ; page = pages.next(page.continuationToken)) {
    sizes.push(page.data.length / 1024 / 1024);
    for (let at = 0; at < page.data.length; at += 1024 * 1024) seen.add(page.data[at]!);
    if (page.continuationToken.length === 0) break;
  }
  expect(sizes).toEqual([4, 4, 2]);
  expect(seen.size).toBe(10);
});

test('a reading that is under way does not see what is added meanwhile where it was given a copy', () => {
  const pages = new Pages();
  const pieces = megabytes(5);
  const first = pages.first(pieces.slice());
  pieces.push(new Uint8Array(1));
  expect(pages.next(first.continuationToken).data.length).toBe(1024 * 1024);
});

test('a token that was not given is refused, and one that was used', () => {
  const pages = new Pages();
  const { continuationToken } = pages.first(megabytes(5));
  pages.next(continuationToken);
  for (const token of [continuationToken, Uint8Array.of(1, 2)])
    expect(() => pages.next(token)).toThrow(expect.objectContaining({ code: 'E_WORKER' }));
});

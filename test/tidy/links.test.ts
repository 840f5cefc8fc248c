import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { anchorsOf, proseOf } from '../docs/markdown.js';
import { filesUnder, pathOf, read } from './repository.js';

const pages = filesUnder().filter((file) => file.endsWith('.md'));

/** Matches of a pattern in the prose of a page, with their lines. */
const found = (page: string, pattern: RegExp) =>
  proseOf(read(page))
    .split('\n')
    .flatMap((text, at) =>
      [...text.matchAll(pattern)].map((match) => ({ at: `${page}:${at + 1}`, text: match[1] as string })),
    );

test('relative links in every page lead to a file, and to a heading in it', () => {
  const broken = pages.flatMap((page) =>
    found(page, /\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)
      .filter(({ text }) => !/^[a-z]+:/.test(text))
      .filter(({ text }) => {
        const [path = '', anchor] = text.split('#');
        const target = path === '' ? page : posix.join(posix.dirname(page), decodeURI(path));
        if (!existsSync(pathOf(target))) return true;
        return anchor !== undefined && target.endsWith('.md') && !anchorsOf(read(target)).has(anchor);
      })
      .map(({ at, text }) => `${at}: ${text}`),
  );
  expect(broken).toEqual([]);
});

test('files that pages name in code style exist', () => {
  // A path from the root of the repository, without a placeholder such as <name>, * or NNNN.
  const path = /`((?:sdk|runners|pipelines|proto|test|docs|\.ci)\/[\w./-]+)`/g;
  const missing = pages.flatMap((page) =>
    found(page, path)
      .filter(({ text }) => !text.includes('NNNN') && !text.split('/').includes('dist'))
      .filter(
        ({ text }) => !existsSync(pathOf(text)) && !existsSync(pathOf(posix.join(posix.dirname(page), text))),
      )
      .map(({ at, text }) => `${at}: ${text}`),
  );
  expect(missing).toEqual([]);
});

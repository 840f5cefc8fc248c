// The examples of docs/testing.md are test files: they are run as such, here. That they type-check is looked at
// with all pages, in readme.test.ts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { pathOf, read } from '../tidy/repository.js';
import { blocksOf } from './markdown.js';

const PAGE = 'docs/testing.md';

const examples = blocksOf(read(PAGE)).filter(({ info: [language] }) => language === 'ts');

test('every example tests something', () => {
  expect(examples.length).toBeGreaterThan(3);
  for (const { text } of examples) expect(text).toMatch(/^test\('/m);
});

for (const { text, line } of examples) {
  describe(`${PAGE}:${line}`, async () => {
    // Inside the repository, so that imports of our packages resolve; .cache is not under version control.
    const file = pathOf(`test/.cache/docs/testing-page-${line}.ts`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    await import(pathToFileURL(file).href);
  });
}

import { expect, test } from 'vitest';
import { typeErrors } from './blocks-program.js';

test('type errors are found with their lines, in the block they belong to', { timeout: 60_000 }, () => {
  const texts = new Map([
    ['good.ts', "import { readFileSync } from 'node:fs';\nconst unused = readFileSync('x', 'utf8').length;"],
    ['bad.ts', "const a = 1;\nconst b: string = a;\nimport { none } from '@hornbeam/engine';"],
    ['same-names.ts', "const a = 'a module of its own';"],
  ]);
  const errors = typeErrors(texts);
  expect(errors.get('good.ts')).toEqual([]);
  expect(errors.get('same-names.ts')).toEqual([]);
  expect(errors.get('bad.ts')?.map((error) => error.split(':')[0])).toEqual(['2', '3']);
});

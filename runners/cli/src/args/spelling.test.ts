import { expect, test } from 'vitest';
import { camel, kebab, nearest } from './spelling.js';

test('all habits of spelling are one name', () => {
  for (const name of ['inputFile', 'input_file', 'input-file', 'INPUT_FILE', 'Input-File']) {
    expect(kebab(name)).toBe('input-file');
    expect(camel(name)).toBe('inputFile');
  }
  expect(kebab('HTTPServer')).toBe('http-server');
  expect(kebab('top10Words')).toBe('top10-words');
});

test('a misspelt word finds its neighbour, and a strange one finds none', () => {
  const words = ['input', 'output', 'runner', 'memory-budget'];
  expect(nearest('inptu', words)).toBe('input');
  expect(nearest('ouput', words)).toBe('output');
  expect(nearest('memorybudget', words)).toBe('memory-budget');
  expect(nearest('mem', words)).toBe('memory-budget');
  expect(nearest('zebra', words)).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});

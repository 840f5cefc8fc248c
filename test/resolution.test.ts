import { expect, test } from 'vitest';

test('tests load the sources of a package, not its build', () => {
  expect(import.meta.resolve('@hornbeam/engine')).toMatch(/runners\/engine\/src\/index\.ts$/);
  expect(import.meta.resolve('@hornbeam/sdk/model')).toMatch(/sdk\/core\/src\/model\/index\.ts$/);
});

test('a process started by a test loads the build, as a user does', () => {
  expect(process.env.NODE_OPTIONS ?? '').not.toContain('hornbeam:source');
});

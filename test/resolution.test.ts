import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('tests load the sources of a package, not its build', () => {
  expect(import.meta.resolve('@hornbeam/engine')).toMatch(/\/src\/index\.ts$/);
  expect(import.meta.resolve('@hornbeam/sdk/model')).toMatch(/\/src\/model\/index\.ts$/);
});

test('a process started by a test loads the build, as a user does', () => {
  const script = "console.log(import.meta.resolve('@hornbeam/engine'))";
  const seen = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  expect(seen.trim()).toMatch(/\/dist\/index\.js$/);
});

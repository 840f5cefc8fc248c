import { readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { filesUnder, packages, pathOf, read } from './repository.js';

test('the top level holds what a newcomer needs to see, and nothing else', () => {
  // What examples write is ignored, like everything that is made.
  const ignored = read('.gitignore')
    .split('\n')
    .map((line) => line.replace(/^\/|\/$/g, ''));
  const seen = readdirSync(pathOf('')).filter((name) => !name.startsWith('.') && !ignored.includes(name));
  expect(seen.sort()).toEqual(
    [
      ...['sdk', 'runners', 'pipelines', 'proto', 'test', 'docs'],
      ...['README.md', 'LICENSE', 'NOTICE'],
      ...['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'tsconfig.base.json'],
    ].sort(),
  );
});

test('the build knows every package that has sources', () => {
  const solution = JSON.parse(read('.ci/tsconfig.json')) as { references: { path: string }[] };
  const built = solution.references.map(({ path }) => posix.join('.ci', path));
  const wanted = packages()
    .map(({ folder }) => folder)
    .filter((folder) => filesUnder(folder).some((file) => file.startsWith(`${folder}/src/`)));
  expect(built.sort()).toEqual(wanted.sort());
});

test('the references of a package are the packages of ours that it depends on', () => {
  const all = packages();
  for (const { folder, name, dependencies } of all) {
    const project = JSON.parse(read(`${folder}/tsconfig.json`)) as { references?: { path: string }[] };
    if (!project.references) continue;
    const references = project.references.map(({ path }) => posix.join(folder, path));
    const wanted = all.filter((each) => dependencies.has(each.name)).map((each) => each.folder);
    expect(references.sort(), name).toEqual(wanted.sort());
  }
});

test('every package says its licence, and what is published says what it contains', () => {
  for (const { folder, name } of packages()) {
    const manifest = JSON.parse(read(`${folder}/package.json`)) as Record<string, unknown>;
    expect(manifest.license, name).toBe('Apache-2.0');
    expect(manifest.type, name).toBe('module');
    if (manifest.private) continue;
    expect(manifest.files, name).toContain('dist');
    expect(manifest.sideEffects, name).toBe(false);
    expect(manifest.description, name).toBeTypeOf('string');
  }
});

test('versions are exact, so that two installations are equal', () => {
  const loose = ['', ...packages().map(({ folder }) => `${folder}/`)].flatMap((folder) => {
    const manifest = JSON.parse(read(`${folder}package.json`)) as Record<string, Record<string, string>>;
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    return versions
      .filter(([, version]) => version !== 'workspace:*' && !/^\d+\.\d+\.\d+$/.test(version))
      .map(([name, version]) => `${folder}package.json: ${name} ${version}`);
  });
  expect(loose).toEqual([]);
});

test('the lockfile names no registry', () => {
  expect(read('pnpm-lock.yaml')).not.toMatch(/https?:\/\/|tarball:/);
});

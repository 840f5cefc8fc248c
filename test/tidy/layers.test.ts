import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cycles } from './cycles.js';
import { parseImportTable, partOf } from './import-table.js';
import { follow, type Import, importsOf, parse } from './imports.js';
import { impurities } from './impurities.js';
import { packages, pathOf, read, sources } from './repository.js';

const parts = parseImportTable(read('docs/ARCHITECTURE.md'));
const all = packages();
const trees = sources().map((file) => parse(file));
const imports = trees.flatMap(importsOf);

/** What is wrong with an import, or undefined. */
function complaint(each: Import): string | undefined {
  const target = follow(each, all);
  const part = partOf(each.from, parts);
  if (target.kind === 'forbidden') return target.reason;
  if (!part) return undefined;
  if (target.kind === 'node') return part.free ? undefined : `${part.name} may not import ${target.name}`;
  if (target.kind === 'npm') {
    return part.npm.has(target.name) ? undefined : `${part.name} may not import the package ${target.name}`;
  }
  if (!existsSync(pathOf(target.file))) return `${target.file} does not exist`;
  const other = partOf(target.file, parts);
  if (other === part || (other && part.mayImport.has(other.name))) return undefined;
  return `${part.name} may not import ${other?.name ?? target.file}`;
}

test('every source file belongs to a part of the import table', () => {
  expect(sources().filter((file) => !partOf(file, parts))).toEqual([]);
});

test('every part of the import table has files', () => {
  const used = new Set(sources().map((file) => partOf(file, parts)));
  expect(parts.filter((part) => !used.has(part)).map(({ name }) => name)).toEqual([]);
});

test('every import keeps to the import table and to the exports of packages', () => {
  const wrong = imports.flatMap((each) => {
    const why = complaint(each);
    return why ? [`${each.from}:${each.line} imports '${each.specifier}': ${why}`] : [];
  });
  expect(wrong).toEqual([]);
});

test('no files load each other in a circle', () => {
  const edges = new Map<string, string[]>(trees.map(({ fileName }) => [fileName, []]));
  for (const each of imports) {
    // Types that name each other are free to live in two files of one part: nothing is loaded.
    const target = each.erased ? undefined : follow(each, all);
    if (target?.kind === 'file') edges.get(each.from)?.push(target.file);
  }
  expect(cycles(edges)).toEqual([]);
});

test('no parts may import each other in a circle', () => {
  expect(cycles(new Map(parts.map(({ name, mayImport }) => [name, [...mayImport]])))).toEqual([]);
});

test('pure parts read no clock, draw no lots, start no timers and print nothing', () => {
  const wrong = trees
    .filter(({ fileName }) => partOf(fileName, parts)?.free === false)
    .flatMap((tree) => impurities(tree).map(({ line, what }) => `${tree.fileName}:${line} uses ${what}`));
  expect(wrong).toEqual([]);
});

test('every entry of a package manifest leads to a source file', () => {
  const missing = all.flatMap(({ exports }) =>
    [...exports.values()].filter((file) => !existsSync(pathOf(file))),
  );
  expect(missing).toEqual([]);
});

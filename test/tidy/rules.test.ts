import { expect, test } from 'vitest';
import { cycles } from './cycles.js';
import { parseImportTable, partOf } from './import-table.js';
import { follow, importsOf, parse } from './imports.js';
import { impurities } from './impurities.js';
import type { Package } from './repository.js';

const seen = (text: string) => impurities(parse('x.ts', text)).map(({ what }) => what);

test('clocks, timers, chance, the process and the console are seen', () => {
  expect(seen('const t = Date.now() + performance.now();')).toEqual(['Date.now', 'performance']);
  expect(seen('setTimeout(f, 1); const g = { later: setImmediate };')).toEqual([
    'setTimeout',
    'setImmediate',
  ]);
  expect(seen('const r = Math.random; console.log(process.pid);')).toEqual([
    'Math.random',
    'console',
    'process',
  ]);
  expect(seen('new Date(); new Date; Date();')).toEqual(['new Date()', 'new Date()', 'Date()']);
});

test('the same names as members, parameters, keys, types and with an argument are left alone', () => {
  expect(seen('new Date(5); Date.UTC(2000); Math.max(1);')).toEqual([]);
  expect(seen('clock.setTimeout(f); this.process(x); const o = { process: 1, console };')).toEqual([
    'console',
  ]);
  expect(seen('function f(process: P) { return process.pid; }')).toEqual([]);
  expect(seen('interface S { process(x: number): void; fetch: () => void }')).toEqual([]);
  expect(seen('class C { process() {} } const { process: run } = spec; run();')).toEqual([]);
});

test('imports are seen in every form, types too', () => {
  const text = `
    import a from './a.js'; import type { B } from './b.js'; export * from './c.js'; export type { D } from './d.js';
    const e = await import('./e.js'); type F = import('./f.js').F; import g = require('./g.js'); require('./h.js');
    // import './not-this.js'
    const s = "import x from './nor-this.js'";`;
  const found = importsOf(parse('x.ts', text));
  expect(found.map(({ specifier }) => specifier)).toEqual([...'abcdefgh'].map((name) => `./${name}.js`));
  const erased = found.filter((each) => each.erased).map(({ specifier }) => specifier);
  expect(erased).toEqual(['./b.js', './d.js', './f.js']);
});

test('an import is followed through exports and dependencies only', () => {
  const made = (name: string, exports: Record<string, string>, dependencies: string[] = []): Package => ({
    name: `@x/${name}`,
    folder: name,
    exports: new Map(Object.entries(exports)),
    dependencies: new Set(dependencies),
  });
  const all = [made('a', {}, ['@x/b', 'left']), made('b', { '@x/b': 'b/src/index.ts' }), made('c', {})];
  const to = (specifier: string) => follow({ from: 'a/src/deep/x.ts', specifier }, all);
  expect(to('../y.js')).toEqual({ kind: 'file', file: 'a/src/y.ts' });
  expect(to('@x/b')).toEqual({ kind: 'file', file: 'b/src/index.ts' });
  expect(to('left/pad')).toEqual({ kind: 'npm', name: 'left' });
  expect(to('node:fs')).toEqual({ kind: 'node', name: 'node:fs' });
  expect(to('../../../b/src/y.js')).toMatchObject({ kind: 'forbidden' });
  expect(to('@x/b/src/y.js')).toMatchObject({ kind: 'forbidden' });
  expect(to('@x/c')).toMatchObject({ kind: 'forbidden' });
  expect(to('right')).toMatchObject({ kind: 'forbidden' });
});

test('circles are found, however long, and trees are not called circles', () => {
  const graph = (text: string) =>
    new Map(text.split(' ').map((edge) => [edge[0] as string, [...edge.slice(1)]] as const));
  expect(cycles(graph('abc bd cd d'))).toEqual([]);
  expect(cycles(graph('ab bc ca d'))).toEqual([['a', 'b', 'c']]);
  expect(cycles(graph('aa bcd cb d'))).toEqual([['a'], ['b', 'c']]);
});

const table = (rows: string) =>
  `# A\n\n## Import table\n\nWords.\n\n| a | b | c | d | e |\n| - | - | - | - | - |\n${rows}\n\n## Next\n| not | this |\n`;

test('the import table is read from its heading to the next', () => {
  const parts = parseImportTable(table('| x | `a` | | | no |\n| y | `a/b` | x | left, right | yes |'));
  expect(parts.map(({ name, folder, free }) => [name, folder, free])).toEqual([
    ['x', 'a', false],
    ['y', 'a/b', true],
  ]);
  expect([...(parts[1]?.npm ?? [])]).toEqual(['left', 'right']);
  expect(partOf('a/b/c.ts', parts)?.name).toBe('y');
  expect(partOf('a/bc.ts', parts)?.name).toBe('x');
  expect(partOf('b.ts', parts)).toBeUndefined();
});

test('a row that names an unknown part is an error, not a hole', () => {
  expect(() => parseImportTable(table('| x | `a` | z | | no |'))).toThrow(/"z", which is no part/);
  expect(() => parseImportTable(table('| x | `a` | | no |'))).toThrow(/row not understood/);
});

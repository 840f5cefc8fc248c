import ts from 'typescript';
import { expect, test } from 'vitest';
import { lineOf, parse } from './imports.js';
import { filesUnder, isGenerated, isTest, packages, pathOf, read, sources } from './repository.js';

const written = filesUnder().filter((file) => !isGenerated(file));
const code = written.filter((file) => /\.(ts|mjs)$/.test(file));
const tests = code.filter((file) => isTest(file) && file.endsWith('.test.ts'));
const packageSources = sources().filter((file) => !file.startsWith('pipelines/'));

/** Every line of the files that matches, as `file:line: text`. Rules are written so as not to match themselves. */
function linesWith(pattern: RegExp, files: readonly string[]): string[] {
  return files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : [])),
  );
}

/** The top-level statements of all package sources that `matches` complains about. */
const statements = (matches: (statement: ts.Statement) => boolean): string[] =>
  packageSources.flatMap((file) =>
    parse(file)
      .statements.filter(matches)
      .map((statement) => `${file}:${lineOf(statement)}: ${statement.getText().split('\n')[0]}`),
  );

test('files and folders are named in kebab-case', () => {
  const word = '[a-z0-9]+(-[a-z0-9]+)*';
  const name = new RegExp(`^(${word})(\\.${word})*$`);
  const wrong = code.filter(
    (file) => !file.split('/').every((part) => name.test(part) || part.startsWith('.')),
  );
  expect(wrong).toEqual([]);
});

test('no file is a bag of unrelated things', () => {
  const bags = /(^|\/)(utils?|helpers?|common|types|misc)(\.|\/)/;
  expect(code.filter((file) => bags.test(file))).toEqual([]);
});

test('no source file has more than 500 lines', () => {
  const long = sources()
    .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > 500);
  expect(long).toEqual([]);
});

test('nothing is left for later in a comment', () => {
  expect(linesWith(/\b(TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b/, written)).toEqual([]);
});

test('the type checker is not silenced', () => {
  expect(linesWith(/@ts-(igno[r]e|noche[c]k)\b/, code)).toEqual([]);
  expect(linesWith(/@ts-expec[t]-error/, sources())).toEqual([]);
  expect(linesWith(/\bas an[y]\b/, packageSources)).toEqual([]);
});

test('the linter is silenced only with a reason', () => {
  expect(linesWith(/biome-ignor[e](?!(-all|-start|-end)? lint\/\S+: \S+ \S+)/, code)).toEqual([]);
});

test('no test runs alone, and one that is skipped says why beside it', () => {
  expect(linesWith(/\b(test|it|describe)\.onl[y]\b/, tests)).toEqual([]);
  const skips = /\b(test|it|describe)\.(ski[p]|tod[o]|skipI[f]|runI[f])\b/;
  const silent = tests.flatMap((file) => {
    const lines = read(file).split('\n');
    return lines.flatMap((line, at) => {
      const explained = /\/\/ \S+ \S+/.test(line) || /^\s*(\/\/|\*) ?\S+ \S+/.test(lines[at - 1] ?? '');
      return skips.test(line) && !explained ? [`${file}:${at + 1}`] : [];
    });
  });
  expect(silent).toEqual([]);
});

test('no file names a place on the machine of its author', () => {
  const places = /(?<![\w.:/}*~-])\/(wor[k]|roo[t]|hom[e]|User[s]|tm[p])\/|[A-Z]:\\User[s]/;
  expect(
    linesWith(
      places,
      written.filter((file) => /\.(ts|mjs|md|json|ya?ml|proto)$/.test(file)),
    ),
  ).toEqual([]);
});

test('packages throw no error class but BeamError', () => {
  // proto stands below the package that has BeamError.
  const above = packageSources.filter((file) => !file.startsWith('proto/'));
  expect(linesWith(/\bthrow new (?!BeamError\b)\w*Error\b/, above)).toEqual([]);
});

test('a module does nothing when it is loaded', () => {
  const bareImport = (node: ts.Statement) => ts.isImportDeclaration(node) && !node.importClause;
  const calls = (node: ts.Statement) =>
    ts.isExpressionStatement(node) && !ts.isStringLiteral(node.expression);
  expect(statements((node) => bareImport(node) || calls(node))).toEqual([]);
});

test('a module keeps no state', () => {
  const empty = /^new (Map|Set|WeakMap|WeakSet|Array)\b(<[^=]*>)?\(\)$|^\[\]( as .*)?$|^\{\}( as .*)?$/;
  const keeps = (node: ts.Statement) =>
    ts.isVariableStatement(node) &&
    (!(node.declarationList.flags & ts.NodeFlags.Const) ||
      node.declarationList.declarations.some(({ initializer }) => empty.test(initializer?.getText() ?? '')));
  expect(statements(keeps)).toEqual([]);
});

test('every export of a package is documented', { timeout: 60_000 }, () => {
  const all = packages();
  const entries = all.flatMap(({ exports }) => [...exports.values()]).filter((file) => file.endsWith('.ts'));
  const program = ts.createProgram(entries.map(pathOf), {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    customConditions: ['hornbeam:source'],
    allowJs: false,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const root = pathOf('');
  const bare = new Set<string>();
  for (const entry of entries) {
    const file = program.getSourceFile(pathOf(entry));
    const module = file && checker.getSymbolAtLocation(file);
    if (!module) continue;
    for (const exported of checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const declaration = symbol.declarations?.[0];
      const home = declaration?.getSourceFile().fileName.slice(root.length);
      if (!home || isGenerated(home) || home.includes('node_modules')) continue;
      if (symbol.getDocumentationComment(checker).length === 0) bare.add(`${home}: ${symbol.name}`);
    }
  }
  expect([...bare].sort()).toEqual([]);
});

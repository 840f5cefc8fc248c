import { posix } from 'node:path';
import ts from 'typescript';
import { type Package, read } from './repository.js';

/** One import of a file: by `import`, `export … from`, `import()`, `require()` or a type `import('…')`. */
export interface Import {
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  /** True when only types are imported, so that nothing of it is left when the program runs. */
  readonly erased: boolean;
}

/** Where an import leads. */
export type Target =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'npm'; readonly name: string }
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'forbidden'; readonly reason: string };

/** The syntax tree of a source file. */
export const parse = (file: string, text = read(file)): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);

/** The line of a node, counted from 1. */
export const lineOf = (node: ts.Node): number => {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
};

/** All imports of a file, in the order of the text. */
export function importsOf(source: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, erased = false) => {
    if (node && ts.isStringLiteralLike(node)) {
      found.push({ from: source.fileName, line: lineOf(node), specifier: node.text, erased });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isExternalModuleReference(node)) add(node.expression);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node)) {
      const { expression } = node;
      const loads =
        expression.kind === ts.SyntaxKind.ImportKeyword ||
        (ts.isIdentifier(expression) && expression.text === 'require');
      if (loads) add(node.arguments[0]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `@scope/name/path` and `name/path` without their path. */
const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Follows an import as the package manifests allow it, to a file of ours, an npm package or a Node module. */
export function follow(
  { from, specifier }: Pick<Import, 'from' | 'specifier'>,
  all: readonly Package[],
): Target {
  const home = all.find(({ folder }) => from.startsWith(`${folder}/`));
  if (specifier.startsWith('.')) {
    const file = posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
    if (home && !file.startsWith(`${home.folder}/`)) {
      return { kind: 'forbidden', reason: 'a relative path out of its package' };
    }
    return { kind: 'file', file };
  }
  if (specifier.startsWith('node:')) return { kind: 'node', name: specifier };
  const name = packageName(specifier);
  const ours = all.find((each) => each.name === name);
  if (home && ours !== home && !home.dependencies.has(name)) {
    return { kind: 'forbidden', reason: `${name} is not in the dependencies of ${home.name}` };
  }
  if (!ours) return { kind: 'npm', name };
  const file = ours.exports.get(specifier);
  return file
    ? { kind: 'file', file }
    : { kind: 'forbidden', reason: `${specifier} is not in the exports of ${name}` };
}

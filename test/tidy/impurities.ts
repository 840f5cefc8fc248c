import ts from 'typescript';
import { lineOf } from './imports.js';

/** A use of the clock, of chance or of the outer world. */
export interface Impurity {
  readonly line: number;
  readonly what: string;
}

/** Globals that a pure file may not name at all. */
const globals = new Set([
  'Buffer',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'console',
  'crypto',
  'fetch',
  'performance',
  'process',
  'require',
  'setImmediate',
  'setInterval',
  'setTimeout',
]);

/** Members of globals that are otherwise welcome. */
const members = new Set(['Date.now', 'Math.random']);

/** Names that the file itself declares: a parameter called `performance` is not the global. */
function declaredNames(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const name = (node as Partial<ts.NamedDeclaration>).name;
    const binds =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isImportSpecifier(node);
    if (binds && name && ts.isIdentifier(name)) names.add(name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** True where the identifier is read as a variable, not the name of a member, a key or a type. */
function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  return ts.isExpression(node) && !ts.isTypeNode(parent) && !isMemberName(parent, node);
}

const isMemberName = (parent: ts.Node, node: ts.Identifier): boolean =>
  (ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isEnumMember(parent)) && parent.name === node;

/** Every place where a file reads the clock, draws lots, waits, prints or reaches for the process. */
export function impurities(source: ts.SourceFile): Impurity[] {
  const declared = declaredNames(source);
  const found: Impurity[] = [];
  const add = (node: ts.Node, what: string) => found.push({ line: lineOf(node), what });
  const isDate = (node: ts.Node) => ts.isIdentifier(node) && node.text === 'Date';
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && globals.has(node.text) && !declared.has(node.text) && isRead(node)) {
      add(node, node.text);
    } else if (ts.isPropertyAccessExpression(node) && members.has(node.getText(source))) {
      add(node, node.getText(source));
    } else if (ts.isNewExpression(node) && isDate(node.expression) && !node.arguments?.length) {
      add(node, 'new Date()');
    } else if (ts.isCallExpression(node) && isDate(node.expression)) {
      add(node, 'Date()');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

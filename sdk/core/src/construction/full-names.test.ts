import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullNames } from './full-names.js';
import { Graph, type Scope } from './graph.js';

interface Tree {
  readonly label: string;
  readonly children: readonly Tree[];
}

const label = fc.oneof(
  fc.constantFrom(
    'a',
    'a_2',
    'a_3',
    'a_2_2',
    '',
    'step',
    'step_2',
    '/',
    'a/b',
    '∕',
    '__proto__',
    '_proto_',
    '\ud800',
  ),
  fc.string({ unit: 'binary' }),
);

const { tree } = fc.letrec<{ tree: Tree; children: Tree[] }>((tie) => ({
  tree: fc.record({ label, children: tie('children') }),
  children: fc.oneof({ maxDepth: 3 }, fc.constant<Tree[]>([]), fc.array(tie('tree'), { maxLength: 4 })),
}));

function grow(trees: readonly Tree[]): Graph {
  const graph = new Graph();
  const add = ({ label, children }: Tree): void => {
    if (children.length > 0) graph.composite(label, () => children.forEach(add));
    else graph.addStep({ label, operation: { kind: 'impulse' }, inputs: {}, outputs: {} });
  };
  trees.forEach(add);
  return graph;
}

/** Gives every node its own name as label. */
function relabel(scope: Scope, names: ReturnType<typeof fullNames>): void {
  for (const child of scope.children) {
    child.label = names.get(child)!.split('/').at(-1)!;
    if (child.kind === 'scope') relabel(child, names);
  }
}

test('every node has a name of its own, whatever the labels are', () => {
  fc.assert(
    fc.property(fc.array(tree), (trees) => {
      const names = [...fullNames(grow(trees).root).values()];
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) {
        expect(name.split('/')).not.toContain('');
        expect(name).not.toMatch(/\p{Surrogate}/u);
        expect(name).not.toBe('__proto__');
      }
    }),
  );
});

test('a name that becomes the label stays the name', () => {
  fc.assert(
    fc.property(fc.array(tree), (trees) => {
      const graph = grow(trees);
      const names = fullNames(graph.root);
      const before = new Map(names);
      relabel(graph.root, names);
      expect(fullNames(graph.root)).toEqual(before);
    }),
  );
});

import type { Scope, Step } from './graph.js';

/**
 * The full name of every node below `root`: labels from the root down, joined by `/`. They are unique, and
 * whatever the labels are, there is a name: equal ones in one scope get `_2`, `_3` … in the order of creation,
 * and what no plan can carry is replaced.
 */
export function fullNames(root: Scope): Map<Step | Scope, string> {
  const names = new Map<Step | Scope, string>();
  const visit = (scope: Scope, prefix: string): void => {
    const taken = new Set<string>();
    const next = new Map<string, number>();
    for (const child of scope.children) {
      const label = segment(child.label);
      let name = label;
      let n = next.get(label) ?? 1;
      while (taken.has(name)) name = `${label}_${++n}`;
      // Where the search ended: without it, many equal labels would take quadratic time.
      next.set(label, n);
      taken.add(name);
      names.set(child, prefix + name);
      if (child.kind === 'scope') visit(child, `${prefix}${name}/`);
    }
  };
  visit(root, '');
  return names;
}

/**
 * A label as one segment of a name: `/` separates segments, half a surrogate pair is not UTF-8, and `__proto__`
 * is no key of a plain object. Applied twice it changes nothing more.
 */
function segment(label: string): string {
  const clean = label.replaceAll('/', '∕').replaceAll(/\p{Surrogate}/gu, '\ufffd');
  if (clean === '__proto__') return '_proto_';
  return clean === '' ? 'step' : clean;
}

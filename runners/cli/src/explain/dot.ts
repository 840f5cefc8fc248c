import { nodeCaption } from './node-caption.js';
import type { PlanView } from './plan-view.js';

/** A pipeline in the DOT language of Graphviz. */
export function explainDot(view: PlanView): string {
  const { name, nodes, groups, edges } = view;
  const lines = [
    `digraph ${quote(name)} {`,
    '  rankdir=TB;',
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
    '  edge [fontname="sans-serif", fontsize=10];',
  ];
  const addGroup = (group: string | undefined, indent: string): void => {
    for (const node of nodes.filter((each) => each.group === group)) {
      lines.push(`${indent}${quote(node.id)} [label=${quote(`${node.label}\n${nodeCaption(node)}`)}];`);
    }
    for (const inner of groups.filter((each) => each.group === group)) {
      lines.push(
        `${indent}subgraph ${quote(`cluster ${inner.id}`)} {`,
        `${indent}  label=${quote(inner.label)};`,
      );
      addGroup(inner.id, `${indent}  `);
      lines.push(`${indent}}`);
    }
  };
  addGroup(undefined, '  ');
  for (const { from, to, tag, side } of edges) {
    const label = side ?? tag;
    const facts = [
      ...(label === undefined ? [] : [`label=${quote(label)}`]),
      ...(side === undefined ? [] : ['style=dashed']),
    ];
    lines.push(`  ${quote(from)} -> ${quote(to)}${facts.length === 0 ? '' : ` [${facts.join(', ')}]`};`);
  }
  return `${[...lines, '}'].join('\n')}\n`;
}

const quote = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

import { nodeCaption } from './node-caption.js';
import type { PlanView, ViewNode } from './plan-view.js';

/** A pipeline as a Mermaid flow chart, which Markdown pages of many hosts draw. */
export function explainMermaid(view: PlanView): string {
  const { nodes, groups, edges } = view;
  const ids = new Map([...nodes, ...groups].map(({ id }, i) => [id, `n${i}`]));
  const lines = ['flowchart TD'];
  const addGroup = (group: string | undefined, indent: string): void => {
    for (const node of nodes.filter((each) => each.group === group)) {
      lines.push(`${indent}${ids.get(node.id)}["${quoted(labelOf(node))}"]`);
    }
    for (const inner of groups.filter((each) => each.group === group)) {
      lines.push(`${indent}subgraph ${ids.get(inner.id)}["${quoted(inner.label)}"]`);
      addGroup(inner.id, `${indent}  `);
      lines.push(`${indent}end`);
    }
  };
  addGroup(undefined, '  ');
  for (const { from, to, tag, side } of edges) {
    const label = side === undefined ? tag : `side input ${side}`;
    const arrow = side === undefined ? '-->' : '-.->';
    lines.push(
      `  ${ids.get(from)} ${arrow}${label === undefined ? '' : `|"${quoted(label)}"|`} ${ids.get(to)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const labelOf = (node: ViewNode): string => `${node.label}\n${nodeCaption(node)}`;

/** Mermaid reads HTML entities inside quotes. */
const quoted = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\n', '<br/>');

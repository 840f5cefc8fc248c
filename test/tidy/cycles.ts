/**
 * The groups of nodes that reach each other: every cycle of a directed graph lies inside one of them
 * (strongly connected components of two or more nodes, and nodes with an edge to themselves; Tarjan 1972).
 */
export function cycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const open = new Set<string>();
  const found: string[][] = [];

  const visit = (node: string): void => {
    order.set(node, order.size);
    low.set(node, order.get(node) as number);
    stack.push(node);
    open.add(node);
    for (const next of edges.get(node) ?? []) {
      if (!order.has(next)) {
        visit(next);
        low.set(node, Math.min(low.get(node) as number, low.get(next) as number));
      } else if (open.has(next)) {
        low.set(node, Math.min(low.get(node) as number, order.get(next) as number));
      }
    }
    if (low.get(node) !== order.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    for (const member of group) open.delete(member);
    if (group.length > 1 || edges.get(node)?.includes(node)) found.push(group.sort());
  };

  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return found;
}

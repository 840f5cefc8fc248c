import type { PlanView } from './plan-view.js';

/** A point of the drawing, in pixels from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box of the drawing; `x` and `y` are its upper left corner. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where everything of a view stands. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Box>;
  readonly groups: ReadonlyMap<string, Box>;
  /** By the edge's place in the view; with the place of its label, if it has one. */
  readonly edges: readonly { readonly points: readonly Point[]; readonly label: Point | undefined }[];
}

/** How large the box of a step and the label of an edge must be. */
export interface Measures {
  node(id: string): { readonly width: number; readonly height: number };
  label(edge: number): { readonly width: number; readonly height: number } | undefined;
}

/** Lays out a pipeline from top to bottom, composites as boxes around their steps. */
export async function layOut(view: PlanView, measures: Measures): Promise<Layout> {
  const { Graph, layout } = await import('@dagrejs/dagre');
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 44, marginx: 16, marginy: 16 });
  // Names of groups and steps may be equal to each other, so both get a prefix.
  for (const { id } of view.groups) graph.setNode(`group ${id}`, {});
  for (const { id } of view.nodes) graph.setNode(`node ${id}`, { ...measures.node(id) });
  for (const { id, group } of view.groups) {
    if (group !== undefined) graph.setParent(`group ${id}`, `group ${group}`);
  }
  for (const { id, group } of view.nodes) {
    if (group !== undefined) graph.setParent(`node ${id}`, `group ${group}`);
  }
  view.edges.forEach(({ from, to }, i) => {
    graph.setEdge(`node ${from}`, `node ${to}`, { ...measures.label(i), labelpos: 'c' }, String(i));
  });
  layout(graph);
  const box = (name: string): Box => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(name) as Partial<Box>;
    return { x: x - width / 2, y: y - height / 2, width, height };
  };
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: new Map(view.nodes.map(({ id }) => [id, box(`node ${id}`)])),
    groups: new Map(view.groups.map(({ id }) => [id, box(`group ${id}`)])),
    edges: view.edges.map(({ from, to }, i) => {
      const edge = graph.edge(`node ${from}`, `node ${to}`, String(i)) as Partial<Point> & {
        points?: Point[];
      };
      const label = measures.label(i) === undefined ? undefined : { x: edge.x ?? 0, y: edge.y ?? 0 };
      return { points: edge.points ?? [], label };
    }),
  };
}

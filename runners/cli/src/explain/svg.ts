import { textWidth } from '../terminal/text-width.js';
import { type Box, type Layout, layOut, type Point } from './layout.js';
import { nodeCaption } from './node-caption.js';
import type { PlanView, ViewEdge, ViewNode } from './plan-view.js';

/** Mean width of a character in pixels, for the two sizes of text. */
const LARGE = 7.6;
const SMALL = 6.4;

const NODE_HEIGHT = 46;
const PADDING = 14;
/** Room above the steps of a group for its name. */
const GROUP_HEAD = 14;

/** Colours for light and dark surroundings; the drawing stands alone, without fonts or scripts. */
const style = `
  svg { color-scheme: light dark; font-family: system-ui, sans-serif; }
  .back { fill: #ffffff; } .node { fill: #f5f8fc; stroke: #4a6fa5; } .group { fill: #8090a014; stroke: #9aa5b4; }
  .name { fill: #16202c; font-size: 13px; font-weight: 600; } .small { fill: #55616f; font-size: 11px; }
  .label { stroke: #ffffff; stroke-width: 4px; paint-order: stroke; }
  .edge { fill: none; stroke: #6b7787; stroke-width: 1.4; } .side { stroke-dasharray: 5 4; } .head { fill: #6b7787; }
  @media (prefers-color-scheme: dark) {
    .back { fill: #12161c; } .node { fill: #1c2530; stroke: #7fa3d6; } .group { stroke: #566373; }
    .name { fill: #e8edf3; } .small { fill: #a6b1bf; } 
    .label { stroke: #12161c; } .edge { stroke: #93a0b0; } .head { fill: #93a0b0; }
  }`;

/** A pipeline as an SVG drawing. */
export async function explainSvg(view: PlanView): Promise<string> {
  const layout = await layOut(view, {
    node: (id) => ({ width: nodeWidth(view.nodes.find((node) => node.id === id)), height: NODE_HEIGHT }),
    label: (i) => {
      const text = edgeLabel(view.edges[i] as ViewEdge);
      return text === undefined ? undefined : { width: textWidth(text) * SMALL + 8, height: 14 };
    },
  });
  const { width, height } = layout;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(view.name)}</title>`,
    `<style>${style}\n</style>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">',
    '<path class="head" d="M0 0 8 4 0 8z"/></marker></defs>',
    `<rect class="back" width="${width}" height="${height}"/>`,
    ...groupShapes(view, layout),
    ...edgeShapes(view, layout),
    ...view.nodes.map((node) => nodeShape(node, layout.nodes.get(node.id) as Box)),
    '</svg>',
    '',
  ].join('\n');
}

function nodeWidth(node: ViewNode | undefined): number {
  if (node === undefined) return 0;
  return Math.max(textWidth(node.label) * LARGE, textWidth(nodeCaption(node)) * SMALL) + 2 * PADDING;
}

function groupShapes({ groups }: PlanView, layout: Layout): string[] {
  return groups.map(({ id, label }) => {
    const { x, y, width, height } = layout.groups.get(id) as Box;
    return (
      `<g><rect class="group" rx="8" ${frame({ x, y, width, height })}/>` +
      `<text class="small" x="${round(x + 8)}" y="${round(y + GROUP_HEAD)}">${escapeXml(label)}</text></g>`
    );
  });
}

function nodeShape(node: ViewNode, box: Box): string {
  const middle = round(box.x + box.width / 2);
  const coders = node.outputs
    .map(({ tag, coder, window }) => `${tag}: ${coder}, window ${window}`)
    .join('\n');
  return (
    `<g><title>${escapeXml([node.id, coders].join('\n'))}</title><rect class="node" rx="6" ${frame(box)}/>` +
    `<text class="name" text-anchor="middle" x="${middle}" y="${round(box.y + 20)}">${escapeXml(node.label)}</text>` +
    `<text class="small" text-anchor="middle" x="${middle}" y="${round(box.y + 37)}">${escapeXml(nodeCaption(node))}</text></g>`
  );
}

function edgeShapes({ edges }: PlanView, layout: Layout): string[] {
  return edges.flatMap((edge, i) => {
    const { points, label } = layout.edges[i] as Layout['edges'][number];
    const text = edgeLabel(edge);
    const kind = edge.side === undefined ? 'edge' : 'edge side';
    const line = `<path class="${kind}" marker-end="url(#arrow)" d="${curve(points)}"/>`;
    if (text === undefined || label === undefined) return [line];
    const at = `x="${round(label.x)}" y="${round(label.y + 4)}"`;
    return [line, `<text class="small label" text-anchor="middle" ${at}>${escapeXml(text)}</text>`];
  });
}

const edgeLabel = ({ side, tag }: ViewEdge): string | undefined =>
  side === undefined ? tag : `side: ${side}`;

/** A soft line through the points: between two of them it bends halfway. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const parts = [`M${round(first.x)} ${round(first.y)}`];
  rest.forEach((point, i) => {
    const next = rest[i + 1];
    if (next === undefined) parts.push(`L${round(point.x)} ${round(point.y)}`);
    else {
      const halfway = { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
      parts.push(`Q${round(point.x)} ${round(point.y)} ${round(halfway.x)} ${round(halfway.y)}`);
    }
  });
  return parts.join('');
}

const frame = ({ x, y, width, height }: Box): string =>
  `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;

const round = (n: number): number => Math.round(n * 10) / 10;

// Control characters may not stand in XML, not even as entities.
const unwritable = /(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu;

const escapeXml = (text: string): string =>
  text
    .replaceAll(unwritable, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

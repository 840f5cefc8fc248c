import { DirectRunner, planStages } from '@hornbeam/direct';
import {
  afterAny,
  afterCount,
  afterProcessingTime,
  afterWatermark,
  always,
  buildGraph,
  calendarMonths,
  calendarWeeks,
  count,
  customWindows,
  fixed,
  globalWindow,
  never,
  orFinally,
  out,
  type Pipeline,
  pipeline,
  repeatedly,
  sessions,
  sliding,
  type WindowFn,
  type WindowOptions,
} from '@hornbeam/sdk';
import { toPlan } from '@hornbeam/sdk/translate';
import { describe, expect, it } from 'vitest';
import { palette } from '../terminal/palette.js';
import { explainDot } from './dot.js';
import { explainMermaid } from './mermaid.js';
import type { PlanView } from './plan-view.js';
import { explainSvg } from './svg.js';
import { explainText } from './text.js';
import { viewOfPlan } from './view-of-plan.js';

async function viewOf(built: Pipeline): Promise<PlanView> {
  const graph = await buildGraph(built);
  return viewOfPlan('visits', graph, planStages(toPlan(graph).pipeline));
}

const visits = pipeline((p) => {
  const all = p.create([{ page: '/', at: 0 }]).named('Visits');
  const { main, late } = all
    .withTimestamps((visit) => visit.at)
    .windowInto(fixed('5m'))
    .parDo({
      name: 'Sort <by> "lateness"',
      outputs: { late: out<string>() },
      *process(visit) {
        yield visit.page;
      },
    });
  const total = late.count().asSingleton(0);
  main
    .countPerElement()
    .map(({ key }, ctx) => `${key} ${ctx.total}`, { total })
    .named('Report');
});

describe('the view of a plan', () => {
  it('has the steps with what they do, where they were written, how they are windowed and written', async () => {
    const { nodes } = await viewOf(visits);
    const of = (id: string) => nodes.find((node) => node.id === id);
    expect(of('Report')).toMatchObject({ operation: 'map', outputs: [{ tag: 'main', window: 'fixed 5m' }] });
    expect(of('Sort <by> "lateness"')?.outputs.map(({ tag }) => tag)).toEqual(['main', 'late']);
    expect(of('Report')?.line).toMatch(/^explain\.test\.ts:\d+$/);
    expect(of('countPerElement/count')).toMatchObject({
      label: 'count',
      group: 'countPerElement',
      operation: 'combine count',
    });
  });

  it('has only composites with several parts as groups', async () => {
    const { groups, nodes } = await viewOf(visits);
    expect(groups.map(({ id }) => id)).toContain('countPerElement');
    for (const { id } of groups) expect(nodes.filter(({ group }) => group === id).length).toBeGreaterThan(1);
  });

  it('has an edge for each input and each side input', async () => {
    const { edges } = await viewOf(visits);
    expect(edges).toContainEqual({
      from: 'countPerElement/count',
      to: 'Report',
      tag: undefined,
      side: undefined,
    });
    expect(edges.find(({ side }) => side === 'total')).toMatchObject({ to: 'Report' });
    expect(edges.find(({ tag }) => tag === 'late')).toMatchObject({ from: 'Sort <by> "lateness"' });
  });

  it('has the stages of the runner, and each step that user code runs in is in one', async () => {
    const { nodes, stages } = await viewOf(visits);
    expect(stages.map(({ number }) => number)).toEqual(stages.map((_, i) => i + 1));
    const without = nodes.filter((node) => node.stages.length === 0).map(({ operation }) => operation);
    expect([...new Set(without)]).toEqual(['impulse']);
    expect(nodes.find(({ id }) => id === 'countPerElement/count')?.stages).toHaveLength(2);
    expect(stages.flatMap(({ sides }) => sides).join()).toContain('total from');
  });

  it('names what does run as in the plan', async () => {
    const runner = new DirectRunner();
    const graph = await buildGraph(visits);
    const { steps } = await (await runner.run(graph, { jobName: 'j' })).done;
    const { nodes } = await viewOf(visits);
    const ids = new Set(nodes.map(({ id }) => id));
    expect(steps.map(({ name }) => name).filter((name) => !ids.has(name))).toEqual([]);
  });
});

describe('the forms of a view', () => {
  it('as text list the steps and the stages', async () => {
    const text = explainText(await viewOf(visits), palette(false));
    expect(text).toMatch(/^visits: \d+ steps in \d+ stages\n/);
    expect(text).toMatch(/Report +map +explain\.test\.ts:\d+ +\d+ +\S+ +fixed 5m/);
    expect(text).toContain('← total is');
    expect(text).toContain('.late');
    expect(text).toContain('countPerElement/count (precombine)');
  });

  it('as Mermaid keep marks of names from being syntax, and groups in subgraphs', async () => {
    const view = await viewOf(visits);
    const text = explainMermaid(view);
    expect(text.startsWith('flowchart TD\n')).toBe(true);
    expect(text).toContain('Sort &lt;by&gt; &quot;lateness&quot;<br/>parDo');
    expect(text.match(/^ +subgraph /gm)).toHaveLength(view.groups.length);
    expect(text.match(/^ +end$/gm)).toHaveLength(view.groups.length);
    expect(text.match(/ (-->|-\.->)/g)).toHaveLength(view.edges.length);
  });

  it('as DOT quote names and close what they open', async () => {
    const view = await viewOf(visits);
    const text = explainDot(view);
    expect(text).toContain('"Sort <by> \\"lateness\\""');
    expect(text.match(/ -> /g)).toHaveLength(view.edges.length);
    expect(text.match(/\{/g)).toHaveLength(text.match(/\}/g)?.length ?? 0);
  });

  it.each([
    ['Mermaid', explainMermaid, '<br/>', '"'],
    ['DOT', explainDot, '\\n', '"'],
    ['SVG', explainSvg, '>', '<'],
  ])('as %s tell the stages of every step', async (_, draw, before, after) => {
    const view = await viewOf(visits);
    const text = await draw(view);
    const captions = view.nodes.map(({ operation, line, stages }) =>
      [operation, line, stages.length === 0 ? undefined : `stage ${stages.join(', ')}`]
        .filter((part) => part !== undefined)
        .join(' · '),
    );
    expect(captions.filter((caption) => caption.includes('stage'))).not.toEqual([]);
    expect(captions.filter((caption) => !text.includes(`${before}${caption}${after}`))).toEqual([]);
  });

  it('as SVG draw every step inside of the picture, none over another, and escape names', async () => {
    const view = await viewOf(visits);
    const text = await explainSvg(view);
    const [, width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/.exec(text) ?? []).map(Number);
    const boxes = [
      ...text.matchAll(/class="node" rx="6" x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"/g),
    ].map(([, ...numbers]) => numbers.map(Number) as [number, number, number, number]);
    expect(boxes).toHaveLength(view.nodes.length);
    for (const [i, [x, y, w, h]] of boxes.entries()) {
      expect(x >= 0 && y >= 0 && x + w <= width && y + h <= height).toBe(true);
      for (const [x2, y2, w2, h2] of boxes.slice(i + 1)) {
        expect(x + w <= x2 || x2 + w2 <= x || y + h <= y2 || y2 + h2 <= y).toBe(true);
      }
    }
    expect(text.match(/<path class="edge/g)).toHaveLength(view.edges.length);
    expect(text).toContain('Sort &lt;by&gt; &quot;lateness&quot;');
    expect(text).not.toContain('<by>');
  });

  it('are there for an empty pipeline and for a single step', async () => {
    for (const built of [
      pipeline(() => undefined),
      pipeline((p) => void p.impulse().combineGlobally(count)),
    ]) {
      const view = await viewOf(built);
      expect(explainText(view, palette(false))).toContain('visits: ');
      expect(explainMermaid(view)).toContain('flowchart');
      expect(explainDot(view)).toContain('digraph');
      expect(await explainSvg(view)).toContain('</svg>');
    }
  });
});

describe('a windowing in few words', () => {
  it.each<[WindowFn, WindowOptions | undefined, string]>([
    [globalWindow(), undefined, 'global'],
    [fixed('90m', { offset: '1s' }), { allowedLateness: '5m' }, 'fixed 90m offset 1s, late by 5m'],
    [sliding('10m', '1m'), { allowedLateness: Infinity }, 'sliding 10m every 1m, late by any time'],
    [
      sessions('30m'),
      { trigger: repeatedly(afterCount(10)), panes: 'discarding' },
      'sessions 30m, discarding repeat(after 10)',
    ],
    [
      calendarWeeks(2, { zone: 'Asia/Tokyo' }),
      {
        trigger: afterWatermark({ early: afterProcessingTime('5s', { align: '1m' }), late: always() }),
        panes: 'accumulating',
      },
      'calendar 2 weeks Asia/Tokyo, accumulating watermark(early: after 5s aligned 1m, late: always)',
    ],
    [calendarMonths(), undefined, 'calendar months'],
    [
      customWindows({ name: 'mine', assign: () => [] }),
      { trigger: orFinally(never(), afterAny(afterCount(1), afterWatermark())), panes: 'discarding' },
      'custom mine, discarding never until any(after 1, watermark)',
    ],
  ])('%j is told', async (windowFn, options, text) => {
    const { nodes } = await viewOf(
      pipeline((p) => p.create([1]).windowInto(windowFn, options).named('Windows')),
    );
    expect(nodes.find(({ id }) => id === 'Windows')?.operation).toBe(`windowInto ${text}`);
  });
});

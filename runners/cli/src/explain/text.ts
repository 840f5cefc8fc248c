import { counted } from '../terminal/amounts.js';
import { columns } from '../terminal/columns.js';
import type { Palette } from '../terminal/palette.js';
import { printable } from '../terminal/text-width.js';
import type { PlanView, ViewNode, ViewStage } from './plan-view.js';

/** A pipeline as text: its steps with what they read, how it is written and windowed, then the stages. */
export function explainText(view: PlanView, paint: Palette): string {
  const { name, nodes, stages } = view;
  return [
    `${paint.bold(printable(name))}: ${counted(nodes.length, 'step')} in ${counted(stages.length, 'stage')}`,
    '',
    ...stepLines(view, paint),
    '',
    ...stages.flatMap((stage) => stageLines(stage, paint)),
    '',
  ].join('\n');
}

function stepLines({ nodes, edges }: PlanView, paint: Palette): string[] {
  const windowed = nodes.some(({ outputs }) => outputs.some(({ window }) => window !== 'global'));
  const rows = nodes.flatMap((node): string[][] => {
    const main = node.outputs.find(({ tag }) => tag === 'main') ?? node.outputs[0];
    const others = node.outputs.filter((output) => output !== main);
    return [
      cells(`  ${node.id}`, node, main?.coder, windowed ? main?.window : undefined),
      ...others.map(({ tag, coder, window }) =>
        cells(`    .${tag}`, undefined, coder, windowed ? window : undefined),
      ),
      ...edges
        .filter((edge) => edge.to === node.id && edge.side !== undefined)
        .map(({ side, from }) => cells(`    ← ${side} is ${from}`, undefined, undefined, undefined)),
    ];
  });
  const head = ['  step', 'what', 'line', 'stage', 'elements', windowed ? 'window' : ''];
  const [title, ...body] = columns([head, ...rows]);
  return [paint.dim(title as string), ...body];
}

const cells = (
  name: string,
  node: ViewNode | undefined,
  coder: string | undefined,
  window: string | undefined,
): string[] => [
  printable(name),
  node?.operation ?? '',
  node?.line ?? '',
  node?.stages.join(', ') ?? '',
  coder ?? '',
  window ?? '',
];

function stageLines({ number, reads, steps, sides, writes }: ViewStage, paint: Palette): string[] {
  const fact = (label: string, texts: readonly string[]): string[] =>
    texts.length === 0 ? [] : [`  ${paint.dim(label)} ${texts.map(printable).join(', ')}`];
  return [
    paint.bold(`stage ${number}`),
    ...fact('reads ', [reads]),
    ...fact('with  ', sides),
    `  ${paint.dim('runs  ')} ${steps.map(printable).join(' → ')}`,
    ...fact('writes', writes),
  ];
}

import type { JobSnapshot, StepSnapshot } from '@hornbeam/sdk/construction';
import { formatInstant } from '@hornbeam/sdk/model';
import { amount, byteSize, elapsed, rate } from '../terminal/amounts.js';
import type { Palette } from '../terminal/palette.js';
import { fit, pad, printable, textWidth } from '../terminal/text-width.js';
import { heldLines, slowestWatermark } from './held-back.js';

/** What the block at the bottom of the terminal is made from. */
export interface LiveView {
  readonly jobName: string;
  readonly snapshot: JobSnapshot;
  /** Elements a second of a step. */
  readonly rateOf: (step: string) => number;
  readonly columns: number;
  readonly rows: number;
  /** Counts up with each drawing. */
  readonly frame: number;
  readonly paint: Palette;
}

const spinner = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
const marks = { waiting: '·', running: '▸', done: '✔' } as const;

/** The narrowest that a step's name may get before a column of numbers goes instead. */
const LEAST_NAME = 16;

/** Rows left for the shell's prompt, the head line and the note on hidden steps. */
const OTHER_ROWS = 4;

/** The lines that show how a run goes: none wider than the terminal, no more than it has rows. */
export function liveBlock(view: LiveView): string[] {
  const { snapshot, paint, frame, jobName } = view;
  // The last column stays free: some terminals wrap when it is filled.
  const width = Math.max(10, view.columns - 1);
  const { steps } = snapshot;
  const done = steps.filter(({ state }) => state === 'done').length;
  const facts = [
    elapsed(snapshot.elapsedMillis),
    `${done} of ${steps.length} steps done`,
    ...(snapshot.spilledBytes > 0 ? [`${byteSize(snapshot.spilledBytes)} spilled`] : []),
  ];
  const watermark = slowestWatermark(snapshot);
  if (watermark !== undefined) facts.push(`event time ${formatInstant(watermark)}`);
  const head = fit(`${spinner[frame % spinner.length]} ${printable(jobName)}  ${facts.join(', ')}`, width);
  const held = heldLines(snapshot).slice(0, 1);
  const shown = choose(steps, Math.max(1, view.rows - OTHER_ROWS - held.length));
  const lines = [paint.bold(head), ...stepLines(shown, width, view)];
  for (const line of held) lines.push(paint.dim(fit(`  ${line}`, width)));
  const hidden = steps.length - shown.length;
  if (hidden > 0) lines.push(paint.dim(fit(`  … ${hidden} more ${hidden === 1 ? 'step' : 'steps'}`, width)));
  return lines;
}

/** The steps that there is room for, in their order: those at work before those that wait or are done. */
function choose(steps: readonly StepSnapshot[], room: number): readonly StepSnapshot[] {
  if (steps.length <= room) return steps;
  const rank = { running: 0, waiting: 1, done: 2 };
  const order = steps
    .map((step, i) => ({ step, i }))
    .sort((a, b) => rank[a.step.state] - rank[b.step.state] || a.i - b.i);
  return order
    .slice(0, room)
    .sort((a, b) => a.i - b.i)
    .map(({ step }) => step);
}

interface Column {
  readonly title: string;
  readonly text: (step: StepSnapshot) => string;
}

function stepLines(steps: readonly StepSnapshot[], width: number, view: LiveView): string[] {
  const { paint, rateOf } = view;
  const errors: Column = { title: 'errors', text: (step) => amount(step.failures) };
  const all: Column[] = [
    { title: 'in', text: (step) => amount(step.elementsIn) },
    { title: 'out', text: (step) => amount(step.elementsOut) },
    { title: 'rate', text: (step) => (step.state === 'running' ? rate(rateOf(step.name)) : '') },
    errors,
  ];
  const name = (step: StepSnapshot): string => printable(step.name);
  const widest = Math.max(LEAST_NAME, ...steps.map((step) => textWidth(name(step))));
  const hasErrors = steps.some(({ failures }) => failures > 0);
  // On narrow terminals columns go, the least telling first.
  const dispensable = [...(hasErrors ? [] : ['errors']), 'rate', 'in', 'errors', 'out'];
  const kept = [...all];
  const widthOf = (column: Column): number =>
    Math.max(column.title.length, ...steps.map((step) => column.text(step).length), 6);
  const taken = (): number => kept.reduce((sum, column) => sum + widthOf(column) + 2, 2);
  for (const title of dispensable) {
    if (width - taken() >= Math.min(widest, LEAST_NAME)) break;
    const at = kept.findIndex((column) => column.title === title);
    if (at >= 0) kept.splice(at, 1);
  }
  const nameWidth = Math.max(1, Math.min(widest, width - taken()));
  const numbers = (cell: (column: Column) => string): string =>
    kept.map((column) => `  ${pad(cell(column), widthOf(column), 'start')}`).join('');
  return [
    paint.dim(`  ${pad('step', nameWidth)}${numbers(({ title }) => title)}`),
    ...steps.map((step) => {
      const mark = marks[step.state];
      const colour = step.failures > 0 ? paint.yellow : step.state === 'running' ? paint.cyan : paint.dim;
      const text = `${pad(fit(name(step), nameWidth), nameWidth)}${numbers(({ text }) => text(step))}`;
      return `${colour(mark)} ${step.state === 'waiting' ? paint.dim(text) : text}`;
    }),
  ];
}

import { basename } from 'node:path';
import type { JobSnapshot, MetricResult, MetricValue, StepSnapshot } from '@hornbeam/sdk/construction';
import { parsePlace } from '../errors/stack-frames.js';
import { amount, byteSize, elapsed } from '../terminal/amounts.js';
import { type Align, columns } from '../terminal/columns.js';
import type { Palette } from '../terminal/palette.js';
import { printable, textWidth } from '../terminal/text-width.js';

const stateWords = {
  DONE: 'done in',
  DRAINED: 'drained after',
  STOPPED: 'stopped after',
  FAILED: 'failed after',
  CANCELLED: 'cancelled after',
  RUNNING: 'running for',
} as const;

/**
 * What a run has done, for its end: state, time, counts of the steps, metrics, what went to disk.
 * @param width of the terminal, which the table of steps fits into as far as it can
 */
export function summary(
  jobName: string,
  snapshot: JobSnapshot,
  paint: Palette,
  width: number = Number.POSITIVE_INFINITY,
): string[] {
  const { state, elapsedMillis, steps, metrics, spilledBytes } = snapshot;
  const colour = state === 'DONE' ? paint.green : state === 'FAILED' ? paint.red : paint.yellow;
  const lines = [
    `${paint.bold(printable(jobName))}: ${colour(`${stateWords[state]} ${elapsed(elapsedMillis)}`)}`,
  ];
  if (steps.length > 0) lines.push(...stepTable(steps, paint, width));
  if (metrics.length > 0) {
    lines.push(paint.dim('  metrics'), ...columns(metrics.map(metricRow), ['left', 'left', 'right']));
  }
  if (spilledBytes > 0) lines.push(`  ${byteSize(spilledBytes)} went through temporary files`);
  return lines;
}

function stepTable(steps: readonly StepSnapshot[], paint: Palette, width: number): string[] {
  const hasErrors = steps.some(({ failures }) => failures > 0);
  const table = (hasPlaces: boolean): string[] => {
    // Of a replay the age of events says nothing of the run.
    const isLive = ({ time }: StepSnapshot): boolean =>
      (time?.latency?.p50 ?? Number.POSITIVE_INFINITY) < DAY;
    const hasTimes = steps.some(isLive);
    const rows = steps.map((step) => [
      `  ${printable(step.name)}`,
      ...(hasPlaces ? [place(step.callSite)] : []),
      amount(step.elementsIn),
      amount(step.elementsOut),
      ...(hasErrors ? [step.failures === 0 ? '' : amount(step.failures)] : []),
      ...(hasTimes ? [age(step.time?.latency?.p50), age(step.time?.latency?.p99)] : []),
    ]);
    const head = [
      '  step',
      ...(hasPlaces ? ['line'] : []),
      'in',
      'out',
      ...(hasErrors ? ['errors'] : []),
      ...(hasTimes ? ['age p50', 'p99'] : []),
    ];
    const places: Align[] = hasPlaces ? ['left'] : [];
    return columns(
      [head, ...rows],
      ['left', ...places, ...head.slice(places.length + 1).map((): Align => 'right')],
    );
  };
  const full = table(true);
  const [title, ...body] = full.some((line) => textWidth(line) > width) ? table(false) : full;
  return [paint.dim(title as string), ...body];
}

/** ms */
const DAY = 86_400_000;

/** How old elements were, in few characters. */
function age(millis: number | undefined): string {
  if (millis === undefined) return '';
  return millis < 1000 ? `${Math.round(millis)} ms` : elapsed(millis);
}

function place(callSite: string | undefined): string {
  const found = parsePlace(callSite);
  return found === undefined ? '' : `${basename(found.file)}:${found.line}`;
}

const metricRow = ({ step, name, value }: MetricResult): string[] => [
  `  ${printable(name)}`,
  printable(step),
  printable(metricText(value)),
];

/** A metric's value in one line. */
export function metricText(value: MetricValue): string {
  switch (value.kind) {
    case 'counter':
    case 'gauge':
      return amount(value.value);
    case 'distribution': {
      const { count, sum, min, max } = value;
      if (count === 0) return 'nothing yet';
      return `${amount(count)} values, ${amount(min)} to ${amount(max)}, mean ${amount(sum / count)}`;
    }
    case 'stringSet':
      return `${value.values.slice(0, 10).join(', ')}${value.values.length > 10 ? `, … (${value.values.length})` : ''}`;
  }
}

import { RunView } from '@hornbeam/direct';
import { formatInstant } from '@hornbeam/sdk/model';
import type { StateView } from '@hornbeam/store';
import type { Host } from '../host.js';
import { amount, byteSize } from '../terminal/amounts.js';
import { columns } from '../terminal/columns.js';
import { writeJson, writeLines } from './output.js';
import type { StateFolder } from './state-folder.js';

/** Shows what an epoch has: how far stages and sources were, and how much is kept of each step. @returns 0 */
export async function showEpoch(
  state: StateFolder,
  { epoch, json }: { readonly epoch?: number; readonly json?: boolean },
  host: Host,
): Promise<number> {
  const view = state.at(epoch);
  try {
    const run = new RunView(view);
    return json ? await writeJson(host, asJson(view, run)) : await writeLines(host, asText(view, run));
  } finally {
    view.close();
  }
}

function asJson(view: StateView, run: RunView): unknown {
  return {
    epoch: view.epoch,
    committedAt: new Date(view.committedAt).toISOString(),
    job: run.record?.jobName ?? null,
    isDone: run.record?.isDone ?? false,
    watermarks: run.watermarks().map(({ input, output, ...rest }) => ({
      ...rest,
      input: formatInstant(input),
      output: formatInstant(output),
    })),
    sources: run
      .positions()
      .map(({ watermark, ...rest }) => ({ ...rest, watermark: formatInstant(watermark) })),
    spaces: run.spaces().map(({ space, step, about, count, bytes }) => ({
      space,
      step: step ?? null,
      about,
      keys: count,
      bytes,
    })),
  };
}

function asText(view: StateView, run: RunView): string[] {
  const { record } = run;
  const at = new Date(view.committedAt).toISOString();
  const epoch = `epoch ${view.epoch} of ${at}`;
  if (view.epoch === 0) return ['no epochs yet'];
  const lines = [
    record === undefined
      ? `no run yet: ${epoch}`
      : `${record.jobName}: ${epoch}${record.isDone ? ', the run has ended' : ''}`,
  ];
  const stages = run.watermarks();
  if (stages.length > 0) {
    const rows = stages.map(({ step, input, output, isDone }) => [
      `  ${step}`,
      formatInstant(input),
      formatInstant(output),
      isDone ? 'done' : '',
    ]);
    lines.push('', ...columns([['watermarks', 'input', 'output', ''], ...rows]));
  }
  const sources = run.positions();
  if (sources.length > 0) {
    const rows = sources.map(({ step, watermark, position }) => [
      `  ${step}`,
      formatInstant(watermark),
      position,
    ]);
    lines.push('', ...columns([['sources', 'watermark', 'yet to read'], ...rows]));
  }
  const rows = run
    .spaces()
    .map(({ step, about, count, bytes }) => [
      `  ${step ?? about}`,
      step === undefined ? '' : about,
      amount(count),
      byteSize(bytes),
    ]);
  lines.push('', ...columns([['kept of', '', 'keys', 'bytes'], ...rows], ['left', 'left', 'right', 'right']));
  return lines;
}

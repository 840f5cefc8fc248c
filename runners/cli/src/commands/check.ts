import { resolve } from 'node:path';
import type { Graph, Step } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import type { FileInvocation } from '../args/program.js';
import type { RunFlags } from '../args/run-flags.js';
import { ownCode } from '../errors/own-code.js';
import { placeText, renderError } from '../errors/render-error.js';
import { parsePlace } from '../errors/stack-frames.js';
import { errorFacts } from '../progress/json-reporter.js';
import type { Session } from '../session.js';
import { counted } from '../terminal/amounts.js';
import { buildPrepared, prepare } from './prepare.js';

/** What `check` found in one file. */
interface Report {
  readonly file: string;
  readonly steps: number;
  readonly stages: number;
  /** What keeps the pipeline from running. */
  readonly errors: readonly BeamError[];
  /** What is probably not meant. */
  readonly warnings: readonly Warning[];
}

interface Warning {
  readonly message: string;
  readonly step: string;
  readonly callSite: string | undefined;
}

/** The exit code when there is something to mend. */
const FINDINGS = 3;

/** The exit code when a file could not be looked at at all: it is not there, or an option is missing. */
const USAGE = 2;

/** Builds and plans pipeline files and says what is wrong with them. @returns the exit code */
export async function checkCommand(
  files: readonly string[],
  flags: RunFlags,
  session: Session,
): Promise<number> {
  const { host } = session;
  session.flags = flags;
  if (flags.help || files.length === 0) {
    throw new BeamError('E_USAGE', 'No pipeline file was given.', {
      help: 'write beam-run check <file>...; options that have no default go into --set or --options-file',
    });
  }
  const reports: Report[] = [];
  for (const file of files) {
    const report = await Promise.race([check(file, flags, session), session.interruptions.happened]);
    reports.push(report);
    if (!flags.json) await host.stdout.write(textOf(report, session));
  }
  if (flags.json) await host.stdout.write(`${JSON.stringify(reports.map(factsOf), null, 2)}\n`);
  const errors = reports.flatMap((report) => report.errors);
  if (errors.some(({ exitCode }) => exitCode === USAGE)) return USAGE;
  return errors.length > 0 ? FINDINGS : 0;
}

async function check(file: string, flags: RunFlags, session: Session): Promise<Report> {
  let graph: Graph | undefined;
  try {
    const prepared = await prepare(invocationOf(file, flags), session);
    ({ graph } = await buildPrepared(prepared, session));
    const [{ toPlan }, { planStages }] = await Promise.all([
      import('@hornbeam/sdk/translate'),
      import('@hornbeam/direct'),
    ]);
    const stages = planStages(toPlan(graph).pipeline).stages.length;
    const differs = difference(graph, (await buildPrepared(prepared, session)).graph);
    const errors = [
      ...(graph.steps.length === 0 ? [noSteps()] : []),
      ...(differs === undefined ? [] : [differs]),
    ];
    return { file, steps: graph.steps.length, stages, errors, warnings: unreadResults(graph) };
  } catch (thrown) {
    return {
      file,
      steps: graph?.steps.length ?? 0,
      stages: 0,
      errors: [BeamError.from(thrown)],
      warnings: [],
    };
  }
}

/** A file on the command line of `check`, which takes options for all files but none behind them. */
const invocationOf = (file: string, flags: RunFlags): FileInvocation => ({
  flags,
  file,
  rest: [],
  shapes: [],
  parse: () => ({}),
  flagHelp: () => [],
});

const noSteps = (): BeamError =>
  new BeamError('E_BUILD', 'The pipeline has no steps.', { help: 'begin with p.read(…) or p.create(…)' });

/** The first step that two builds do not share: a worker that builds the graph again could not find its step. */
function difference(first: Graph, second: Graph): BeamError | undefined {
  const [a, b] = [signatures(first), signatures(second)];
  const at = a.findIndex((signature, i) => signature !== b[i]);
  if (at < 0 && a.length === b.length) return undefined;
  const step = first.steps[at] ?? second.steps[a.length];
  return new BeamError('E_GRAPH_DIFFERS', 'Two builds of the pipeline with the same options differ.', {
    step: step && (first.names().get(step) ?? second.names().get(step)),
    callSite: step?.callSite,
    help: 'make the steps depend on the options only, not on the clock, on chance or on the environment',
  });
}

function signatures(graph: Graph): string[] {
  const names = graph.names();
  return graph.steps.map((step) => `${names.get(step)} ${step.operation.kind} ${step.callSite}`);
}

/** Groupings whose result nobody reads: all their work is for nothing. */
function unreadResults(graph: Graph): Warning[] {
  const read = new Set(
    graph.steps.flatMap((step) => [...step.inputs.values()].map(({ producer }) => producer)),
  );
  const views = graph.steps.flatMap(({ operation }) =>
    operation.kind === 'parDo' ? Object.values(operation.uses) : [],
  );
  for (const use of views) {
    const producer = (use as { collection?: { producer?: Step } } | null)?.collection?.producer;
    if (producer !== undefined) read.add(producer);
  }
  const names = graph.names();
  return graph.steps
    .filter(({ operation }) => operation.kind === 'groupByKey' || operation.kind === 'combinePerKey')
    .filter((step) => !read.has(step))
    .map((step) => ({
      message: 'nobody reads what this step makes',
      step: names.get(step) ?? '',
      callSite: step.callSite,
    }));
}

function textOf(report: Report, session: Session): string {
  const { host, flags } = session;
  const paint = session.palette('stdout');
  const { file, steps, stages, errors, warnings } = report;
  const mark =
    errors.length > 0 ? paint.red('fail') : warnings.length > 0 ? paint.yellow('warn') : paint.green('ok');
  const size = errors.length > 0 ? '' : `  ${counted(steps, 'step')} in ${counted(stages, 'stage')}`;
  const view = {
    palette: paint,
    width: host.stdout.columns ?? 120,
    cwd: host.cwd,
    trace: flags.trace ?? false,
    isOwnCode: ownCode(),
  };
  const lines = [`${mark}  ${file}${paint.dim(size)}`, ...errors.map((error) => renderError(error, view))];
  for (const { message, step, callSite } of warnings) {
    const place = parsePlace(callSite);
    const where = place === undefined ? '' : `${placeText(place, host.cwd)} `;
    lines.push(
      `  ${paint.yellow('warning')}: ${message}`,
      `  ${paint.cyan('-->')} ${where}in step "${step}"`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const factsOf = ({ file, steps, stages, errors, warnings }: Report): object => ({
  file: resolve(file),
  ok: errors.length === 0,
  steps,
  stages,
  errors: errors.map(errorFacts),
  warnings,
});

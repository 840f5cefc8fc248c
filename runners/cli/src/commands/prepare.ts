import type { Graph, PipelineCode } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { type DeclaredOptions, declaredOptions } from '../args/declared-options.js';
import { readOptionsFile } from '../args/options-file.js';
import { rawOptions } from '../args/pipeline-options.js';
import { commandNames, type FileInvocation } from '../args/program.js';
import { mergeFlags, type RunFlags } from '../args/run-flags.js';
import { type GivenOptions, splitArguments } from '../args/split-arguments.js';
import { type LoadedPipeline, loadPipeline } from '../load/load-pipeline.js';
import type { Session } from '../session.js';

/** A pipeline file with everything that the command line says of it. */
export interface Prepared {
  readonly loaded: LoadedPipeline;
  readonly options: DeclaredOptions;
  readonly flags: RunFlags;
  readonly given: GivenOptions;
}

/**
 * Loads the file of a command line and reads what stands behind it.
 * @throws BeamError `E_USAGE` `E_NO_PIPELINE` `E_BUILD`
 */
export async function prepare(invocation: FileInvocation, session: Session): Promise<Prepared> {
  const { file, rest, shapes, parse } = invocation;
  session.flags = mergeFlags(invocation.flags, foreseen(invocation));
  if (file === undefined) {
    throw new BeamError('E_USAGE', 'No pipeline file was given.', {
      help: 'write beam-run <file>; beam-run --help shows how it is used',
    });
  }
  const loaded = await loadPipeline(file, session.host.cwd, session.mapping, commandNames);
  const options = declaredOptions(loaded.pipeline.options);
  const { own, given } = splitArguments(rest, shapes, options);
  const flags = mergeFlags(invocation.flags, parse(own));
  session.flags = flags;
  return { loaded, options, flags, given };
}

/**
 * The command's flags behind the file, as they look while the pipeline's own are not known: how to show an
 * error is wanted before.
 */
function foreseen({ rest, shapes, parse }: FileInvocation): RunFlags {
  try {
    return parse(splitArguments(rest, shapes, { list: [], open: true }).own);
  } catch {
    return {};
  }
}

/**
 * Builds the graph with the options from all sources. `code` is what another process builds it from.
 * @throws BeamError `E_USAGE` `E_BAD_OPTION`, and whatever building the pipeline throws
 */
export async function buildPrepared(
  { loaded, options, flags, given }: Prepared,
  session: Session,
): Promise<{ graph: Graph; code: PipelineCode }> {
  const { env, cwd, stderr } = session.host;
  const { values, unused } = await rawOptions(loaded.pipeline.options, options, {
    given,
    set: flags.set ?? [],
    env,
    file: flags.optionsFile === undefined ? {} : readOptionsFile(flags.optionsFile, cwd),
  });
  for (const variable of flags.quiet ? [] : unused) {
    void stderr.write(`note: ${variable} is set, but the pipeline has no such option\n`);
  }
  const { buildGraph } = await import('@hornbeam/sdk');
  const graph = await buildGraph(loaded.pipeline, values);
  return { graph, code: { file: loaded.file, cwd, options: values, module: loaded.module } };
}

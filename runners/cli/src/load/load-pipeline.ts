import { basename, extname } from 'node:path';
import type { Pipeline } from '@hornbeam/sdk';
import type { PipelineCode } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { bundle } from './bundle.js';
import { importModule } from './import-module.js';
import { pipelineFile } from './pipeline-file.js';
import type { StackMapping } from './stack-mapping.js';

/** A pipeline, ready to be built. */
export interface LoadedPipeline {
  readonly pipeline: Pipeline;
  /** Absolute path. */
  readonly file: string;
  /** What the job is called when nobody says otherwise. */
  readonly name: string;
  /** The compiled file, for other processes; see `PipelineCode`. */
  readonly module: PipelineCode['module'];
}

/**
 * Compiles and loads a pipeline file and takes its default export. `mapping` knows its lines from then on.
 * @throws BeamError `E_NO_PIPELINE`, or `E_BUILD` when the file does not compile or throws while it is loaded
 */
export async function loadPipeline(
  path: string,
  cwd: string,
  mapping: StackMapping,
  commands: readonly string[] = [],
): Promise<LoadedPipeline> {
  const file = pipelineFile(path, cwd, commands);
  const [bundled] = await Promise.all([bundle(file, 'outside'), import('@jridgewell/trace-mapping')]);
  const exported = await importModule(bundled, bundled.specifiers, mapping);
  const pipeline = defaultPipeline(exported, path);
  return {
    ...{ pipeline, file, name: pipeline.name ?? basename(file, extname(file)) },
    module: async (reach) => (reach === 'here' ? bundled : bundle(file, 'inside')),
  };
}

/** The default export. @throws BeamError `E_NO_PIPELINE` when it is no pipeline */
export function defaultPipeline(exported: object, path: string): Pipeline {
  const pipeline = (exported as { default?: unknown }).default;
  if (!isPipeline(pipeline)) throw noPipeline(path, exported, pipeline);
  return pipeline;
}

const isPipeline = (value: unknown): value is Pipeline =>
  typeof value === 'object' && value !== null && (value as Partial<Pipeline>).kind === 'hornbeam:pipeline';

function noPipeline(path: string, exported: object, found: unknown): BeamError {
  const named = Object.entries(exported).find(([, value]) => isPipeline(value))?.[0];
  const what = found === undefined ? 'nothing' : found === null ? 'null' : `a value of type ${typeof found}`;
  return new BeamError('E_NO_PIPELINE', `The default export of "${path}" is ${what}, not a pipeline.`, {
    help:
      named === undefined
        ? 'write export default pipeline((p) => { … }) in the file'
        : `export it as default: export { ${named} as default }`,
  });
}

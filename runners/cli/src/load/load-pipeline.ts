import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Pipeline } from '@hornbeam/sdk';
import { BeamError } from '@hornbeam/sdk/model';
import { type Bundle, bundle } from './bundle.js';
import { importError } from './import-error.js';
import { pipelineFile } from './pipeline-file.js';
import type { StackMapping } from './stack-mapping.js';

/** A pipeline, ready to be built. */
export interface LoadedPipeline {
  readonly pipeline: Pipeline;
  /** Absolute path. */
  readonly file: string;
  /** What the job is called when nobody says otherwise. */
  readonly name: string;
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
  const exported = await load(file, mapping);
  const pipeline = (exported as { default?: unknown }).default;
  if (!isPipeline(pipeline)) throw noPipeline(path, exported, pipeline);
  return { pipeline, file, name: pipeline.name ?? basename(file, extname(file)) };
}

async function load(file: string, mapping: StackMapping): Promise<object> {
  // Node names modules by their real path, and so do stack traces.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hornbeam-')));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // A pipeline file that ends the process while it is loaded must not leave the folder behind.
  process.once('exit', remove);
  try {
    const outfile = join(folder, 'pipeline.mjs');
    const [bundled, { TraceMap }] = await Promise.all([
      bundle(file, outfile),
      import('@jridgewell/trace-mapping'),
    ]);
    const address = pathToFileURL(outfile).href;
    mapping.add(address, new TraceMap(bundled.map, address));
    writeFileSync(outfile, bundled.code);
    return await run(address, bundled, mapping);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

async function run(address: string, { specifiers }: Bundle, mapping: StackMapping): Promise<object> {
  try {
    return (await import(address)) as object;
  } catch (thrown) {
    throw await importError(thrown, address, specifiers, mapping);
  }
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

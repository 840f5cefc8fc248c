import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CompiledModule } from '@hornbeam/sdk/construction';
import { importError } from './import-error.js';
import type { StackMapping } from './stack-mapping.js';

/**
 * Imports a compiled pipeline file. `mapping` knows its lines from then on.
 * @param specifiers what the user wrote for each address that the module imports
 * @throws BeamError `E_BUILD` when it throws while it is loaded
 */
export async function importModule(
  { code, map }: CompiledModule,
  specifiers: ReadonlyMap<string, string>,
  mapping: StackMapping,
): Promise<object> {
  const { TraceMap } = await import('@jridgewell/trace-mapping');
  // Node names modules by their real path, and so do stack traces.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hornbeam-')));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // A pipeline file that ends the process while it is loaded must not leave the folder behind.
  process.once('exit', remove);
  try {
    const file = join(folder, 'pipeline.mjs');
    const address = pathToFileURL(file).href;
    mapping.add(address, new TraceMap(map, address));
    writeFileSync(file, code);
    return await run(address, specifiers, mapping);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

async function run(
  address: string,
  specifiers: ReadonlyMap<string, string>,
  mapping: StackMapping,
): Promise<object> {
  try {
    return (await import(address)) as object;
  } catch (thrown) {
    throw await importError(thrown, address, specifiers, mapping);
  }
}

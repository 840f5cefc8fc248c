import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import type { Report, ServiceCache } from '../service-cache.js';
import { findProgram, lastLines, runTool, type Variables } from '../tool.js';
import { PRISM_VERSION, prismGoMod, prismGoSum } from './prism-module.js';

/** Where Prism is to come from, and where it is kept. */
export interface PrismProgramSettings {
  readonly cache: ServiceCache;
  readonly report?: Report | undefined;
  readonly env?: Variables | undefined;
  /** The lines of `go.sum`: what Go compares every module with that it fetches. */
  readonly sums?: string;
}

/** What Go calls the program. */
const PACKAGE = 'github.com/apache/beam/sdks/v2/go/cmd/prism';

/** Name of the program's entry in the cache. */
export const prismEntry = `prism-${PRISM_VERSION}`;

/**
 * Path of the program Prism (66 MB), built with the installed Go at the first use, which takes a minute or two.
 * @throws BeamError E_ENVIRONMENT without Go, E_DOWNLOAD when a module cannot be fetched or is not the expected one
 */
export async function prismProgram(settings: PrismProgramSettings): Promise<string> {
  const { cache, env = process.env, report = () => undefined, sums = prismGoSum } = settings;
  const name = process.platform === 'win32' ? 'prism.exe' : 'prism';
  const build = async (dir: string): Promise<void> => {
    const go = findGo(env);
    report(`building Prism ${PRISM_VERSION} with Go; once only`);
    await writeFile(join(dir, 'go.mod'), prismGoMod);
    await writeFile(join(dir, 'go.sum'), sums);
    const { code, output } = await runTool(
      go,
      ['build', '-C', dir, '-mod=readonly', '-trimpath', '-buildvcs=false', '-o', name, PACKAGE],
      // A workspace that lies around this folder is none of ours.
      { ...env, GOWORK: 'off', CGO_ENABLED: '0' },
    );
    if (code === 0) return;
    throw new BeamError('E_DOWNLOAD', `Go could not build Prism ${PRISM_VERSION}:\n${lastLines(output, 8)}`, {
      help: 'check the network and the module proxy that `go env GOPROXY` shows, or give the address of a Prism that is up (--job-endpoint)',
    });
  };
  return join(await cache.entry(prismEntry, build, report), name);
}

/** Path of Go. @throws BeamError E_ENVIRONMENT */
export function findGo(env: Variables = process.env): string {
  const found = findProgram(['go'], env);
  if (found !== undefined) return found;
  throw new BeamError('E_ENVIRONMENT', 'no Go: there is no go on the PATH', {
    help: 'install Go 1.26 or newer, or give the address of a Prism that is up (--job-endpoint)',
  });
}

import { join } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import type { Report, ServiceCache } from '../service-cache.js';
import { findProgram, lastLines, runTool, type Variables } from '../tool.js';

/** The version of apache-beam for Python that is fetched. */
export const PYTHON_BEAM_VERSION = '2.77.0';

/** Name of its entry in the cache. */
export const pythonBeamEntry = `python-beam-${PYTHON_BEAM_VERSION}`;

/** Where Beam for Python is to come from, and where it is kept. */
export interface PythonBeamSettings {
  readonly cache: ServiceCache;
  readonly report?: Report | undefined;
  readonly env?: Variables | undefined;
}

/**
 * The interpreter of a virtual environment that has apache-beam (300 MB), made at the first use, which takes a minute or
 * two.
 * @throws BeamError E_ENVIRONMENT without Python, E_DOWNLOAD when the package cannot be fetched
 */
export async function pythonBeam({
  cache,
  env = process.env,
  report = () => undefined,
}: PythonBeamSettings): Promise<string> {
  const build = async (dir: string): Promise<void> => {
    const python = findPython(env);
    report(`installing apache-beam ${PYTHON_BEAM_VERSION} for Python; once only`);
    const steps: [string, string[]][] = [
      [python, ['-m', 'venv', dir]],
      [join(dir, 'bin/python'), ['-m', 'pip', 'install', '--quiet', `apache-beam==${PYTHON_BEAM_VERSION}`]],
    ];
    for (const [program, args] of steps) {
      const { code, output } = await runTool(program, args, env);
      if (code === 0) continue;
      throw new BeamError('E_DOWNLOAD', `apache-beam could not be installed:\n${lastLines(output, 8)}`, {
        help: 'check the network, that python3 is 3.10 to 3.13 and has the module venv, or name an interpreter that has apache-beam in HORNBEAM_PYTHON',
      });
    }
  };
  return join(await cache.entry(pythonBeamEntry, build, report), 'bin/python');
}

/** Path of Python. @throws BeamError E_ENVIRONMENT */
export function findPython(env: Variables = process.env): string {
  const found = findProgram(['python3', 'python'], env);
  if (found !== undefined) return found;
  throw new BeamError('E_ENVIRONMENT', 'no Python: there is no python3 on the PATH', {
    help: 'install Python 3.10 to 3.13',
  });
}

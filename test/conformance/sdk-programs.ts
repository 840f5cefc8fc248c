import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import {
  findGo,
  findJava,
  findMaven,
  findPython,
  pythonBeam,
  pythonBeamEntry,
  ServiceCache,
} from '@hornbeam/services';
import { pathOf } from '../tidy/repository.js';

const run = promisify(execFile);
const MOST_OUTPUT = 64 * 1024 * 1024;

/** What became of a case: undefined when it passed, else what its program said. */
export type Outcome = string | undefined;

/** Why programs of an SDK cannot be run here; prints it, so that nobody takes a skipped test for one that passed. */
function whyNot(what: string, find: () => unknown): string | undefined {
  try {
    find();
    return undefined;
  } catch (thrown) {
    const why = (thrown as Error).message;
    process.stderr.write(`tests with ${what} are skipped: ${why}\n`);
    return why;
  }
}

export const whyNoPython = (): string | undefined =>
  whyNot("Beam's Python SDK", () => ServiceCache.locate().has(pythonBeamEntry) || findPython());

/** Java's take long to fetch: they are run when all SDKs are asked for. */
export const whyNoJava = async (): Promise<string | undefined> => {
  if (process.env.HORNBEAM_SDKS !== 'all') return 'run by npm run test:sdks';
  const java = await findJava().then(
    () => undefined,
    (thrown: Error) => thrown.message,
  );
  return java ?? whyNot("Beam's Java SDK", () => findMaven());
};

export const whyNoGo = (): string | undefined => whyNot("Beam's Go SDK", () => findGo());

/** The interpreter that has apache-beam, fetched at the first use. */
export const pythonWithBeam = (): Promise<string> => pythonBeam({ cache: ServiceCache.locate() });

const pythonCases = pathOf('test/conformance/python/cases.py');

/** The names of the pipelines in Python. */
export async function listPythonCases(python: string): Promise<string[]> {
  const { stdout } = await run(python, [pythonCases, 'list']);
  return stdout.split('\n').filter((name) => name !== '');
}

/** Runs pipelines in Python, all in one process, against a job service. */
export async function runPythonCases(
  python: string,
  names: readonly string[],
  endpoint: string,
  timeoutMillis: number,
): Promise<ReadonlyMap<string, Outcome>> {
  const options = ['--runner=PortableRunner', `--job_endpoint=${endpoint}`, '--environment_type=LOOPBACK'];
  const { stdout, stderr } = await run(python, [pythonCases, names.join(','), ...options], {
    timeout: timeoutMillis,
    maxBuffer: MOST_OUTPUT,
  }).catch((failed: { stdout: string; stderr: string }) => failed);
  const outcomes = new Map<string, Outcome>(
    names.map((name) => [name, `did not end: ${stderr.slice(-2000)}`]),
  );
  for (const line of stdout.split('\n')) {
    const [verdict, name, ...reason] = line.split(' ');
    if (verdict === 'PASS') outcomes.set(name!, undefined);
    else if (verdict === 'FAIL') outcomes.set(name!, reason.join(' '));
  }
  return outcomes;
}

/** Built anew when the source is another. */
const hashOf = (source: string): string =>
  createHash('sha256')
    .update(readFileSync(pathOf(`test/conformance/${source}`)))
    .digest('hex')
    .slice(0, 12);

/** A class path that has the pipelines in Java, built at the first use. */
export async function javaClassPath(): Promise<string> {
  const folder = await ServiceCache.locate().entry(
    `java-conformance-${hashOf('java/src/main/java/Cases.java')}`,
    async (dir) => {
      cpSync(pathOf('test/conformance/java'), dir, { recursive: true });
      await run(findMaven(), ['-q', '-B', '-f', join(dir, 'pom.xml'), 'package'], { maxBuffer: MOST_OUTPUT });
    },
  );
  return [join(folder, 'target/jars/*'), join(folder, 'target/cases.jar')].join(delimiter);
}

/** Runs one pipeline in Java by Beam's portable runner, its workers in its process. */
export async function runJavaCase(
  classPath: string,
  name: string,
  endpoint: string,
  expansionService: string,
): Promise<Outcome> {
  const { path } = await findJava();
  const options = [`--jobEndpoint=${endpoint}`, `--service=${expansionService}`];
  try {
    await run(path, ['-cp', classPath, 'Cases', name, ...options], {
      timeout: 120_000,
      maxBuffer: MOST_OUTPUT,
    });
    return undefined;
  } catch (thrown) {
    return (thrown as { stderr?: string }).stderr?.slice(-2000) ?? String(thrown);
  }
}

/** The program of the pipelines in Go, built at the first use. */
export async function goProgram(): Promise<string> {
  const folder = await ServiceCache.locate().entry(`go-conformance-${hashOf('go/main.go')}`, async (dir) => {
    cpSync(pathOf('test/conformance/go'), dir, { recursive: true });
    await run(findGo(), ['build', '-C', dir, '-mod=mod', '-o', 'conformance', '.'], {
      env: { ...process.env, GOWORK: 'off', GOFLAGS: '', CGO_ENABLED: '0' },
      maxBuffer: MOST_OUTPUT,
    });
  });
  return join(folder, 'conformance');
}

/** Runs one pipeline in Go by Beam's universal runner. */
export async function runGoCase(program: string, name: string, endpoint: string): Promise<Outcome> {
  const options = ['--runner=universal', `--endpoint=${endpoint}`, '--environment_type=LOOPBACK'];
  try {
    await run(program, [`--case=${name}`, ...options], { timeout: 60_000, maxBuffer: MOST_OUTPUT });
    return undefined;
  } catch (thrown) {
    return (thrown as { stderr?: string }).stderr?.slice(-2000) ?? String(thrown);
  }
}

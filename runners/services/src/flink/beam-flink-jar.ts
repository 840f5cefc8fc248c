import { readdirSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { sha256OfFile } from '../checksum.js';
import type { Java } from '../java.js';
import type { Report, ServiceCache } from '../service-cache.js';
import { findProgram, lastLines, runTool, type Variables } from '../tool.js';
import { beamFlinkManifest } from './beam-flink-manifest.js';
import { BEAM_VERSION, beamFlinkGoals, beamFlinkPom } from './beam-flink-pom.js';

/** Where Beam's Flink runner is to come from, and where it is kept. */
export interface BeamFlinkJarSettings {
  readonly cache: ServiceCache;
  /** What Maven runs on. */
  readonly java: Java;
  /** URL of a Maven repository to use in place of Maven Central; what comes from it must be the same bytes. */
  readonly repository?: string;
  readonly report?: Report;
  readonly env?: Variables;
  /** The expected SHA-256 of each jar by its name. */
  readonly manifest?: ReadonlyMap<string, string>;
}

/**
 * Path of one jar that holds Beam's Flink runner and job server (63 MB, without Flink and without a logger), built with
 * the installed Maven at the first use.
 * @throws BeamError E_ENVIRONMENT without Maven, E_DOWNLOAD when Maven fails or a jar is not the expected one
 */
export async function beamFlinkJar(settings: BeamFlinkJarSettings): Promise<string> {
  const { cache, report = () => undefined, manifest = beamFlinkManifest } = settings;
  const build = async (dir: string): Promise<void> => {
    const maven = findMaven(settings.env);
    report(
      `fetching the Beam ${BEAM_VERSION} runner for Flink with Maven (${manifest.size} jars, 63 MB); once only`,
    );
    await writeFile(join(dir, 'pom.xml'), beamFlinkPom(settings.repository));
    await runMaven(maven, dir, beamFlinkGoals.fetch, settings);
    await checkJars(join(dir, 'target', 'jars'), manifest);
    report("joining the jars of Beam's runner");
    await runMaven(maven, dir, beamFlinkGoals.join, settings);
    await rename(join(dir, 'target', 'beam-flink.jar'), join(dir, 'beam-flink.jar'));
    await rm(join(dir, 'target'), { recursive: true });
  };
  return join(await cache.entry(`beam-flink-1.19-${BEAM_VERSION}`, build, report), 'beam-flink.jar');
}

/**
 * The jars of a folder that somebody else has filled, or one jar, as a class path for `JobServer` and `FlinkCluster`.
 * They are used as they are: whoever names them vouches for them.
 * @throws BeamError E_USAGE when there is no jar
 */
export function givenJars(path: string): readonly string[] {
  const absolute = resolve(path);
  const found = jarsIn(absolute);
  if (found.length > 0) return found;
  throw new BeamError('E_USAGE', `no jars: ${path} is neither a .jar file nor a folder that holds some`, {
    path,
    help: 'give a folder with the jars of beam-runners-flink-1.19 and what it depends on',
  });
}

function jarsIn(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return path.endsWith('.jar') ? [path] : [];
    const names = readdirSync(path).filter((name) => name.endsWith('.jar'));
    return names.sort().map((name) => join(path, name));
  } catch {
    return [];
  }
}

/** Path of Maven. @throws BeamError E_ENVIRONMENT */
export function findMaven(env: Variables = process.env): string {
  const found = findProgram(['mvn'], env);
  if (found !== undefined) return found;
  throw new BeamError('E_ENVIRONMENT', 'no Maven: there is no mvn on the PATH', {
    help: 'install Apache Maven 3.6 or newer, or give a folder with the jars instead (--beam-jars)',
  });
}

async function runMaven(
  maven: string,
  dir: string,
  goals: readonly string[],
  { java, env = process.env }: BeamFlinkJarSettings,
): Promise<void> {
  const args = ['--batch-mode', '--no-transfer-progress', '--strict-checksums', '-f', join(dir, 'pom.xml')];
  // Maven finds Java by JAVA_HOME or on the PATH; the one that was looked at comes first in both.
  const { JAVA_HOME: home, ...others } = env;
  const path = [join(java.path, '..'), env.PATH].filter(Boolean).join(':');
  const variables = { ...others, ...(home ? { JAVA_HOME: home } : {}), PATH: path };
  const { code, output } = await runTool(maven, [...args, ...goals], variables);
  if (code === 0) return;
  const said = output
    .split('\n')
    .filter((line) => line.includes('[ERROR]'))
    .slice(0, 6)
    .join('\n');
  throw new BeamError(
    'E_DOWNLOAD',
    `Maven could not fetch the Beam runner for Flink:\n${said || lastLines(output, 8)}`,
    {
      help: 'check the network and the repository in ~/.m2/settings.xml, or give a folder with the jars (--beam-jars)',
    },
  );
}

/** Compares the jars of a folder with their checksums: none may differ, be missing or be too many. */
async function checkJars(dir: string, manifest: ReadonlyMap<string, string>): Promise<void> {
  const found = readdirSync(dir);
  const wrong: string[] = [];
  for (const name of found.sort()) {
    const wanted = manifest.get(name);
    if (wanted === undefined) wrong.push(`${name} is not expected`);
    else if ((await sha256OfFile(join(dir, name))) !== wanted) wrong.push(`${name} has another SHA-256`);
  }
  for (const name of manifest.keys()) if (!found.includes(name)) wrong.push(`${name} is missing`);
  if (wrong.length === 0) return;
  const more = wrong.length > 5 ? `\n... and ${wrong.length - 5} more` : '';
  throw new BeamError(
    'E_DOWNLOAD',
    `Maven fetched other jars than those known for Beam ${BEAM_VERSION}:\n${wrong.slice(0, 5).join('\n')}${more}`,
    { help: 'remove the artifacts named above from ~/.m2/repository, check the repository, and try again' },
  );
}

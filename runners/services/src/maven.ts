import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { sha256OfFile } from './checksum.js';
import type { Java } from './java.js';
import { findProgram, lastLines, runTool, type Variables } from './tool.js';

/** One run of Maven on the file `pom.xml` of a folder. */
export interface MavenRun {
  /** Path of Maven, as `findMaven` gives it. */
  readonly maven: string;
  readonly dir: string;
  readonly goals: readonly string[];
  /** What Maven runs on. */
  readonly java: Java;
  readonly env?: Variables | undefined;
  /** What is fetched, for messages: `the Beam runner for Flink`. */
  readonly what: string;
  /** The flag that takes a folder with the jars instead, in brackets; none without it. */
  readonly otherwise?: string | undefined;
}

/** Path of Maven. @param otherwise as in {@link MavenRun} @throws BeamError E_ENVIRONMENT */
export function findMaven(env: Variables = process.env, otherwise?: string): string {
  const found = findProgram(['mvn'], env);
  if (found !== undefined) return found;
  throw new BeamError('E_ENVIRONMENT', 'no Maven: there is no mvn on the PATH', {
    help: `install Apache Maven 3.6 or newer${orFolder(otherwise)}`,
  });
}

/** @throws BeamError E_DOWNLOAD with the errors that Maven wrote */
export async function runMaven(run: MavenRun): Promise<void> {
  const { maven, dir, goals, java, env = process.env } = run;
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
  throw new BeamError('E_DOWNLOAD', `Maven could not fetch ${run.what}:\n${said || lastLines(output, 8)}`, {
    help: `check the network and the repository in ~/.m2/settings.xml${orFolder(run.otherwise)}`,
  });
}

const orFolder = (flag?: string): string =>
  flag === undefined ? '' : `, or give a folder with the jars instead ${flag}`;

/**
 * Compares the jars of a folder with their checksums: none may differ, be missing or be too many.
 * @param manifest the SHA-256 of each jar by its name
 * @param what whose jars they are, for messages: `Beam 2.62.0`
 * @throws BeamError E_DOWNLOAD
 */
export async function checkJars(
  dir: string,
  manifest: ReadonlyMap<string, string>,
  what: string,
): Promise<void> {
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
    `Maven fetched other jars than those known for ${what}:\n${wrong.slice(0, 5).join('\n')}${more}`,
    { help: 'remove the artifacts named above from ~/.m2/repository, check the repository, and try again' },
  );
}

/** The part of a pom that names a Maven repository to use in place of Maven Central. */
export function mavenRepositories(url: string): string {
  const text = url.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  // `central` is the name under which every Maven project knows Maven Central: this takes its place.
  return `  <repositories>
    <repository><id>central</id><url>${text}</url></repository>
  </repositories>
  <pluginRepositories>
    <pluginRepository><id>central</id><url>${text}</url></pluginRepository>
  </pluginRepositories>
`;
}

import { readdirSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import type { Java } from '../java.js';
import { checkJars, findMaven, runMaven } from '../maven.js';
import type { Report, ServiceCache } from '../service-cache.js';
import type { Variables } from '../tool.js';
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

const WHAT = { what: 'the Beam runner for Flink', otherwise: '(--beam-jars)' };

/**
 * Path of one jar that holds Beam's Flink runner and job server (63 MB, without Flink and without a logger), built with
 * the installed Maven at the first use.
 * @throws BeamError E_ENVIRONMENT without Maven, E_DOWNLOAD when Maven fails or a jar is not the expected one
 */
export async function beamFlinkJar(settings: BeamFlinkJarSettings): Promise<string> {
  const { cache, report = () => undefined, manifest = beamFlinkManifest } = settings;
  const build = async (dir: string): Promise<void> => {
    const maven = findMaven(settings.env, '(--beam-jars)');
    const run = { maven, dir, java: settings.java, env: settings.env, ...WHAT };
    report(
      `fetching the Beam ${BEAM_VERSION} runner for Flink with Maven (${manifest.size} jars, 63 MB); once only`,
    );
    await writeFile(join(dir, 'pom.xml'), beamFlinkPom(settings.repository));
    await runMaven({ ...run, goals: beamFlinkGoals.fetch });
    await checkJars(join(dir, 'target', 'jars'), manifest, `Beam ${BEAM_VERSION}`);
    report("joining the jars of Beam's runner");
    await runMaven({ ...run, goals: beamFlinkGoals.join });
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

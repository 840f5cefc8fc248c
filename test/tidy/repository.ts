import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folders that tools fill: installed, built or cached, never written by a person. */
const made = new Set(['node_modules', 'dist', '.git', '.cache']);

/** The absolute path of a file of the repository. */
export const pathOf = (file: string): string => join(root, file);

/** The text of a file of the repository. */
export const read = (file: string): string => readFileSync(pathOf(file), 'utf8');

/** Every file of the repository under `folder`, with `/` between folders, sorted. */
export function filesUnder(folder = ''): string[] {
  return readdirSync(pathOf(folder), { withFileTypes: true })
    .flatMap((entry) => {
      if (made.has(entry.name)) return [];
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesUnder(name) : [name];
    })
    .sort();
}

/** True for the files that a program writes. */
export const isGenerated = (file: string): boolean => file.split('/').includes('gen');

/** True for tests, their fixtures, type tests and benchmarks, which are not part of what users install. */
export const isTest = (file: string): boolean =>
  file.startsWith('test/') || /\.(test|test-d|bench|fixture)\.ts$/.test(file);

/** The hand-written TypeScript files of the packages and the gallery, without tests. */
export const sources = (): string[] =>
  ['proto', 'sdk', 'runners', 'pipelines']
    .flatMap(filesUnder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !isTest(file) && !isGenerated(file));

/** A package of the workspace, as its package.json describes it. */
export interface Package {
  readonly name: string;
  readonly folder: string;
  /** What others may import, to the source file behind it: `@hornbeam/sdk/model` to `sdk/core/src/model/index.ts`. */
  readonly exports: ReadonlyMap<string, string>;
  /** Names of the packages in `dependencies` and `peerDependencies`. */
  readonly dependencies: ReadonlySet<string>;
}

/** All packages of the workspace; the root is not one. */
export function packages(): Package[] {
  return filesUnder()
    .filter((file) => file.endsWith('/package.json'))
    .map((file) => {
      const folder = file.slice(0, -'/package.json'.length);
      const manifest = JSON.parse(read(file)) as {
        name: string;
        exports?: Record<string, { 'hornbeam:source'?: string } | string>;
        dependencies?: Record<string, string>;
        peerDependencies?: Record<string, string>;
      };
      const exports = new Map<string, string>();
      for (const [path, target] of Object.entries(manifest.exports ?? {})) {
        const source = typeof target === 'string' ? target : target['hornbeam:source'];
        if (source) exports.set(`${manifest.name}${path.slice(1)}`, `${folder}/${source.slice(2)}`);
      }
      return {
        name: manifest.name,
        folder,
        exports,
        dependencies: new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })),
      };
    });
}

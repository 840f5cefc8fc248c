import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VendoredPackage } from './vendored-packages.js';

/** The folder of all templates, beside the code in the package. */
const home = fileURLToPath(new URL('../../templates', import.meta.url));

/** The folder of what every project begins with. */
const BASE = 'base';

/** The templates of projects, by name, with what each is for. */
export const templates: Readonly<Record<string, string>> = {
  wordcount: 'count the words of a text and print the most frequent ones',
  streaming: 'follow clicks as they come, and print each visit when it is over',
  report: 'read sales from CSV, check them, total them by region, write a report',
};

/** Files that have another name in the template than in the project: as they are, tools would take them for ours. */
const names: Readonly<Record<string, string>> = {
  'package.template.json': 'package.json',
  'tsconfig.template.json': 'tsconfig.json',
  'gitignore.template': '.gitignore',
};

/**
 * The files of a new project: what they hold, by path in the project. The project takes the vendored packages
 * from its own files, all others from the registry.
 */
export function projectFiles(
  template: string,
  folder: string,
  vendored: readonly VendoredPackage[],
): Map<string, string | Uint8Array> {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
    dependencies: Record<string, string>;
  };
  const values: Record<string, string> = {
    name: packageName(folder),
    hornbeam: manifest.version,
    zod: manifest.dependencies.zod as string,
  };
  const files = new Map<string, string | Uint8Array>();
  for (const source of [BASE, template]) {
    for (const path of filesUnder(join(home, source))) {
      const text = readFileSync(join(home, source, path), 'utf8');
      const filled = path.includes('.template')
        ? text.replace(/\{\{(\w+)\}\}/g, (whole, key: string) => values[key] ?? whole)
        : text;
      const name = names[path] ?? path;
      files.set(name, name === 'package.json' ? withVendored(filled, vendored) : filled);
    }
  }
  for (const { path, archive } of vendored) files.set(path, archive);
  return files;
}

/**
 * A manifest that names the vendored packages by their file, also those that only others of them need: those
 * ask for a version, which npm finds among what the project itself has.
 */
function withVendored(text: string, vendored: readonly VendoredPackage[]): string {
  if (vendored.length === 0) return text;
  const manifest = JSON.parse(text) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  for (const { name, path } of vendored) {
    const place = name in manifest.devDependencies ? manifest.devDependencies : manifest.dependencies;
    place[name] = `file:${path}`;
  }
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function filesUnder(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix)).flatMap((name) => {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    return statSync(join(folder, path)).isDirectory() ? filesUnder(folder, path) : [path];
  });
}

/** A name that npm takes, after the folder's. */
function packageName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'pipeline' : name;
}

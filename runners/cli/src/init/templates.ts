import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of all templates, beside the code in the package. */
const home = fileURLToPath(new URL('../../templates', import.meta.url));

/** The folder of what every project begins with. */
const BASE = 'base';

/** The templates of projects, by name, with what each is for. */
export const templates: Readonly<Record<string, string>> = {
  wordcount: 'count the words of a text and print the most frequent ones',
  report: 'read sales from CSV, check them, total them by region, write a report',
};

/** Files that have another name in the template than in the project: as they are, tools would take them for ours. */
const names: Readonly<Record<string, string>> = {
  'package.template.json': 'package.json',
  'tsconfig.template.json': 'tsconfig.json',
  'gitignore.template': '.gitignore',
};

/** The files of a new project: text by path in the project. */
export function projectFiles(template: string, folder: string): Map<string, string> {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
    dependencies: Record<string, string>;
  };
  const values: Record<string, string> = {
    name: packageName(folder),
    hornbeam: manifest.version,
    zod: manifest.dependencies.zod as string,
  };
  const files = new Map<string, string>();
  for (const source of [BASE, template]) {
    for (const path of filesUnder(join(home, source))) {
      const text = readFileSync(join(home, source, path), 'utf8');
      const filled = path.includes('.template')
        ? text.replace(/\{\{(\w+)\}\}/g, (whole, key: string) => values[key] ?? whole)
        : text;
      files.set(names[path] ?? path, filled);
    }
  }
  return files;
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

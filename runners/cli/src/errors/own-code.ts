import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The packages that make up hornbeam, as far as this one can reach them. */
const packages = [
  ...['@hornbeam/sdk', '@hornbeam/proto', '@hornbeam/jobs', '@hornbeam/flink', '@hornbeam/services'],
  '@hornbeam/direct',
];

/** A test for files of hornbeam itself: frames in them are no news to the user. */
export function ownCode(): (file: string) => boolean {
  const require = createRequire(import.meta.url);
  const folders = packages.flatMap((name) => {
    try {
      return [dirname(require.resolve(`${name}/package.json`))];
    } catch {
      return [];
    }
  });
  // What the direct runner stands on is its dependency, not ours.
  const engine = folders.at(-1);
  if (engine !== undefined) {
    try {
      folders.push(dirname(createRequire(`${engine}${sep}`).resolve('@hornbeam/engine/package.json')));
    } catch {
      // A layout in which it cannot be seen from here: its frames show.
    }
  }
  folders.push(realpathSync(fileURLToPath(new URL('../..', import.meta.url))));
  const code = folders.flatMap((folder) =>
    ['dist', 'src', 'bin'].map((part) => `${folder.replace(/[\\/]$/, '')}${sep}${part}${sep}`),
  );
  return (file) => code.some((folder) => file.startsWith(folder));
}

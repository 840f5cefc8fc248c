import { readFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Loader, Plugin } from 'esbuild';

/** What stands in the bundle for each property of `import.meta`; {@link importMeta} binds these names. */
export const importMetaDefines: Record<string, string> = {
  'import.meta.url': '__hornbeam_meta_url',
  'import.meta.dirname': '__hornbeam_meta_dirname',
  'import.meta.filename': '__hornbeam_meta_filename',
};

/** The namespace of the modules that these names come from, as the source map shows it. */
export const importMetaNamespace = 'import-meta';

const SCHEME = 'hornbeam-meta:';

const loaders: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.tsx': 'tsx',
  '.js': 'jsx',
  '.jsx': 'jsx',
  '.mjs': 'js',
};

/**
 * Gives each bundled file its own `import.meta.url`, `dirname` and `filename`, so that a pipeline finds the
 * data beside it. The values come in through an import at the end of the file, which leaves every line and
 * column where it was.
 */
export function importMeta(): Plugin {
  return {
    name: 'import-meta',
    setup(build) {
      build.onLoad({ filter: /\.(tsx?|mts|jsx?|mjs)$/, namespace: 'file' }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        if (!/\bimport\s*\.\s*meta\b/.test(source)) return undefined;
        return { contents: source + binding(path), loader: loaders[extname(path)] ?? 'js' };
      });
      build.onResolve({ filter: new RegExp(`^${SCHEME}`) }, ({ path }) => ({
        path: path.slice(SCHEME.length),
        namespace: importMetaNamespace,
        // Names that nobody uses leave nothing in the bundle.
        sideEffects: false,
      }));
      build.onLoad({ filter: /.*/, namespace: importMetaNamespace }, ({ path }) => ({
        contents: [
          `export const url = ${JSON.stringify(pathToFileURL(path).href)};`,
          `export const dirname = ${JSON.stringify(dirname(path))};`,
          `export const filename = ${JSON.stringify(path)};`,
        ].join('\n'),
      }));
    },
  };
}

function binding(file: string): string {
  const names = Object.values(importMetaDefines).map(
    (name) => `${name.replace('__hornbeam_meta_', '')} as ${name}`,
  );
  return `\nimport { ${names.join(', ')} } from ${JSON.stringify(SCHEME + file)};`;
}

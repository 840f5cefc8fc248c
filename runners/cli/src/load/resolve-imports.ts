import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ImportKind, OnResolveResult, Plugin, PluginBuild } from 'esbuild';

/** Files that Node cannot load by itself, so that they become part of the bundle even from another package. */
const compiled = /\.(tsx?|mts|cts|jsx|json)$/;

/** Packages of which a process may have one copy only: that of the command. */
const own = /^@hornbeam\//;

/** What stands before the names of our packages in a module that is to run anywhere; see `own-packages.ts`. */
export const OWN_SCHEME = 'hornbeam-package:';

/** Where {@link resolveImports} looks, and what it found. */
export interface ImportResolution {
  /**
   * What becomes of packages: `outside` they are named by their place on this machine; `inside` they are bundled too, but
   * for ours, which stay outside by their names.
   */
  readonly packages: 'outside' | 'inside';
  /** A folder inside the command's package, from which its dependencies resolve. */
  readonly home: string;
  /** Filled in: what the user wrote, by the address that stands in the bundle instead. */
  readonly specifiers: Map<string, string>;
}

/**
 * Decides what becomes of each import of a pipeline file: the user's own files are bundled; packages stay
 * outside, at absolute addresses, since the bundle lies in another folder. `@hornbeam/*` comes from the command
 * itself, so that command and pipeline share one SDK; other packages from the user's file, and from the
 * command where the user's project has none.
 */
export function resolveImports({ home, specifiers, packages }: ImportResolution): Plugin {
  return {
    name: 'resolve-imports',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async (args): Promise<OnResolveResult | undefined> => {
        const { path, kind, resolveDir, pluginData } = args;
        if (pluginData === LOOKING || kind === 'entry-point' || args.namespace !== 'file') return undefined;
        if (path.startsWith('file://')) return { path: fileURLToPath(path) };
        if (path.startsWith('node:') || path.startsWith('data:')) return { path, external: true };
        if (packages === 'inside' && own.test(path)) return { path: OWN_SCHEME + path, external: true };
        const folders = own.test(path) ? [home, resolveDir] : [resolveDir, home];
        for (const folder of folders) {
          const found = await lookUp(build, path, folder, kind);
          if (found === undefined) continue;
          if (found.external) return found;
          if (packages === 'inside' || compiled.test(found.path)) return { path: found.path };
          const isRequire = kind === 'require-call' || kind === 'require-resolve';
          const address = isRequire ? found.path : pathToFileURL(found.path).href;
          specifiers.set(address, path);
          return { path: address, external: true };
        }
        // Nowhere: esbuild says so, with the place.
        return undefined;
      });
    },
  };
}

/** Marks the plugin's own questions to esbuild, which must not come back to it. */
const LOOKING = Symbol('looking');

async function lookUp(
  build: PluginBuild,
  path: string,
  resolveDir: string,
  kind: ImportKind,
): Promise<{ path: string; external: boolean } | undefined> {
  const found = await build.resolve(path, { resolveDir, kind, pluginData: LOOKING });
  return found.errors.length > 0 ? undefined : found;
}

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { OWN_SCHEME } from '../load/resolve-imports.js';

/**
 * The code of a module that holds all packages but ours, with the places of ours filled in: command, worker and pipeline
 * must share one SDK.
 */
export function withOwnPackages(code: string): string {
  const require = createRequire(import.meta.url);
  return code.replaceAll(new RegExp(`(["'])${OWN_SCHEME}(@hornbeam/[\\w/.-]+)\\1`, 'g'), (_, _quote, name) =>
    JSON.stringify(pathToFileURL(require.resolve(name as string)).href),
  );
}

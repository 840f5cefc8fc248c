import { BeamError } from '@hornbeam/sdk/model';
import { nearest } from '../args/spelling.js';
import type { StackMapping } from './stack-mapping.js';

/** What a pipeline file threw while it was loaded, as an error of the user's file. */
export async function importError(
  thrown: unknown,
  address: string,
  specifiers: ReadonlyMap<string, string>,
  mapping: StackMapping,
): Promise<BeamError> {
  const message = thrown instanceof Error ? thrown.message : '';
  const [, from, name] =
    /requested module '([^']+)' does not provide an export named '([^']+)'/.exec(message) ?? [];
  if (from !== undefined && name !== undefined) {
    const near = nearest(name, await exportsOf(from));
    return new BeamError('E_BUILD', `"${specifiers.get(from) ?? from}" has no export "${name}".`, {
      callSite: importPlace(thrown, name, address, mapping),
      help: near === undefined ? 'see what it exports, and its version' : `did you mean "${near}"?`,
    });
  }
  const isError = thrown instanceof Error;
  return BeamError.from(thrown, 'E_BUILD', {
    help: isError ? 'this was thrown while the file was loaded' : 'the file threw this while it was loaded',
  });
}

async function exportsOf(address: string): Promise<string[]> {
  try {
    return Object.keys((await import(address)) as object);
  } catch {
    return [];
  }
}

/**
 * The user's line of an import that names what is not there. The engine puts the line of the bundle and its
 * number before the stack trace, not into it.
 */
function importPlace(
  thrown: unknown,
  name: string,
  address: string,
  mapping: StackMapping,
): string | undefined {
  const [head = '', text = ''] = (thrown as Error).stack?.split('\n') ?? [];
  if (!head.startsWith(`${address}:`)) return undefined;
  const line = Number(head.slice(address.length + 1));
  const column = Math.max(0, new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`).exec(text)?.index ?? 0);
  const place = mapping.placeOf(address, line, column + 1);
  return place && `${place.file}:${place.line}:${place.column}`;
}

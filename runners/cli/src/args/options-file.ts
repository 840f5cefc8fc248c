import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';

/**
 * The options in a JSON file: one object, option by name.
 * @throws BeamError `E_USAGE` when the file cannot be read or holds something else
 */
export function readOptionsFile(path: string, cwd: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), 'utf8');
  } catch (thrown) {
    throw new BeamError('E_USAGE', `The options file cannot be read: ${(thrown as Error).message}`, {
      path,
      help: 'give the path of a JSON file, from the folder you are in',
      cause: thrown,
    });
  }
  let options: unknown;
  try {
    options = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (thrown) {
    throw new BeamError('E_USAGE', `The options file is no JSON: ${(thrown as Error).message}`, {
      path,
      help: 'write one JSON object, such as {"input": "data.txt"}',
      cause: thrown,
    });
  }
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new BeamError('E_USAGE', 'The options file holds no object.', {
      path,
      help: 'write one JSON object, such as {"input": "data.txt"}',
    });
  }
  return options as Record<string, unknown>;
}

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { nearest } from '../args/spelling.js';

const extensions = new Set(['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx']);

/**
 * The absolute path of a pipeline file. `commands` are what a word that is no file may have meant.
 * @throws BeamError `E_NO_PIPELINE` when there is no such file, or it is no TypeScript or JavaScript
 */
export function pipelineFile(path: string, cwd: string, commands: readonly string[] = []): string {
  const file = resolve(cwd, path);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) {
    const command = /[./\\]/.test(path) ? undefined : nearest(path, commands);
    if (command !== undefined) throw noFile(path, `did you mean the command ${command}?`);
    const near = nearest(basename(file), codeIn(dirname(file)));
    throw noFile(
      path,
      near === undefined
        ? 'give the path of a pipeline file, from the folder you are in'
        : `did you mean ${path.slice(0, path.length - basename(path).length)}${near}?`,
    );
  }
  if (stat.isDirectory()) {
    const found = codeIn(file).find((name) => exportsPipeline(join(file, name)));
    throw new BeamError('E_NO_PIPELINE', `"${path}" is a folder.`, {
      help:
        found === undefined
          ? 'give the path of a pipeline file'
          : `give the pipeline file in it, for example ${path.replace(/\/$/, '')}/${found}`,
    });
  }
  if (!extensions.has(extname(file))) {
    throw new BeamError('E_NO_PIPELINE', `"${path}" is neither TypeScript nor JavaScript.`, {
      help: 'a pipeline file ends in .ts, .mts, .js or .mjs; options of the pipeline go behind it',
    });
  }
  return file;
}

const noFile = (path: string, help: string): BeamError =>
  new BeamError('E_NO_PIPELINE', `There is no file "${path}".`, { help });

/** Whether a file looks as if it could be run; it is not worth compiling for a hint. */
function exportsPipeline(file: string): boolean {
  try {
    return /^\s*export default pipeline\s*[(<]/m.test(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}

function codeIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => extensions.has(extname(name)) && !/\.(test|d)\.[cm]?ts$/.test(name))
      .sort();
  } catch {
    return [];
  }
}

import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';

/** The variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Where the first of these programs lies on the PATH. */
export function findProgram(names: readonly string[], env: Variables = process.env): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  return names
    .flatMap((name) => folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** How a tool ended. */
export interface ToolEnd {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  /** Standard output and standard error as they came. */
  readonly output: string;
}

/**
 * Runs a program to its end, without input.
 * @throws BeamError E_ENVIRONMENT when it does not start
 */
export function runTool(
  program: string,
  args: readonly string[],
  env: Variables = process.env,
): Promise<ToolEnd> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.stderr.on('data', (part: Buffer) => parts.push(part));
    child.once('error', (thrown) =>
      failed(
        new BeamError('E_ENVIRONMENT', `${program} does not start: ${thrown.message}`, { cause: thrown }),
      ),
    );
    child.once('close', (code) =>
      done({ code: code ?? undefined, output: Buffer.concat(parts).toString('utf8') }),
    );
  });
}

/** The last lines of a text that say something. */
export function lastLines(text: string, count: number): string {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .join('\n');
}

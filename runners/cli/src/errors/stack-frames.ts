import { fileURLToPath } from 'node:url';
import type { SourcePlace } from '../load/stack-mapping.js';

/** One line of a stack trace. */
export interface Frame {
  /** The function, when it has a name. */
  readonly fn: string | undefined;
  /** Undefined for frames without a file, such as those of the engine. */
  readonly place: SourcePlace | undefined;
  /** Whose code it is. */
  readonly owner: 'user' | 'package' | 'runner';
  /** As the trace has it, without `at`. */
  readonly text: string;
}

/** The frames of an error's stack trace, innermost first. `isRunner` tells the files of hornbeam itself. */
export function stackFrames(stack: string | undefined, isRunner: (file: string) => boolean): Frame[] {
  if (stack === undefined) return [];
  return stack.split('\n').flatMap((line) => {
    const text = /^\s+at (.+)$/.exec(line)?.[1];
    return text === undefined ? [] : [frameOf(text, isRunner)];
  });
}

function frameOf(text: string, isRunner: (file: string) => boolean): Frame {
  const match = /^(?:(.*?) \()?(.+):(\d+):(\d+)\)?$/.exec(text);
  const path = match?.[2];
  const fn = match?.[1]?.replace(/^async /, '');
  const isFile = path !== undefined && /^(file:\/\/|\/|[A-Za-z]:[\\/])/.test(path);
  if (!isFile) return { fn, place: undefined, owner: 'runner', text };
  const file = pathOf(path);
  const place = { file, line: Number(match?.[3]), column: Number(match?.[4]) };
  const owner = isRunner(file) ? 'runner' : /[\\/]node_modules[\\/]/.test(file) ? 'package' : 'user';
  return { fn, place, owner, text };
}

/** A `file:line:column` in its parts; undefined for other text. */
export function parsePlace(text: string | undefined): SourcePlace | undefined {
  const match = /^(.+):(\d+):(\d+)$/.exec(text ?? '');
  if (match === null) return undefined;
  return { file: pathOf(match[1] as string), line: Number(match[2]), column: Number(match[3]) };
}

/** The path of a file that a stack trace names by path or by address. */
function pathOf(text: string): string {
  if (!text.startsWith('file://')) return text;
  try {
    return fileURLToPath(text.replace(/\?.*$/, ''));
  } catch {
    return text;
  }
}

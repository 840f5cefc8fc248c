import { fileURLToPath } from 'node:url';
import { originalPositionFor, type TraceMap } from '@jridgewell/trace-mapping';

/** A place in a file of the user: absolute path, line and column counted from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Makes stack traces name the user's files instead of the bundle.
 *
 * Node could do this itself, but then it also maps the SDK's own files to their sources, reads a map for each
 * module that is loaded, and the SDK no longer knows its own frames.
 */
export class StackMapping {
  private readonly bundles = new Map<string, TraceMap>();

  /** Frames of the module at this address are those of its sources from now on. */
  add(address: string, map: TraceMap): void {
    this.bundles.set(address, map);
  }

  /** Takes over the text of stack traces of this process, until the function that is returned gives it back. */
  install(): () => void {
    const before = Error.prepareStackTrace;
    const prepare = (error: Error, frames: NodeJS.CallSite[]): string => {
      const lines = frames.flatMap((frame) => this.lineOf(frame) ?? []);
      return [headOf(error), ...lines.map((line) => `    at ${line}`)].join('\n');
    };
    Error.prepareStackTrace = prepare;
    return () => {
      if (Error.prepareStackTrace === prepare) Error.prepareStackTrace = before;
    };
  }

  /** Where a position of a module comes from; undefined for what the compiler put there. */
  placeOf(address: string, line: number, column: number): SourcePlace | undefined {
    const map = this.bundles.get(address);
    if (map === undefined) return undefined;
    const found = originalPositionFor(map, { line, column: Math.max(0, column - 1) });
    if (found.source === null || !found.source.startsWith('file://')) return undefined;
    return { file: fileURLToPath(found.source), line: found.line, column: found.column + 1 };
  }

  /** A frame as stack traces show it; undefined for helpers of the compiler, which are nobody's line. */
  private lineOf(frame: NodeJS.CallSite): string | undefined {
    const text = String(frame);
    const address = frame.getFileName();
    if (address == null || !this.bundles.has(address)) return text;
    const line = frame.getLineNumber() ?? 0;
    const column = frame.getColumnNumber() ?? 0;
    const place = this.placeOf(address, line, column);
    if (place === undefined) return undefined;
    return text.replace(`${address}:${line}:${column}`, () => `${place.file}:${place.line}:${place.column}`);
  }
}

/** The first line of a stack trace. User code may have made its error's text throw. */
function headOf(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

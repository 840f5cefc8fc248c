import type { Host, Output } from './host.js';

/** The process that this code runs in. */
export function processHost(): Host {
  return {
    env: process.env,
    cwd: process.cwd(),
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    now: () => Date.now(),
    monotonic: () => performance.now(),
  };
}

/** A stream of Node as an {@link Output}. Its size is asked for each time: windows change. */
function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => {
      // What a reader that is gone would have got is nobody's.
      if (stream.destroyed || stream.write(text)) return undefined;
      return new Promise((resolve) => {
        const settle = (): void => {
          stream.off('drain', settle).off('close', settle).off('error', settle);
          resolve();
        };
        stream.once('drain', settle).once('close', settle).once('error', settle);
      });
    },
    get isTerminal() {
      return stream.isTTY === true;
    },
    // Terminals that do not know their size say 0.
    get columns() {
      return (stream.isTTY && stream.columns) || undefined;
    },
    get rows() {
      return (stream.isTTY && stream.rows) || undefined;
    },
  };
}

import type { Sink } from '../api/index.js';
import type { DoFn, Graph } from '../construction/index.js';
import * as transforms from '../transforms/index.js';
import { ioError } from './io-error.js';
import { jsonText } from './json-text.js';

/**
 * Where printed elements go. A port: `printTo` puts another one in the place of standard output, to draw a table or
 * to look at what a pipeline prints.
 */
export interface PrintOutput {
  /**
   * Takes one element; not called again before a promise that it returns is settled. `text` makes the text that
   * {@link print} shows, `step` is the full name of the printing step.
   */
  print(element: unknown, text: () => string, step: string): void | Promise<void>;
  /** Called at the end of each bundle: brings out what `print` took. */
  flush(): void | Promise<void>;
}

/** Options of {@link print}. */
export interface PrintOptions<T> {
  /** The text of an element. Without it strings are printed as they are, everything else as JSON. */
  readonly format?: (element: T) => string;
}

/**
 * Prints elements on standard output, one on each line, in no particular order.
 *
 * @example counts.write(print())
 * @throws BeamError at run time `E_IO`, or `E_ENCODE` for what cannot be JSON
 */
export function print<T>(options: PrintOptions<T> = {}): Sink<T, void> {
  const format = options.format ?? defaultText;
  return {
    name: 'print',
    expand(input) {
      transforms.parDo<T, never, {}, {}, void>(input.node, new PrintFn<T>(format));
    },
  };
}

/**
 * Sends everything that the pipeline prints to `output` instead of standard output. For runs in this process: a
 * worker elsewhere builds a graph of its own.
 * @returns how many `print` steps the pipeline has
 */
export function printTo(graph: Graph, output: PrintOutput): number {
  let steps = 0;
  for (const { operation } of graph.steps) {
    if (operation.kind !== 'parDo' || operation.callback.shape !== 'doFn') continue;
    const { doFn } = operation.callback;
    if (!(doFn instanceof PrintFn)) continue;
    doFn.output = output;
    steps++;
  }
  return steps;
}

function defaultText(element: unknown): string {
  return typeof element === 'string' ? element : jsonText(element);
}

class PrintFn<T> implements DoFn<T, never> {
  readonly name = 'print';
  readonly concurrency = 1;
  readonly process: DoFn<T, never>['process'];
  readonly finishBundle: DoFn<T, never>['finishBundle'];
  /** Standard output unless {@link printTo} says otherwise. */
  output: PrintOutput = new StandardOutput();

  constructor(format: (element: T) => string) {
    this.process = (element, { step }) => this.output.print(element, () => format(element), step);
    this.finishBundle = () => this.output.flush();
  }
}

/** Characters that are joined before they go to standard output. */
const JOINED_CHARACTERS = 64 * 1024;

class StandardOutput implements PrintOutput {
  private pending = '';

  print(_: unknown, text: () => string): Promise<void> | undefined {
    this.pending += `${text()}\n`;
    return this.pending.length < JOINED_CHARACTERS ? undefined : this.flush();
  }

  flush(): Promise<void> {
    const text = this.pending;
    this.pending = '';
    if (text === '') return Promise.resolve();
    const { stdout } = process;
    return new Promise((resolve, reject) => {
      const failed = (thrown: unknown): void => reject(ioError(thrown, 'write', 'standard output'));
      // A closed pipe is reported twice: to the callback, then as an event that would end the process unheard.
      stdout.once('error', failed);
      stdout.write(text, (error) => {
        if (error) return failed(error);
        stdout.off('error', failed);
        resolve();
      });
    });
  }
}

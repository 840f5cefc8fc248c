import type { PrintOutput } from '@hornbeam/sdk/io';
import type { Output } from '../host.js';

/** Characters that are joined before they are written. */
const JOINED_CHARACTERS = 64 * 1024;

/** Prints each element as one line as it comes. */
export class LineOutput implements PrintOutput {
  private readonly output: Output;
  private readonly line: (element: unknown, text: () => string, step: string) => string;
  private pending = '';

  /** `line` makes the line of an element, without its end. */
  constructor(output: Output, line: (element: unknown, text: () => string, step: string) => string) {
    this.output = output;
    this.line = line;
  }

  print(element: unknown, text: () => string, step: string): Promise<void> | undefined {
    this.pending += `${this.line(element, text, step)}\n`;
    return this.pending.length < JOINED_CHARACTERS ? undefined : this.flush();
  }

  flush(): Promise<void> | undefined {
    const text = this.pending;
    this.pending = '';
    return text === '' ? undefined : this.output.write(text);
  }
}

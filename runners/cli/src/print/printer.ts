import { jsonText, type PrintOutput } from '@hornbeam/sdk/io';
import type { Host } from '../host.js';
import { eventLine } from '../progress/json-reporter.js';
import { LineOutput } from './line-output.js';
import { csvTable, markdownTable, textTable } from './table-formats.js';
import { TableOutput } from './table-output.js';
import { TableStream } from './table-stream.js';

/** The forms that `--output` gives to what a pipeline prints. */
export const printFormats = ['text', 'table', 'json', 'csv', 'md'] as const;

/** One of {@link printFormats}; `events` is what `--json` makes of printed elements. */
export type PrintFormat = (typeof printFormats)[number] | 'events';

/** Where a run's printed elements go. */
export interface Printer {
  readonly output: PrintOutput;
  /** Brings out what is held back, so that a slow pipeline is seen to print. */
  flush(): void;
  /** Called when the run has ended: writes what could not be written before. */
  finish(): Promise<void>;
}

/** Makes the printer of a run. Of an endless one a text table is written as its rows come. */
export function printer(
  format: PrintFormat,
  { stdout, stderr, now }: Host,
  { isEndless = false }: { readonly isEndless?: boolean } = {},
): Printer {
  const lines = (output: LineOutput): Printer => ({
    output,
    flush: () => void output.flush(),
    finish: async () => void (await output.flush()),
  });
  const table = (output: TableOutput): Printer => ({
    output,
    flush: () => undefined,
    finish: () => output.finish(stdout, stderr),
  });
  switch (format) {
    case 'text':
      return lines(new LineOutput(stdout, (_, text) => text()));
    case 'json':
      return lines(new LineOutput(stdout, (element) => jsonText(element)));
    case 'events':
      return lines(
        new LineOutput(stdout, (element, _, step) => {
          const value: unknown = JSON.parse(jsonText(element));
          return eventLine('element', { step, value }, now()).trimEnd();
        }),
      );
    case 'table':
      if (isEndless) {
        const output = new TableStream(stdout);
        return { output, flush: () => void output.show(), finish: async () => void (await output.show()) };
      }
      return table(new TableOutput(textTable));
    case 'md':
      return table(new TableOutput(markdownTable));
    case 'csv':
      return table(new TableOutput(csvTable));
  }
}

import type { PCollection, Sink } from '../api/index.js';
import { RowCoder } from '../model/coders/row.js';
import { BeamError } from '../model/errors.js';
import { preview } from '../model/preview.js';
import { jsonText } from './json-text.js';
import type { ShardEncoder } from './shard-writer.js';
import { fileSink, type RollingOptions, type WriteOptions } from './write-files.js';

/** The lines of {@link writeCsv}. */
export interface CsvLines<T = any> {
  /**
   * The properties to write, in order. Without it: the fields of the schema when the PCollection has one, else the
   * properties of the first element, and then a property that it does not have is an error.
   */
  readonly columns?: readonly (keyof T & string)[];
  /** Begin each file with a line that names the columns (default true). */
  readonly header?: boolean;
  /** The character between fields (default `,`). */
  readonly delimiter?: string;
}

/** Options of {@link writeCsv}. */
export interface WriteCsvOptions<T = any> extends WriteOptions, CsvLines<T> {}

/**
 * Writes elements as CSV files (RFC 4180, lines end with LF): the properties of objects, or arrays of fields.
 * Fields that are null or missing are empty, dates ISO 8601, objects and arrays JSON. Hands back the names of the
 * files, once they are in place; with `rolling`, for rows without end, nothing, and the columns must be known.
 *
 * @example sales.write(writeCsv('out/sales', { suffix: '.csv', columns: ['region', 'total'] }))
 * @throws BeamError `E_DUPLICATE_OUTPUT`, and at run time `E_IO`, `E_BAD_RECORD` for elements of different columns,
 * `E_BAD_ARGUMENT` for an element that is neither object nor array
 */
export function writeCsv<T>(path: string, options: RollingOptions & CsvLines<T>): Sink<T, void>;
export function writeCsv<T>(path: string, options?: WriteCsvOptions<T>): Sink<T, PCollection<string>>;
export function writeCsv<T>(
  path: string,
  options: WriteCsvOptions<T> | (RollingOptions & CsvLines<T>) = {},
): Sink<T, any> {
  const { header = true, delimiter = ',' } = options;
  if (delimiter.length !== 1 || '"\r\n'.includes(delimiter)) {
    throw new BeamError(
      'E_BAD_ARGUMENT',
      `delimiter must be one character, not ${JSON.stringify(delimiter)}.`,
      {
        help: "write delimiter: ';' or the like",
      },
    );
  }
  return fileSink('writeCsv', path, options, ({ coder }) => {
    const schema = coder instanceof RowCoder ? coder.schema : undefined;
    const columns = options.columns ?? schema?.fields.map(({ name }) => name);
    // All files must have the same, also those of a run that was started again.
    if ('rolling' in options && columns === undefined) {
      throw new BeamError('E_BAD_ARGUMENT', 'writeCsv with rolling must know the columns.', {
        path,
        help: 'name them with columns: [...]',
      });
    }
    return () => new CsvEncoder(columns, header, delimiter) as ShardEncoder<T>;
  });
}

class CsvEncoder implements ShardEncoder<unknown> {
  private columns: readonly string[] | undefined;
  private readonly header: boolean;
  private readonly delimiter: string;
  private readonly special: RegExp;
  /** The columns, when they were taken from the first element: others must not come. */
  private guessed: ReadonlySet<string> | undefined;

  constructor(columns: readonly string[] | undefined, header: boolean, delimiter: string) {
    this.columns = columns;
    this.header = header;
    this.delimiter = delimiter;
    this.special = new RegExp(`["\\r\\n${delimiter.replace(/[\\\]^-]/, '\\$&')}]`);
  }

  get layout(): string | undefined {
    return this.guessed === undefined ? undefined : [...this.guessed].join(',');
  }

  begin(first: unknown): string {
    if (this.columns === undefined && isRecord(first)) {
      this.columns = Object.keys(first);
      this.guessed = new Set(this.columns);
    }
    return this.header && this.columns !== undefined ? this.line(this.columns) : '';
  }

  encode(element: unknown): string {
    if (Array.isArray(element)) return this.line(element);
    if (!isRecord(element)) {
      throw new BeamError(
        'E_BAD_ARGUMENT',
        'writeCsv was given an element that is neither object nor array.',
        {
          element: preview(element),
          help: 'map elements to objects whose properties are the columns',
        },
      );
    }
    if (this.guessed !== undefined) {
      for (const name in element) if (!this.guessed.has(name)) throw this.newColumn(name, element);
    }
    // Arrays came first and objects now: the columns of a file must be known from its beginning.
    if (this.columns === undefined) throw this.newColumn(Object.keys(element)[0] ?? '', element);
    const fields: unknown[] = [];
    for (const name of this.columns) fields.push(Object.hasOwn(element, name) ? element[name] : undefined);
    return this.line(fields);
  }

  end(): string {
    return '';
  }

  private line(values: readonly unknown[]): string {
    // An empty line would not be a record.
    if (values.length === 1 && fieldText(values[0]) === '') return '""\n';
    let line = '';
    for (let i = 0; i < values.length; i++) {
      if (i > 0) line += this.delimiter;
      const text = fieldText(values[i]);
      line += this.special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    }
    return `${line}\n`;
  }

  private newColumn(name: string, element: unknown): BeamError {
    return new BeamError('E_BAD_RECORD', `An element has a property "${name}" that the first one has not.`, {
      element: preview(element),
      help: 'name the columns with columns: [...]',
    });
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as the text of a field, before quoting. */
function fieldText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'undefined':
      return '';
    default: {
      if (value === null) return '';
      const json = jsonText(value);
      // Dates and bytes are strings in JSON; a field needs no quotes of JSON around them.
      return json.startsWith('"') ? (JSON.parse(json) as string) : json;
    }
  }
}

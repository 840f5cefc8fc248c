import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Source } from '../api/index.js';
import { BeamError } from '../model/errors.js';
import { coderForSchema } from '../model/schema/standard-schema.js';
import { schemaCheck } from '../transforms/with-schema.js';
import { type FieldReader, fieldReaders } from './csv-fields.js';
import { CsvParser, type CsvSyntax } from './csv-parser.js';
import type { LinePlace } from './line-splitter.js';
import { badRecord } from './raw-record.js';
import {
  type LineFormat,
  type Paths,
  type ReadOptions,
  type RecordErrorOptions,
  type RecordSite,
  readFiles,
} from './read-files.js';

/** Options of {@link csv}. */
export interface CsvOptions<S extends StandardSchemaV1<any, any> = StandardSchemaV1<any, any>>
  extends ReadOptions,
    RecordErrorOptions {
  /**
   * Checks every record and gives it the schema's type and coder. The text of each field is read as the type that
   * `row(…)` gives it, or that the library's JSON Schema asks for; an empty field is null, or missing, where the
   * schema allows that. Columns that a `row(…)` does not name are left out.
   */
  readonly schema?: S;
  /** True (default): the first line names the columns. An array: these are the names. False: see {@link csv}. */
  readonly header?: boolean | readonly string[];
  /** The character between fields (default `,`). */
  readonly delimiter?: string;
  /** The character around fields that hold delimiters (default `"`); false when no field is quoted. */
  readonly quote?: string | false;
  /**
   * True (default): quoted fields may hold line ends. False promises that none does: then large files are split and
   * read in parallel.
   */
  readonly multiline?: boolean;
}

/**
 * The records of CSV files (RFC 4180): objects with the columns as properties. With `header: false` and no schema,
 * arrays of fields; with `header: false` and a `row(…)` schema the columns are the row's fields in order.
 *
 * @example p.read(csv('stocks.csv', { schema: row({ date: calendarDate, symbol: string, close: double }) }))
 * @throws BeamError at run time: `E_NO_INPUT`, `E_IO`, `E_BAD_RECORD` with file and line of a record that has too
 * many or too few fields, a broken quote, or does not fit the schema
 */
export function csv<S extends StandardSchemaV1<any, any>>(
  paths: Paths,
  options: CsvOptions<S> & { readonly schema: S },
): Source<StandardSchemaV1.InferOutput<S>>;
export function csv(
  paths: Paths,
  options: Omit<CsvOptions, 'schema'> & { readonly header: false },
): Source<string[]>;
export function csv(paths: Paths, options?: Omit<CsvOptions, 'schema'>): Source<Record<string, string>>;
export function csv(paths: Paths, options: CsvOptions = {}): Source<any> {
  const { schema, header = true, multiline = true } = options;
  const quote = options.quote === false ? undefined : oneCharacter('quote', options.quote ?? '"');
  const delimiter = oneCharacter('delimiter', options.delimiter ?? ',');
  if (quote === delimiter) {
    throw new BeamError('E_BAD_ARGUMENT', `delimiter and quote are both ${JSON.stringify(quote)}.`, {
      help: 'give two different characters',
    });
  }
  const readers = schema === undefined ? undefined : fieldReaders(schema);
  const format: CsvFormat = {
    syntax: { delimiter, quote, multiline: multiline && quote !== undefined },
    names: Array.isArray(header) ? checkedNames(header) : header === false ? readers?.names : undefined,
    header: header === true,
    reader: (name) => readers?.reader(name),
    wanted: readers?.names === undefined ? undefined : new Set(readers.names),
    check: schema === undefined ? undefined : schemaCheck(schema),
  };
  return {
    name: 'csv',
    expand: (root) =>
      readFiles(
        root,
        paths,
        csvLines(format),
        options,
        schema === undefined ? undefined : coderForSchema(schema),
      ),
  };
}

interface CsvFormat {
  readonly syntax: CsvSyntax;
  /** The columns, when they are known before the file. */
  readonly names: readonly string[] | undefined;
  /** The first line names the columns. */
  readonly header: boolean;
  readonly reader: (name: string) => FieldReader | undefined;
  /** Columns to keep; undefined keeps all. */
  readonly wanted: ReadonlySet<string> | undefined;
  readonly check: ((value: unknown) => unknown) | undefined;
}

const csvLines = (format: CsvFormat): LineFormat<unknown> => ({
  splittable: !format.syntax.multiline,
  headLines: format.header ? 1 : 0,
  keepCr: true,
  open(site, head) {
    let columns = format.names === undefined ? undefined : columnsOf(format.names, format);
    if (head !== undefined) columns = columnsOf(headerNames(head[0] ?? '', site.file, format), format);
    let awaitsHeader = format.header && head === undefined;
    const parser = new CsvParser(format.syntax, {
      record(fields, place, text) {
        if (awaitsHeader) {
          awaitsHeader = false;
          columns = columnsOf(namesIn(fields, site.file, place(), text), format);
        } else {
          takeRecord(fields, columns, site, format.check, place, text);
        }
      },
      reject: (error, place, text) => site.reject(error, place(), text),
    });
    return {
      line: (text, place) => {
        if (awaitsHeader && (text === '' || text === '\r')) throw noHeader(site.file, place(), text);
        parser.line(text, place);
      },
      end: () => parser.end(),
    };
  },
});

interface Column {
  readonly name: string;
  readonly read: FieldReader | undefined;
  readonly wanted: boolean;
}

const columnsOf = (names: readonly string[], format: CsvFormat): Column[] =>
  names.map((name) => ({
    name,
    read: format.reader(name),
    wanted: format.wanted === undefined || format.wanted.has(name),
  }));

function takeRecord(
  fields: string[],
  columns: readonly Column[] | undefined,
  site: RecordSite<unknown>,
  check: CsvFormat['check'],
  place: () => LinePlace,
  text: string,
): void {
  let record: unknown = fields;
  if (columns !== undefined) {
    if (fields.length !== columns.length) {
      site.reject(ragged(fields.length, columns.length), place(), text);
      return;
    }
    const object: Record<string, unknown> = {};
    for (let i = 0; i < columns.length; i++) {
      const { name, read, wanted } = columns[i]!;
      if (!wanted) continue;
      const value = read === undefined ? fields[i] : read(fields[i]!);
      if (value !== undefined) object[name] = value;
    }
    record = object;
  }
  if (check === undefined) site.emit(record);
  else site.accept(() => check(record), place, text);
}

/** The columns that the first line of a file names, for ranges that do not begin with it. */
function headerNames(line: string, file: string, format: CsvFormat): string[] {
  const place = { line: 1, offset: 0 };
  let names: string[] | undefined;
  const parser = new CsvParser(format.syntax, {
    record(fields) {
      names = namesIn(fields, file, place, line);
    },
    reject(error) {
      throw badRecord(error, file, place, line);
    },
  });
  parser.line(line, () => place);
  if (names === undefined) throw noHeader(file, place, line);
  return names;
}

function namesIn(fields: string[], file: string, place: LinePlace, text: string): string[] {
  try {
    return checkedNames(fields);
  } catch (thrown) {
    const { message } = thrown as BeamError;
    throw badRecord(
      new BeamError('E_BAD_RECORD', message, {
        help: 'name the columns with header: [...], or mend the first line',
      }),
      file,
      place,
      text,
    );
  }
}

function checkedNames(names: readonly string[]): string[] {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  const help = 'give every column a name of its own';
  if (twice !== undefined) {
    throw new BeamError('E_BAD_ARGUMENT', `Two columns of a CSV file are called ${JSON.stringify(twice)}.`, {
      help,
    });
  }
  if (names.includes('__proto__')) {
    throw new BeamError('E_BAD_ARGUMENT', 'A column of a CSV file cannot be called "__proto__".', { help });
  }
  return [...names];
}

const noHeader = (file: string, place: LinePlace, text: string): BeamError =>
  badRecord(
    new BeamError('E_BAD_RECORD', 'The first line should name the columns, but it is empty.', {
      help: 'remove the empty line, or read with header: false or header: [...]',
    }),
    file,
    place,
    text,
  );

const ragged = (found: number, expected: number): BeamError =>
  new BeamError(
    'E_BAD_RECORD',
    `A CSV record has ${found} ${found === 1 ? 'field' : 'fields'} instead of ${expected}.`,
    {
      help: "check delimiter and quotes, mend the file, or keep going with onError: 'skip' or a function",
    },
  );

function oneCharacter(option: string, value: string): string {
  if (typeof value === 'string' && value.length === 1 && value !== '\n' && value !== '\r') return value;
  throw new BeamError('E_BAD_ARGUMENT', `${option} must be one character, not ${JSON.stringify(value)}.`, {
    help: `write ${option}: ';' or the like`,
  });
}

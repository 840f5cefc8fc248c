/**
 * Records of RFC 4180 out of lines.
 *
 * Owns: quotes, escaped quotes, records over several lines.
 * Does not own: line splitting (line-splitter.ts), names and types of fields (csv.ts).
 *
 * Beyond the RFC, as every spreadsheet writes or takes it: LF alone ends a record; a quote inside a field that does
 * not begin with one is an ordinary character; a blank line is no record.
 */
import { BeamError } from '../model/errors.js';
import type { LinePlace } from './line-splitter.js';

export interface CsvSyntax {
  /** One character between fields. */
  readonly delimiter: string;
  /** One character around fields; undefined when no field is quoted. */
  readonly quote: string | undefined;
  /** Quoted fields may hold line ends. */
  readonly multiline: boolean;
}

export interface CsvHandler {
  /** `text` is the record as it stands in the file. */
  record(fields: string[], place: () => LinePlace, text: string): void;
  reject(error: BeamError, place: () => LinePlace, text: string): void;
}

/** Characters that one record may have. A quote that nobody closes would else swallow the rest of the file. */
const MAX_RECORD_CHARACTERS = 64 * 1024 * 1024;

export class CsvParser {
  private readonly syntax: CsvSyntax;
  private readonly handler: CsvHandler;
  /** A record whose quoted field is still open at the end of a line. */
  private open: { fields: string[]; field: string; text: string; place: LinePlace } | undefined;

  constructor(syntax: CsvSyntax, handler: CsvHandler) {
    this.syntax = syntax;
    this.handler = handler;
  }

  /** Takes a line without its LF, but with the CR if there is one. */
  line(line: string, place: () => LinePlace): void {
    if (this.open !== undefined) {
      this.resume(line);
      return;
    }
    const { quote, delimiter } = this.syntax;
    if (quote === undefined || !line.includes(quote)) {
      const text = withoutCr(line);
      if (text !== '') this.handler.record(text.split(delimiter), place, text);
      return;
    }
    this.scan([], line, 0, '', line, place);
  }

  /** Takes the end of the file. */
  end(): void {
    if (this.open === undefined) return;
    const { text, place } = this.open;
    this.open = undefined;
    this.handler.reject(unclosed(), () => place, text);
  }

  private resume(line: string): void {
    const { fields, field, text, place } = this.open!;
    const whole = `${text}\n${line}`;
    this.open = undefined;
    if (whole.length > MAX_RECORD_CHARACTERS) {
      this.handler.reject(unclosed(), () => place, text);
      return;
    }
    this.scanQuoted(fields, line, 0, `${field}\n`, whole, () => place);
  }

  /** Reads fields from `at` on, where one begins. */
  private scan(
    fields: string[],
    line: string,
    at: number,
    lead: string,
    text: string,
    place: () => LinePlace,
  ): void {
    const { quote, delimiter } = this.syntax;
    for (let from = at; ; ) {
      if (line[from] === quote) {
        this.scanQuoted(fields, line, from + 1, lead, text, place);
        return;
      }
      const next = line.indexOf(delimiter, from);
      if (next < 0) {
        fields.push(withoutCr(line.slice(from)));
        this.handler.record(fields, place, withoutCr(text));
        return;
      }
      fields.push(line.slice(from, next));
      from = next + 1;
    }
  }

  /** Reads on inside a quoted field, of which `lead` is known. */
  private scanQuoted(
    fields: string[],
    line: string,
    at: number,
    lead: string,
    text: string,
    place: () => LinePlace,
  ): void {
    const { delimiter, multiline } = this.syntax;
    const quote = this.syntax.quote as string;
    let field = lead;
    for (let from = at; ; ) {
      const end = line.indexOf(quote, from);
      if (end < 0) {
        if (multiline) {
          this.open = { fields, field: field + line.slice(from), text, place: place() };
        } else {
          this.handler.reject(openAtLineEnd(), place, withoutCr(text));
        }
        return;
      }
      if (line[end + 1] === quote) {
        field += line.slice(from, end + 1);
        from = end + 2;
        continue;
      }
      fields.push(field + line.slice(from, end));
      const rest = line.slice(end + 1);
      if (rest === '' || rest === '\r') {
        this.handler.record(fields, place, withoutCr(text));
      } else if (rest.startsWith(delimiter)) {
        this.scan(fields, line, end + 2, '', text, place);
      } else {
        this.handler.reject(afterQuote(fields.length, rest), place, withoutCr(text));
      }
      return;
    }
  }
}

const withoutCr = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

const help =
  'double the quotes inside a quoted field ("" for "), or set quote and delimiter as the file has them';

const unclosed = (): BeamError =>
  new BeamError('E_BAD_RECORD', 'A CSV field begins with a quote that is never closed.', { help });

const openAtLineEnd = (): BeamError =>
  new BeamError('E_BAD_RECORD', 'A quoted CSV field is not closed at the end of its line.', {
    help: 'when fields hold line ends, leave multiline at true; else close the quote',
  });

const afterQuote = (field: number, rest: string): BeamError =>
  new BeamError(
    'E_BAD_RECORD',
    `CSV field ${field} has text behind its closing quote: ${JSON.stringify(rest.slice(0, 20))}.`,
    { help },
  );

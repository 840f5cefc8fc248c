import { BeamError } from '../errors.js';
import { asCanonical, formsOf, isCanonical } from '../schema/js-forms.js';
import type { Field, Schema } from '../schema/schema.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { Coder } from './coder.js';
import { ContextFreeCoder } from './context-free.js';
import { mismatch } from './mismatch.js';
import { coderOfPresent } from './row-field/coder-of-type.js';
import { coderUrns } from './urns.js';

type AnyRow = Record<string, unknown>;

/** A field as the loops below want it. */
interface Column {
  readonly name: string;
  readonly nullable: boolean;
  /** Null comes back as a missing property. */
  readonly omitted: boolean;
  readonly coder: Coder<any>;
}

/**
 * Objects with a schema (`beam:coder:row:v1`): a varint count of fields; a bitmap of the null ones, a byte string
 * that is empty when none is; then the other fields, nested, in the order of their encoding positions.
 *
 * The bitmap follows Java, with which Flink compares keys: bit n is the field at position n, and bytes that would
 * be zero at the end are left out. Properties outside the schema are not kept. Rows of an older schema that has
 * fewer fields can be read when the new ones are nullable.
 */
export class RowCoder<T extends object = AnyRow> extends ContextFreeCoder<T> {
  readonly urn = coderUrns.row;
  readonly components = [];
  readonly deterministic: boolean;
  /** What the payload of the coder says; `translate` writes and reads it. */
  readonly schema: Schema;
  /** In the order of the schema, in which properties come back. */
  private readonly columns: readonly Column[];
  /** In the order of the bytes. */
  private readonly placed: readonly Column[];
  private readonly hasNullable: boolean;

  /** @throws BeamError `E_BAD_PLAN` for a schema that breaks a rule of the model */
  constructor(schema: Schema) {
    super();
    this.schema = schema;
    const context = {
      forms: formsOf(schema),
      canonical: isCanonical(schema),
      rowCoder: (nested: Schema) => new RowCoder(nested),
    };
    this.columns = schema.fields.map(({ name, type }, i) => ({
      name,
      nullable: type.nullable,
      omitted: context.forms.get(String(i))?.has('undefined') ?? false,
      coder: coderOfPresent(type, String(i), context),
    }));
    checkNames(schema.fields);
    const order = encodingOrder(schema);
    this.placed = order.every((field, i) => field === i) ? this.columns : order.map((i) => this.columns[i]!);
    this.hasNullable = this.columns.some(({ nullable }) => nullable);
    this.deterministic = this.columns.every(({ coder }) => coder.deterministic);
  }

  encode(row: T, writer: ByteWriter): void {
    if (typeof row !== 'object' || row === null) throw mismatch('row', 'an object', row);
    const { placed } = this;
    const values = row as AnyRow;
    const start = writer.length;
    writer.writeVarint(placed.length);
    this.writeNulls(values, writer);
    let i = 0;
    try {
      for (; i < placed.length; i++) {
        const { name, coder, nullable } = placed[i]!;
        const value = values[name];
        if (value !== null && value !== undefined) coder.encode(value, writer);
        else if (!nullable) throw missing(value);
      }
    } catch (thrown) {
      writer.truncate(start);
      throw inField(placed[i]!.name, thrown);
    }
  }

  decode(reader: ByteReader): T {
    const at = reader.position;
    const count = reader.readVarint();
    if (count < 0 || count > this.placed.length) {
      throw reader.fail(`A row of ${count} fields where the schema has ${this.placed.length}`, at);
    }
    const bitmap = reader.readLength();
    const nulls = bitmap === 0 ? undefined : reader.readView(bitmap);
    if (this.placed === this.columns && nulls === undefined && count === this.columns.length) {
      return this.readPlain(reader);
    }
    const values = new Map<Column, unknown>();
    for (let i = 0; i < count; i++) {
      const column = this.placed[i]!;
      if (nulls === undefined || ((nulls[i >> 3] ?? 0) & (1 << (i & 7))) === 0) {
        values.set(column, column.coder.decode(reader));
      }
    }
    const row: AnyRow = {};
    for (const column of this.columns) {
      if (values.has(column)) row[column.name] = values.get(column);
      else if (!column.nullable)
        throw reader.fail(`The field "${column.name}" is missing, but must not be null`, at);
      else if (!column.omitted) row[column.name] = null;
    }
    return row as T;
  }

  estimateSize(row: T): number {
    let size = 2;
    for (const { name, coder } of this.columns) {
      const value = (row as AnyRow)[name];
      if (value !== null && value !== undefined) size += coder.estimateSize(value);
    }
    return size;
  }

  keyForm(): Coder<T> {
    return new RowCoder<T>(asCanonical(this.schema));
  }

  private writeNulls(values: AnyRow, writer: ByteWriter): void {
    const { placed } = this;
    let last = -1;
    if (this.hasNullable) {
      for (let i = placed.length - 1; i >= 0 && last === -1; i--) {
        const value = values[placed[i]!.name];
        if (value === null || value === undefined) last = i;
      }
    }
    if (last === -1) {
      writer.writeByte(0);
      return;
    }
    writer.writeVarint((last >> 3) + 1);
    let bits = 0;
    for (let i = 0; i <= last; i++) {
      const value = values[placed[i]!.name];
      if (value === null || value === undefined) bits |= 1 << (i & 7);
      if ((i & 7) === 7 || i === last) {
        writer.writeByte(bits);
        bits = 0;
      }
    }
  }

  /** The usual case: fields in order, none of them null. */
  private readPlain(reader: ByteReader): T {
    const { columns } = this;
    const row: AnyRow = {};
    for (let i = 0; i < columns.length; i++) {
      const { name, coder } = columns[i]!;
      row[name] = coder.decode(reader);
    }
    return row as T;
  }
}

/** The numbers of the fields in the order in which they are written. */
function encodingOrder({ fields, encodingPositionsSet }: Schema): number[] {
  const order = fields.map((_, i) => i);
  if (encodingPositionsSet !== true) return order;
  const taken = new Set<number>();
  for (const { name, encodingPosition: position = 0 } of fields) {
    if (!Number.isInteger(position) || position < 0 || position >= fields.length || taken.has(position)) {
      throw new BeamError(
        'E_BAD_PLAN',
        `The field "${name}" has the encoding position ${position}, which is taken or out of range.`,
        {
          help: 'number the fields from 0 without gaps',
        },
      );
    }
    taken.add(position);
  }
  return order.sort((a, b) => (fields[a]!.encodingPosition ?? 0) - (fields[b]!.encodingPosition ?? 0));
}

function checkNames(fields: readonly Field[]): void {
  const names = new Set<string>();
  for (const { name } of fields) {
    if (name === '__proto__' || names.has(name)) {
      throw new BeamError(
        'E_BAD_PLAN',
        `A schema has the field "${name}" ${names.has(name) ? 'twice' : 'which no object can hold'}.`,
        {
          help: 'rename the field',
        },
      );
    }
    names.add(name);
  }
}

const missing = (value: unknown): BeamError =>
  new BeamError('E_ENCODE', `the value is ${String(value)}, but the schema says it is never null.`, {
    help: 'fill the field, or declare it with optional(…) or nullable(…)',
  });

/** The error of a field, with the path to it: nested rows make it longer from the inside out. */
function inField(name: string, thrown: unknown): BeamError {
  const error = BeamError.from(thrown, 'E_ENCODE');
  const inner = /^Field ([^ ]+): (.*)$/s.exec(error.message);
  const message = inner ? `Field ${name}.${inner[1]}: ${inner[2]}` : `Field ${name}: ${error.message}`;
  return new BeamError(error.code, message, { help: error.help, cause: error.cause, ...error.place });
}

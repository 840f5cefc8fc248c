import type { StandardSchemaV1 } from '@standard-schema/spec';
import { RowCoder } from '../coders/row.js';
import { checkOf } from './check.js';
import type { FieldSpec, RowShape, ShapeValue } from './field-spec.js';
import { formsOption, type JsForm } from './js-forms.js';
import type { Schema } from './schema.js';

/**
 * The schema of a row, in every role it plays: a field of another row, a Standard Schema that validates, and the
 * row coder of the values.
 */
export interface RowSchema<T extends object> extends FieldSpec<T, false>, StandardSchemaV1<T, T> {
  /** The schema as plain data, as Beam has it. */
  readonly schema: Schema;
  readonly coder: RowCoder<T>;
}

/** The type of the objects that a schema made by {@link row} describes. */
export type InferRow<S extends RowSchema<any>> = S extends RowSchema<infer T> ? T : never;

/** The vendor by which Standard Schema tells our schemas from others. */
const VENDOR = 'hornbeam';

/**
 * Declares a row: elements get exact Beam types that every SDK and SQL understands.
 *
 * @example
 * const Order = row({ id: int64, amount: double, at: timestamp, note: optional(string), tags: list(string) });
 * type Order = InferRow<typeof Order>;
 *
 * @throws BeamError `E_BAD_PLAN` for a field name that no object can hold
 */
export function row<const S extends RowShape>(shape: S): RowSchema<ShapeValue<S>> {
  const names = Object.keys(shape);
  const option = formsOption(formsIn(names.map((name) => shape[name]!)));
  const schema: Schema = {
    fields: names.map((name) => ({ name, type: shape[name]!.type })),
    ...(option === undefined ? {} : { options: [option] }),
  };
  const coder = new RowCoder<ShapeValue<S>>(schema);
  return {
    type: { kind: 'row', schema, nullable: false },
    forms: [],
    isOptional: false,
    schema,
    coder,
    '~standard': { version: 1, vendor: VENDOR, validate: checkOf(schema) },
  };
}

/** The row schema behind a Standard Schema, when {@link row} made it. */
export function asRowSchema(schema: StandardSchemaV1): RowSchema<any> | undefined {
  const candidate = schema as Partial<RowSchema<any>>;
  return schema['~standard'].vendor === VENDOR && candidate.coder instanceof RowCoder
    ? (candidate as RowSchema<any>)
    : undefined;
}

/** The forms of fields by path from the row: the number of the field comes first. */
export function formsIn(fields: readonly Pick<FieldSpec<any>, 'forms'>[]): Map<string, Set<JsForm>> {
  const forms = new Map<string, Set<JsForm>>();
  for (const [i, field] of fields.entries()) {
    for (const [path, form] of field.forms) {
      const set = forms.get(`${i}${path}`) ?? new Set();
      forms.set(`${i}${path}`, set.add(form));
    }
  }
  return forms;
}

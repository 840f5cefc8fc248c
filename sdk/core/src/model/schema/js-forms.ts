import { BeamError } from '../errors.js';
import type { Schema, SchemaOption } from './schema.js';

/**
 * Which JavaScript type stands for a Beam type, where there is a choice:
 *
 *     bigint     int64 as bigint rather than as a safe number
 *     undefined  null as a missing property rather than as null
 *     date       a timestamp in milliseconds as a Date rather than as a number
 *     object     a map with string keys as a plain object rather than as a Map
 */
export type JsForm = 'bigint' | 'undefined' | 'date' | 'object';

/**
 * Forms by the path of a type in its schema: the number of the field, then `e` for the element of an array,
 * `k` and `v` for the key and the value of a map, `r` for what stands for an unknown logical type. Fields of nested rows are in the forms of the nested schema.
 */
export type JsForms = ReadonlyMap<string, ReadonlySet<JsForm>>;

const FORMS_OPTION = 'hornbeam:js_forms:v1';
const CANONICAL_OPTION = 'hornbeam:canonical:v1';
const known: readonly JsForm[] = ['bigint', 'undefined', 'date', 'object'];

/** The forms as an option of the schema, so that they travel with the plan; other SDKs pass it over. */
export function formsOption(forms: JsForms): SchemaOption | undefined {
  if (forms.size === 0) return undefined;
  const value = [...forms].map(([path, set]) => `${path}=${[...set].sort().join('+')}`).join(' ');
  return { name: FORMS_OPTION, type: { kind: 'atomic', atomic: 'string', nullable: false }, value };
}

/** The forms that a schema says. @throws BeamError `E_BAD_PLAN` when the option is malformed */
export function formsOf(schema: Schema): JsForms {
  const option = schema.options?.find(({ name }) => name === FORMS_OPTION);
  const forms = new Map<string, ReadonlySet<JsForm>>();
  if (option === undefined) return forms;
  for (const entry of String(option.value).split(' ')) {
    const [path, names] = entry.split('=');
    const set = new Set(names?.split('+') as JsForm[] | undefined);
    if (path === undefined || ![...set].every((name) => known.includes(name)) || set.size === 0) {
      throw new BeamError('E_BAD_PLAN', `The schema option ${FORMS_OPTION} does not parse at "${entry}".`, {
        help: 'make the plan with the same version of hornbeam as the worker',
      });
    }
    forms.set(path, set);
  }
  return forms;
}

/** True when rows of the schema are to be written so that equal rows have equal bytes. */
export function isCanonical(schema: Schema): boolean {
  return schema.options?.some(({ name, value }) => name === CANONICAL_OPTION && value === true) ?? false;
}

/** The schema with the mark that {@link isCanonical} looks for. */
export function asCanonical(schema: Schema): Schema {
  if (isCanonical(schema)) return schema;
  const type = { kind: 'atomic', atomic: 'boolean', nullable: false } as const;
  return { ...schema, options: [...(schema.options ?? []), { name: CANONICAL_OPTION, type, value: true }] };
}

import type { JsForm } from './js-forms.js';
import type { FieldType } from './schema.js';

/**
 * One field as a schema builder says it: the Beam type, the JavaScript forms inside it by relative path, and, for
 * the compiler alone, the type of its values.
 */
export interface FieldSpec<T, Optional extends boolean = boolean> {
  readonly type: FieldType;
  readonly forms: readonly (readonly [path: string, form: JsForm])[];
  /** True when the property may be missing. */
  readonly isOptional: Optional;
  /** Never there: carries `T`. */
  readonly values?: (value: T) => T;
}

/** The type of the values of a {@link FieldSpec}. */
export type SpecValue<S> = S extends FieldSpec<infer T, boolean> ? T : never;

/** The properties of a row, by name. */
export type RowShape = Readonly<Record<string, FieldSpec<any>>>;

type OptionalKeys<S extends RowShape> = {
  [P in keyof S]: S[P]['isOptional'] extends true ? P : never;
}[keyof S];

/** The objects that fit a {@link RowShape}. */
export type ShapeValue<S extends RowShape> = Flat<
  { -readonly [P in Exclude<keyof S, OptionalKeys<S>>]: SpecValue<S[P]> } & {
    -readonly [P in OptionalKeys<S>]?: SpecValue<S[P]>;
  }
>;

/** Shows an intersection as one object type. */
type Flat<T> = { [P in keyof T]: T[P] };

/** Makes the spec of a type. */
export const spec = <T>(type: FieldType, forms: FieldSpec<T>['forms'] = []): FieldSpec<T, false> => ({
  type,
  forms,
  isOptional: false,
});

/** The forms of a part, as seen from the whole: their paths with `step` before them. */
export const below = (step: string, part: FieldSpec<any>): FieldSpec<any>['forms'] =>
  part.forms.map(([path, form]) => [step + path, form]);

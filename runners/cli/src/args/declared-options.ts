import type { Pipeline } from '@hornbeam/sdk';
import { asRowSchema, type FieldType } from '@hornbeam/sdk/model';
import { kebab } from './spelling.js';

/** What a pipeline says of one of its options. */
export interface DeclaredOption {
  /** As the schema spells it. */
  readonly name: string;
  /** JSON types that it takes (`string`, `number`, `integer`, `boolean`, `array`, `object`, `null`); none: anything. */
  readonly types: readonly string[];
  /** JSON types of the items, for arrays. */
  readonly itemTypes: readonly string[];
  /** The only values it takes, where they are listed. */
  readonly choices: readonly unknown[] | undefined;
  /** Undefined when there is no default. */
  readonly fallback: unknown;
  readonly required: boolean;
  readonly description: string | undefined;
}

/** All options of a pipeline, as far as its schema tells. */
export interface DeclaredOptions {
  readonly list: readonly DeclaredOption[];
  /** True when the schema takes, or may take, options that are not in the list. */
  readonly open: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The options of a pipeline: those of a `row(…)` are its fields, those of other schemas stand in the JSON Schema
 * that their library derives (zod, ArkType). Of a library that derives none nothing is known: the list is empty
 * and open.
 */
export function declaredOptions(schema: Pipeline['options']): DeclaredOptions {
  if (schema === undefined) return { list: [], open: false };
  const row = asRowSchema(schema);
  if (row !== undefined) {
    return { list: row.schema.fields.map(({ name, type }) => fieldOption(name, type)), open: false };
  }
  const root = inputSchema(schema);
  if (root === undefined) return { list: [], open: true };
  const objects = parts(root, root);
  const properties = new Map<string, DeclaredOption>();
  for (const object of objects) {
    const required = new Set(object.required as readonly string[] | undefined);
    for (const [name, property] of Object.entries((object.properties ?? {}) as Record<string, Json>)) {
      properties.set(name, declaration(name, property, required.has(name), root));
    }
  }
  const open =
    properties.size === 0 ||
    objects.some(({ additionalProperties: more }) => more !== undefined && more !== false);
  return { list: [...properties.values()], open };
}

/** The option that a name on the command line means: the same spelling first, then the same words. */
export function findOption(options: DeclaredOptions, name: string): DeclaredOption | undefined {
  const wanted = kebab(name);
  return (
    options.list.find((option) => option.name === name) ??
    options.list.find((option) => kebab(option.name) === wanted)
  );
}

function fieldOption(name: string, type: FieldType): DeclaredOption {
  return {
    name,
    types: fieldTypes(type),
    itemTypes: type.kind === 'array' ? fieldTypes(type.element) : [],
    choices: undefined,
    fallback: undefined,
    required: !type.nullable,
    description: undefined,
  };
}

/** JSON types of a field; none where its JavaScript value has several forms, or one that JSON lacks. */
function fieldTypes(type: FieldType): string[] {
  if (type.kind === 'array') return ['array'];
  if (type.kind === 'row') return ['object'];
  if (type.kind !== 'atomic') return [];
  switch (type.atomic) {
    case 'string':
    case 'boolean':
      return [type.atomic];
    case 'byte':
    case 'int16':
    case 'int32':
      return ['integer'];
    case 'float':
    case 'double':
      return ['number'];
    default:
      // int64 may be a number or a bigint.
      return [];
  }
}

/** The JSON Schema of what the schema takes in, or undefined when its library does not say. */
function inputSchema(schema: NonNullable<Pipeline['options']>): Json | undefined {
  const standard = schema['~standard'] as { jsonSchema?: { input?: (options: object) => Json } };
  try {
    // zod throws at types such as dates that JSON does not have, unless told otherwise.
    return standard.jsonSchema?.input?.({
      target: 'draft-2020-12',
      libraryOptions: { unrepresentable: 'any' },
    });
  } catch {
    return undefined;
  }
}

/** The object schemas that together make up one: references followed, intersections taken apart. */
function parts(schema: Json, root: Json): Json[] {
  const target = resolve(schema, root);
  const all = (target.allOf ?? []) as readonly Json[];
  return [target, ...all.flatMap((part) => parts(part, root))];
}

/** Follows `$ref` inside the document. */
function resolve(schema: Json, root: Json): Json {
  const ref = schema.$ref;
  if (typeof ref !== 'string' || !ref.startsWith('#/')) return schema;
  let target: unknown = root;
  for (const key of ref.slice(2).split('/')) target = (target as Json | undefined)?.[key];
  return typeof target === 'object' && target !== null
    ? { ...(target as Json), ...schema, $ref: undefined }
    : {};
}

function declaration(name: string, property: Json, required: boolean, root: Json): DeclaredOption {
  const schema = resolve(property, root);
  const items = typeof schema.items === 'object' && schema.items !== null ? (schema.items as Json) : {};
  return {
    name,
    types: typesOf(schema, root),
    itemTypes: typesOf(items, root),
    choices: choicesOf(schema, root),
    fallback: schema.default,
    required: required && schema.default === undefined,
    description: typeof schema.description === 'string' ? schema.description : undefined,
  };
}

function typesOf(schema: Json, root: Json): string[] {
  const { type } = schema;
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type as string[];
  const literals = Array.isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const] : undefined;
  if (literals !== undefined) return [...new Set(literals.map(jsonType))];
  const alternatives = alternativesOf(schema, root).map((each) => typesOf(each, root));
  // One alternative that takes anything makes the whole take anything.
  return alternatives.some((types) => types.length === 0) ? [] : [...new Set(alternatives.flat())];
}

function choicesOf(schema: Json, root: Json): unknown[] | undefined {
  if (Array.isArray(schema.enum)) return schema.enum;
  if ('const' in schema) return [schema.const];
  const alternatives = alternativesOf(schema, root).map((each) => choicesOf(each, root));
  if (alternatives.length === 0 || alternatives.includes(undefined)) return undefined;
  return alternatives.flatMap((choices) => choices ?? []);
}

const alternativesOf = (schema: Json, root: Json): Json[] =>
  ((schema.anyOf ?? schema.oneOf ?? []) as readonly Json[]).map((each) => resolve(each, root));

function jsonType(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

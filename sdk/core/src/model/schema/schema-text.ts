import type { FieldType, Schema } from './schema.js';

/** A schema in one line for people: `row<id: int64, note: string?, tags: array<string>>`. */
export function schemaText(schema: Schema): string {
  return `row<${schema.fields.map(({ name, type }) => `${name}: ${typeText(type)}`).join(', ')}>`;
}

/** A type in one line for people; `?` marks what may be null. */
export function typeText(type: FieldType): string {
  const mark = type.nullable ? '?' : '';
  switch (type.kind) {
    case 'atomic':
      return type.atomic + mark;
    case 'array':
    case 'iterable':
      return `${type.kind}<${typeText(type.element)}>${mark}`;
    case 'map':
      return `map<${typeText(type.key)}, ${typeText(type.value)}>${mark}`;
    case 'row':
      return schemaText(type.schema) + mark;
    case 'logical':
      return (/([^:]+)(:v\d+)?$/.exec(type.urn)?.[1] ?? type.urn) + mark;
  }
}

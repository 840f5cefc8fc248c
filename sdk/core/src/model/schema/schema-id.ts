import type { Schema } from './schema.js';
import { schemaText } from './schema-text.js';

const FNV_PRIME = 0x100000001b3n;

/**
 * The id of a schema: its own, or a UUID (version 8) made from its content. Beam caches by this id, so equal
 * schemas should share one, and different schemas must not.
 */
export function schemaId(schema: Schema): string {
  if (schema.id !== undefined && schema.id !== '') return schema.id;
  const notes = [schema, ...nested(schema)].map(({ fields, options = [], encodingPositionsSet }) => [
    options.map(({ name, value }) => `${name}=${String(value)}`),
    encodingPositionsSet === true ? fields.map(({ encodingPosition }) => encodingPosition) : [],
    fields.map(({ type }) => (type.kind === 'logical' ? `${type.urn} ${type.payload} ${type.argument}` : '')),
  ]);
  const content = JSON.stringify([schemaText(schema), notes]);
  const high = hash(content, 0xcbf29ce484222325n);
  const low = hash(content, high ^ 0x9e3779b97f4a7c15n);
  const digits = high.toString(16).padStart(16, '0') + low.toString(16).padStart(16, '0');
  const variant = ((Number.parseInt(digits[16]!, 16) & 3) | 8).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    variant + digits.slice(17, 20),
    digits.slice(20),
  ].join('-');
}

/** Schemas of rows directly inside the fields; those deeper down have their part in the text. */
function nested(schema: Schema): Schema[] {
  return schema.fields.flatMap(({ type }) =>
    type.kind === 'row' ? [type.schema, ...nested(type.schema)] : [],
  );
}

/** FNV-1a over UTF-16 units, 64 bits. */
function hash(text: string, seed: bigint): bigint {
  let state = seed;
  for (let i = 0; i < text.length; i++) {
    state = BigInt.asUintN(64, (state ^ BigInt(text.charCodeAt(i))) * FNV_PRIME);
  }
  return state;
}
